"""Which reader a document is for, by its bytes first and its name second; and that reader's answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from styleloop.adapters.documents import html, markdown, plain, specs
from styleloop.adapters.documents.document import LARGEST_TEXT, Document, Unreadable
from styleloop.adapters.sources.reading import decode
from styleloop.errors import InputError

VERSION = "1"
"""Of all readers together; a kept reading of another version is made anew."""
TEXTS: Mapping[str, Callable[[str, str], Document]] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".csv": specs.read,
    ".tsv": specs.read,
    ".txt": plain.read,
    ".text": plain.read,
}
SUFFIXES = (*TEXTS, ".pdf", ".docx")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_EXPECTED = "Markdown, HTML, PDF, DOCX, CSV or plain text"


def suffix_of(data: bytes, file: str) -> str:
    """The suffix whose reader is to be asked, whatever the file is called.

    Raises:
        Unreadable: it is no kind of document that can be read.
    """
    named = PurePosixPath(file.lower()).suffix
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return ".docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        cure = "take the password off, or save it as .docx"
        raise Unreadable(
            "it is a Word file of before 2007, or one with a password", file, expected=_EXPECTED, cure=cure
        )
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) and named != ".md":
        return ".html"
    if named in TEXTS:
        return named
    if named in (".pdf", ".docx"):
        why = "it is called a PDF and is none" if named == ".pdf" else "it is called a Word file and is none"
        raise Unreadable(why, file, got=repr(data[:8]), expected=_EXPECTED, cure="export it again")
    raise Unreadable("no reader knows this kind of document", file, got=named or "no suffix", expected=_EXPECTED)


def _in_utf8(data: bytes) -> bytes:
    """A page in the encoding that it says it is in, as UTF-8."""
    said = _CHARSET.search(data[:2048])
    if said is None or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return data
    try:
        return data.decode(said[1].decode()).encode()
    except (LookupError, ValueError):  # it is not what it says; told from the bytes
        return data


def read_text(data: bytes, file: str, suffix: str) -> Document:
    """A document that is text.

    Raises:
        Unreadable: it is too large, or is not text.
    """
    if len(data) > LARGEST_TEXT:
        raise Unreadable(
            "the document is too large", file, got=f"{len(data):,} bytes", expected=f"at most {LARGEST_TEXT:,}",
            cure="split it",
        )  # fmt: skip
    try:
        text = decode(_in_utf8(data) if TEXTS[suffix] is html.read else data)
    except InputError as problem:
        raise Unreadable(
            problem.problem, file, got=str(problem.got), expected=_EXPECTED, cure="save it as UTF-8 text"
        ) from problem
    return TEXTS[suffix](text.replace("\r\n", "\n").replace("\r", "\n"), file)
