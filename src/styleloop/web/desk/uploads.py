"""Forms that bring files along: bounded before a byte of them is read, and never trusted for a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from fastapi import HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from styleloop.errors import InputError
from styleloop.web.desk.page import Desk

ROOM = 200_000
"""Bytes of a form besides its files."""
MOST_FIELDS = 400
MOST_FILES = 2


@dataclass(frozen=True)
class File:
    """One file as it came."""

    told: str
    """The name the browser told; for people only."""
    data: bytes

    @property
    def suffix(self) -> str:
        """`.csv`, lower case; what the name says, to be believed by nobody who can look at the bytes."""
        return PurePosixPath(self.told.replace("\\", "/")).suffix.lower()


@dataclass(frozen=True)
class Sent:
    """What a form sent."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(self.fields.get(name, ()))

    def file(self, name: str) -> File | None:
        """The file that came in a field, or None.

        Raises:
            InputError: there is nothing in it.
        """
        found = self.files.get(name)
        if found is not None and not found.data:
            raise InputError("the file is empty", field=name, expected="a file with something in it")
        return found


async def answered_by(desk: Desk, request: Request, most: int, answer: Callable[[Request, Sent], Response]) -> Response:
    """What `answer` says to a form of this desk with files of at most `most` bytes together.

    Raises:
        HTTPException: 403 for a form that is not this desk's, 411 for one that does not say how large it is, 413 for
            one that is larger.
    """
    sent = await _read(request, most)
    desk.guard.refuse_strangers(request, sent.get("token"))
    return await run_in_threadpool(answer, request, sent)


async def _read(request: Request, most: int) -> Sent:
    stated = request.headers.get("content-length", "")
    if not stated.isdigit():
        raise HTTPException(411, "the form does not say how large it is")
    if int(stated) > most + ROOM:
        raise HTTPException(413, f"that is too large: at most {most // 1_000_000} MB are taken here")
    fields: dict[str, list[str]] = {}
    files: dict[str, File] = {}
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=ROOM) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                fields.setdefault(name, []).append(value)
            elif (data := await value.read()) or value.filename:
                files[name] = File(value.filename or "", data)
    return Sent(fields, files)
