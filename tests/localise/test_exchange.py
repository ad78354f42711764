"""XLIFF 2 and TMX 1.4b, out and in again; and files that must not be believed."""

import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.exchange import read, tmx, write, xliff
from styleloop.adapters.exchange.markup import unwritable
from styleloop.errors import InputError
from styleloop.types.segment import STATES, Exchange, GlossaryTerm, Piece, Unit

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).filter(lambda t: not any(map(unwritable, t)))
SAID = st.lists(
    st.one_of(
        TEXT, st.sampled_from(["{ $n }", "{ -brand }", "%(x)s", '<a href="{ $u }">', "</a>", "\n", "&amp;", "]]>"])
    ),
    min_size=1, max_size=5,
).map("".join).filter(lambda t: bool(t.strip()))  # fmt: skip


@st.composite
def pieces(draw):
    match = draw(st.sampled_from(["", "exact", "slots", "computed", "register", "fuzzy"]))
    state = "initial" if match == "fuzzy" else draw(st.sampled_from(STATES[1:] if match else STATES))
    given_ = bool(match) or state != "initial"
    score = draw(st.integers(0, 99)) / 100 if match == "fuzzy" else float(bool(match))
    return Piece(
        source=draw(SAID), target=draw(SAID) if given_ else "", state=state, match=match, score=score,
        origin=draw(TEXT), behind=draw(st.sampled_from(["", " ", "\n", " – "])),
    )  # fmt: skip


UNITS = st.lists(
    st.builds(
        Unit,
        id=st.integers(0, 10**6).map(lambda n: f"draft_{n}.body"),
        slot=TEXT,
        pieces=st.lists(pieces(), min_size=1, max_size=3).map(tuple),
        notes=st.lists(TEXT, max_size=2).map(tuple),
        most=st.integers(0, 500),
    ),
    max_size=3,
    unique_by=lambda u: u.id,
).map(tuple)
TERMS = st.lists(
    st.builds(GlossaryTerm, text=SAID, translations=st.just(("Wort", "Wörter")) | st.just(()), context=TEXT), max_size=2
).map(tuple)


@settings(max_examples=25)
@given(UNITS, TERMS, TEXT.filter(bool))
def test_xliff_loses_nothing(units, terms, original):
    sent = Exchange(source_locale="en-GB", locale="ar-AE", original=original, units=units, glossary=terms)
    assert xliff.read(xliff.written(sent)) == sent


@settings(max_examples=25)
@given(UNITS)
def test_tmx_keeps_every_translation_with_slot_state_origin_and_notes(units):
    sent = Exchange(source_locale="en-GB", locale="de-DE", units=units)
    came = [u for e in tmx.read(tmx.written([sent])) for u in e.units]
    wanted = [(u, p) for u in units for p in u.pieces if p.target and p.match != "fuzzy"]
    assert [(u.slot, u.notes, u.pieces[0].source, u.pieces[0].target, u.pieces[0].origin) for u in came] == [
        (u.slot, u.notes, p.source, p.target, p.origin) for u, p in wanted
    ]
    assert [u.pieces[0].state for u in came] == [p.state for _, p in wanted]


def made(body, root='version="2.0" srcLang="en-GB" trgLang="de-DE"', doctype=""):
    return (
        f'<?xml version="1.0"?>{doctype}<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" {root}>'
        f'<file id="f">{body}</file></xliff>'
    ).encode()


