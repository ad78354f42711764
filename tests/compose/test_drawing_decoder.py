"""Drawings: safe ones are drawn, the others are told why not."""

from __future__ import annotations

import base64
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styleloop.adapters.decoders.drawing import DrawingDecoder
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

DECODER = DrawingDecoder()
BOMB = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 9000, 9000) + b"\x08\2\0\0\0" + bytes(4)
).decode()
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">'


def svg(inside: str, opening: str = OPEN) -> bytes:
    return f"{opening}{inside}</svg>".encode()


def one(data: bytes, long_side: int | None = None) -> Picture | Refusal:
    [made] = DECODER.decode([data], long_side)
    return made


def test_a_drawing_is_drawn_at_the_size_asked_with_alpha() -> None:
    picture = one(svg('<rect x="0" y="0" width="100" height="100" fill="#c81e1e"/>'), 400)
    assert isinstance(picture, Picture)
    assert (picture.width, picture.height) == (400, 200)
    assert picture.full_size == (200, 100)
    assert picture.alpha is not None
    assert picture.alpha[100, 50] == 255
    assert picture.alpha[100, 350] == 0
    assert tuple(picture.rgb[100, 50]) == (200, 30, 30)
    assert tuple(picture.rgb[100, 350]) == (255, 255, 255)


def test_at_full_size_it_is_as_large_as_it_says() -> None:
    picture = one(svg('<rect width="200" height="100" fill="#123456"/>'))
    assert isinstance(picture, Picture)
    assert (picture.width, picture.height) == (200, 100)
    assert picture.alpha is None


def test_size_without_a_view_box() -> None:
    opening = '<svg xmlns="http://www.w3.org/2000/svg" width="60px" height="30">'
    picture = one(svg('<rect width="60" height="30"/>', opening), None)
    assert isinstance(picture, Picture)
    assert (picture.width, picture.height) == (60, 30)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<rect width="9" height="9" onclick="x()"/>', "script"),
        ("<foreignObject><p>hello</p></foreignObject>", "foreign"),
        ('<image href="file:///etc/passwd" width="9" height="9"/>', "outside"),
        ('<image xlink:href="https://example.org/a.png" width="9" height="9"/>', "outside"),
        ('<use href="other.svg#a"/>', "outside"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>', "outside"),
        ('<rect width="9" height="9" fill="url(http://example.org/#a)"/>', "outside"),
        ("<style>@import url(x.css);</style>", "outside"),
        ('<text x="9" y="9">Tarn</text>', "live text"),
        ('<g id="a"><use href="#a"/></g>', "itself"),
        ('<filter id="f"><feTurbulence numOctaves="999"/></filter>', "minutes"),
        ('<filter id="f"><feMorphology radius="99"/></filter>', "minutes"),
        ("<g opacity='.9'>" * 500 + "</g>" * 500, "too deep"),
        ('<rect width="1e30" height="1e30"/>', "too far"),
        ('<path d="M0 50H100" stroke-dasharray="0.001"/>', "dashes"),
        ('<clipPath id="c"/>' + '<g clip-path="url(#c)"/>' * 2000, "multiplies"),
        (f'<image href="data:image/png;base64,{BOMB}" width="9" height="9"/>', "embedded"),
    ],
)
def test_what_reaches_outside_or_never_ends_is_refused(inside: str, said: str) -> None:
    refusal = one(svg(inside))
    assert isinstance(refusal, Refusal)
    assert said in refusal.why
    assert refusal.cure


def test_entity_bombs_are_refused_unread() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + OPEN + "&b;</svg>"
    refusal = one(bomb.encode())
    assert isinstance(refusal, Refusal)
    assert "entity bombs" in refusal.why


def test_a_kilobyte_that_draws_a_billion_shapes_is_refused() -> None:
    layers = ['<g id="l0"><rect width="1" height="1"/></g>']
    layers += [f'<g id="l{i}">' + f'<use href="#l{i - 1}"/>' * 10 + "</g>" for i in range(1, 10)]
    refusal = one(svg("<defs>" + "".join(layers) + '</defs><use href="#l9"/>'))
    assert isinstance(refusal, Refusal)
    assert "multiplies" in refusal.why


def test_too_many_bytes_and_broken_xml_are_refused() -> None:
    for data, said in (
        (svg(" " * 2_000_001), "too large"),
        (b"<svg><rect></svg>", "valid XML"),
        (b"\x89PNG\r\n\x1a\n", "png"),
    ):
        refusal = one(data)
        assert isinstance(refusal, Refusal)
        assert said in refusal.why


def test_a_batch_survives_its_worst_member(picture_of) -> None:
    bad, good = DECODER.decode([b"", picture_of("flask")], 300)
    assert isinstance(bad, Refusal)
    assert isinstance(good, Picture)
    assert good.alpha is not None
    assert 0.05 < np.mean(good.alpha > 128) < 0.6


@given(st.text(max_size=120))
def test_no_text_makes_it_raise(inside: str) -> None:
    assert isinstance(one(svg(inside), 64), Refusal | Picture)
