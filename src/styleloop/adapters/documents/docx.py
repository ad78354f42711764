"""Word files -> blocks. A .docx is a zip of XML: it is looked at before anything in it is unpacked or read.

Macros are never run: they are not even looked at. Pictures and whatever lies outside the file are left out.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from styleloop.adapters.documents import html
from styleloop.adapters.documents.document import Document, Unreadable

LARGEST = 100_000_000
"""Bytes of the file."""
LARGEST_UNPACKED, LARGEST_PART = 400_000_000, 40_000_000
"""Bytes of all parts, and of one part that is XML, once unpacked."""
MOST_PARTS = 10_000
_MAIN = "word/document.xml"
_OTHERS = {
    "xl/workbook.xml": "an Excel sheet",
    "ppt/presentation.xml": "a PowerPoint file",
    "content.xml": "an ODF file",
}


def read(data: bytes, file: str) -> Document:
    """The blocks of a Word file.

    Raises:
        Unreadable: it is damaged, no Word file, or unpacks to more than any document holds.
    """
    import mammoth

    _look(data, file)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=lambda _: [],
            style_map="p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh",
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except Exception as problem:  # whatever a broken file makes of the reader
        raise _damaged(file, f"{type(problem).__name__}: {problem}") from problem
    return html.read(made.value, file)


def _look(data: bytes, file: str) -> None:
    if len(data) > LARGEST:
        raise Unreadable(
            "the file is too large", file, got=f"{len(data):,} bytes", expected=f"at most {LARGEST:,}", cure="split it"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if _MAIN not in names:
                raise _no_word(file, names)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("the file is encrypted", file, cure="save it without a password")
            size = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or size > LARGEST_UNPACKED:
                raise _bomb(file, f"{len(parts):,} parts of {size:,} bytes")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _look_at_part(packed, part, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, RuntimeError) as problem:
        raise _damaged(file, str(problem)) from problem


def _look_at_part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    if part.file_size > LARGEST_PART:
        raise _bomb(file, f"{part.filename} of {part.file_size:,} bytes")
    text = packed.read(part).replace(b"\0", b"")  # in UTF-16 every other byte
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Unreadable(
            "the file declares a document type, which can hide entity bombs", file, got=part.filename,
            expected="a file as Word saves it", cure="open it in Word and save it again",
        )  # fmt: skip


def _no_word(file: str, names: set[str]) -> Unreadable:
    what = next((said for name, said in _OTHERS.items() if name in names), "a zip archive")
    return Unreadable("this is no Word file", file, got=what, expected=".docx", cure="export it as PDF or .docx")


def _bomb(file: str, got: str) -> Unreadable:
    return Unreadable(
        "the file unpacks to more than a document holds", file, got=got,
        expected=f"at most {LARGEST_UNPACKED:,} bytes, {LARGEST_PART:,} in one part", cure="split it",
    )  # fmt: skip


def _damaged(file: str, got: str) -> Unreadable:
    return Unreadable("the Word file is damaged", file, got=got, cure="open it in Word and save it again")