UNIT = '<unit id="u"><segment><source>{}</source><target>{}</target></segment></unit>'
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "well-formed"),
        (b"<xliff", "well-formed"),
        (made(UNIT.format("a", "b"))[:-4], "well-formed"),
        (b"PK\x03\x04 a zip", "well-formed"),
        (made(UNIT.format("a", "&l8;"), doctype=f'<!DOCTYPE x [<!ENTITY l0 "ha">{BOMB}]>'), "document type"),
        (made(UNIT.format("a", "&e;"), doctype='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
         "document type or entities"),
        (made(UNIT.format("a", "b"), doctype='<!DOCTYPE xliff SYSTEM "http://localhost:1/x.dtd">'), "document type"),
        (made(UNIT.format("a", "&unknown;")), "well-formed"),
        (made("<group>" * 60 + "</group>" * 60), "nested too deeply"),
        (made("", 'version="1.2" srcLang="en" trgLang="de"'), "no XLIFF 2"),
        (made("", 'version="2.0" srcLang="en"'), "trgLang"),
        (made("", 'version="2.0" srcLang="en" trgLang="klingonese"'), "klingonese"),
        (made(UNIT.format("a", '<ph id="9" dataRef="d9"/>')), "placeholder is unknown"),
        (made(UNIT.format("a", '<ph id="9"/>')), "placeholder is unknown"),
        (made(UNIT.format("a", "<g>b</g>")), "no inline code"),
        (made('<unit id="u"><segment state="done"><source>a</source></segment></unit>'), "state is unknown"),
        (made('<unit id="u"><segment><target>a</target></segment></unit>'), "no source"),
        (made(UNIT.format("a", "b") * 2), "same id"),
        (made(UNIT.format("a", "b").replace(' id="u"', "")), "no id"),
        (made(UNIT.format("a", "b</target><target>c")), "holds <target> twice.*'c'"),
        (made(UNIT.format("a", "b</target></segment><segment id='s'><source>c</source></segment>"
                               "<segment id='s'><source>d</source><target>e")), "two segments.*same id"),
        (made(UNIT.format("a", "b").replace("<target", '<target order="2"')), "another order"),
        (made(UNIT.format("a", '<cp hex="D800"/>')), "code point is none.*D800"),
        (made(UNIT.format("a", '<cp hex="0"/>')), "code point is none"),
        (b'<?xml version="1.0" encoding="martian"?><xliff/>', "XML"),
    ],
)  # fmt: skip
def test_a_bad_xliff_is_refused_with_its_reason(data, said):
    with pytest.raises(InputError, match=said):
        xliff.read(data)


def test_a_bomb_is_refused_before_it_grows():
    tracemalloc.start()
    with pytest.raises(InputError):
        xliff.read(made(UNIT.format("a", "&l8;"), doctype=f'<!DOCTYPE x [<!ENTITY l0 "ha">{BOMB}]>'))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_what_other_tools_write_is_understood():
    """Paired codes, marks, code points, candidates of others; a target in state initial was written by somebody."""
    body = (
        '<notes><note>for all</note></notes><group id="g"><unit id="u"><notes><note>n</note></notes>'
        '<originalData><data id="a">&lt;b&gt;</data><data id="z">&lt;/b&gt;</data></originalData>'
        '<segment><source>Get <pc id="1" dataRefStart="a" dataRefEnd="z">one</pc><cp hex="0001"/></source>'
        '<target><mrk id="m" type="term">Nimm</mrk> <pc id="1" dataRefStart="a" dataRefEnd="z">eins</pc></target>'
        "</segment></unit></group>"
    )
    (unit,) = xliff.read(made(body, 'version="2.1" srcLang="en" trgLang="de_DE"')).units
    assert unit.pieces[0].source == "Get <b>one</b>\x01"
    assert (unit.pieces[0].target, unit.pieces[0].state) == ("Nimm <b>eins</b>", "translated")
    assert unit.notes == ("n",)


def test_two_files_in_one_may_use_the_same_ids():
    data = made(UNIT.format("a", "b") + "</file><file id='g'>" + UNIT.format("c", "d"))
    assert [u.pieces[0].target for u in xliff.read(data).units] == ["b", "d"]


