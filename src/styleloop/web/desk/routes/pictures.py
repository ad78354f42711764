"""Pictures by their hash, and the desk's own type."""

from __future__ import annotations

import re
from functools import lru_cache

import simplejpeg
from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, Response

from styleloop.adapters.decoders.formats import kind_of
from styleloop.app import logofit
from styleloop.app.project import Project
from styleloop.errors import InputError, SealError, StoreError
from styleloop.types.picture import Bytes, Picture
from styleloop.web.desk.guarding import HEADERS
from styleloop.web.desk.page import Desk
from styleloop.web.fonts import faces, font_file

SHA = re.compile(r"[0-9a-f]{64}")
SHOWN = ("jpeg", "png", "webp")
"""Kinds a browser gets as they are; a drawing may hold scripts and is shown only as pixels."""
SMALL = 480
"""Pixels on the long side of a thumbnail."""
QUALITY = 84
INK = re.compile(r"[0-9a-f]{6}")
FOREVER = {**HEADERS, "Cache-Control": "private, max-age=31536000, immutable"}


def routes(desk: Desk) -> APIRouter:
    """`/pictures/{sha}`, `/thumbs/{sha}`, `/logos/{sha}/{ink}.png` and `/fonts/...`."""
    router = APIRouter()

    @router.get("/pictures/{sha}")
    def picture(sha: str) -> Response:
        data = _blob(desk.project, sha)
        kind = kind_of(data)
        if kind not in SHOWN:
            raise HTTPException(415, "this is not a picture that is shown here")
        return Response(data, media_type=f"image/{kind}", headers=FOREVER)

    @lru_cache(maxsize=512)
    def small(sha: str) -> bytes:
        return _thumbnail(desk.project, _blob(desk.project, sha))

    @router.get("/thumbs/{sha}")
    def thumb(sha: str) -> Response:
        return Response(small(sha), media_type="image/jpeg", headers=FOREVER)

    @lru_cache(maxsize=64)
    def inked(sha: str, ink: str) -> bytes:
        return logofit.drawn(_blob(desk.project, sha), f"#{ink}")

    @router.get("/logos/{sha}/{ink}.png")
    def logo(sha: str, ink: str) -> Response:
        if not INK.fullmatch(ink):
            raise HTTPException(404, "no such colour")
        try:
            return Response(inked(sha, ink), media_type="image/png", headers=FOREVER)
        except InputError as problem:
            raise HTTPException(415, problem.problem) from problem

    @router.get("/fonts/faces.css")
    def font_faces() -> Response:
        return Response(faces(), media_type="text/css", headers=FOREVER)

    @router.get("/fonts/{name}.ttf")
    def font(name: str) -> Response:
        path = font_file(name)
        if path is None:
            raise HTTPException(404, "no such font")
        return FileResponse(path, media_type="font/ttf", headers=FOREVER)

    return router


def _blob(project: Project, sha: str) -> bytes:
    if not SHA.fullmatch(sha):
        raise HTTPException(404, "no such picture")
    try:
        return project.store.blobs.get(sha)
    except StoreError as problem:
        raise HTTPException(404, "no such picture") from problem
    except SealError as problem:
        raise HTTPException(410, "this picture was changed on the disk and is not shown") from problem


def _thumbnail(project: Project, data: bytes) -> bytes:
    """About `SMALL` pixels, as JPEG; transparent parts become white."""
    for decoder in project.decoders:
        if decoder.accepts(data[:1024]):
            found = decoder.decode([data], SMALL)[0]
            if isinstance(found, Picture):
                return bytes(simplejpeg.encode_jpeg(_on_white(found), quality=QUALITY, colorspace="RGB"))
    raise HTTPException(415, "this is not a picture that is shown here")


def _on_white(picture: Picture) -> Bytes:
    if picture.alpha is None:
        return picture.rgb
    share = picture.alpha[..., None] / 255
    mixed: Bytes = (picture.rgb * share + 255 * (1 - share)).round().astype("uint8")
    return mixed