TMX = '<tmx version="1.4"><header srclang="en" datatype="plaintext"/><body>{}</body></tmx>'
TU = '<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="{}"><seg>{}</seg></tuv></tu>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TMX.format(TU.format("a", "xx-nowhere", "b")), "xml:lang"),
        (
            TMX.format(TU.format("a", "de", "b").replace("</tu>", '<tuv xml:lang="de"><seg>c</seg></tuv></tu>')),
            "two things",
        ),
        (TMX.format('<tu><tuv xml:lang="de"><seg>b</seg></tuv></tu>'), "source language"),
        (TMX.format(TU.format("a", "de", "<b>b</b>")), "no inline code of TMX"),
        (TMX.replace("1.4", "9").format(""), "no TMX"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]>' + TMX.format(TU.format("a", "de", "&a;")), "document type or entities"),
        (
            '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' + TMX.format(TU.format("a", "de", "&a;")),
            "document type or entities|XML",
        ),
        (TMX.format(TU.format("a", "de", "b"))[:-9], "well-formed"),
    ],
)
def test_a_bad_tmx_is_refused_with_its_reason(data, said):
    with pytest.raises(InputError, match=said):
        tmx.read(data.encode())


def test_the_standards_own_document_type_may_be_named():
    data = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' + TMX.format(
        TU.format("a <ph>{ $n }</ph>", "de", "<hi>b</hi> <ph>{ $n }</ph>")
    )
    (found,) = tmx.read(data.encode())
    assert (found.locale, found.units[0].pieces[0].target) == ("de", "b { $n }")


def test_a_file_is_known_by_its_suffix_and_has_a_size(tmp_path, monkeypatch):
    sent = Exchange(source_locale="en-GB", locale="de-DE", units=(Unit(id="u", pieces=(Piece(source="a"),)),))
    with pytest.raises(InputError, match="kind is unknown"):
        read(tmp_path / "memory.docx")
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "nothing.xlf")
    with pytest.raises(InputError, match="one language"):
        write(tmp_path / "two.xlf", [sent, sent])
    with pytest.raises(InputError, match="nothing to translate"):
        write(tmp_path / "none.xlf", [sent.model_copy(update={"units": ()})])
    write(tmp_path / "a" / "one.xlf", [sent])
    monkeypatch.setattr("styleloop.adapters.exchange.LARGEST", 100)
    with pytest.raises(InputError, match="too large"):
        read(tmp_path / "a" / "one.xlf")


@pytest.mark.parametrize(
    ("target", "said"), [("x" * 10_001, "unit u: a segment is too long"), ('<cp hex="1"/>', "unit u: .*U\\+0001")]
)
def test_a_translation_that_no_copy_can_hold_is_refused_with_its_unit(tmp_path, target, said):
    path = tmp_path / "back.xlf"
    path.write_bytes(made(UNIT.format("a", target)))
    with pytest.raises(InputError, match=said):
        read(path)


def test_an_export_that_cannot_be_written_says_so_and_leaves_nothing_behind(tmp_path):
    sent = Exchange(source_locale="en-GB", locale="de-DE", units=(Unit(id="u", pieces=(Piece(source="a"),)),))
    (tmp_path / "taken.xlf").mkdir()
    (tmp_path / "file").write_text("a file, not a folder")
    for path in (tmp_path / "taken.xlf", tmp_path / "file" / "in.xlf"):
        with pytest.raises(InputError, match="cannot be written"):
            write(path, [sent])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "taken.xlf"]


def test_no_code_has_an_id_twice_on_one_side_of_a_unit():
    pieces = tuple(Piece(source="{ $n } a", target="{ $n } b", state="translated") for _ in range(2))
    data = xliff.written(Exchange(source_locale="en", locale="de", units=(Unit(id="u", pieces=pieces),))).decode()
    for side in ("source", "target"):
        inside = "".join(re.findall(f"<{side}>(.*?)</{side}>", data))
        assert re.findall('<ph id="([0-9]+)"', inside) == ["1", "2"]


def test_a_control_character_is_refused_by_name():
    unit = Unit(id="u", pieces=(Piece(source="a\x01"),))
    with pytest.raises(InputError, match=re.escape("U+0001")):
        xliff.written(Exchange(source_locale="en", locale="de", units=(unit,)))
