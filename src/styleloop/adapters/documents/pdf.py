"""PDF -> blocks, page by page. PDFium is C++ and may fall over a damaged file: this runs in a process of its own."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from styleloop.adapters.documents.document import Document, Unreadable
from styleloop.drafts.ground import About
from styleloop.drafts.ground.pages import Line, page_blocks
from styleloop.types.record import Refusal, Where

LARGEST = 100_000_000
"""Bytes."""
MOST_PAGES = 3_000
MOST_CHARACTERS = 100_000
"""Of one page; a page of a telephone book has 12,000."""
FEWEST_LETTERS = 16
"""On a page with a picture; fewer are a page number on a scan."""
_BREAK = re.compile(r"\r\n|[\r\n]|(?<=\ufffe)|(?<=\x02)")
_OCR = "run it through text recognition first (such as ocrmypdf), or export it from the original again"


def read(data: bytes, file: str, heard: Callable[[int, int], None]) -> Document:
    """The blocks of a PDF, of its first `MOST_PAGES` pages.

    Args:
        data: the file.
        file: its name, for messages.
        heard: told (pages read, pages in all).

    Raises:
        Unreadable: it is too large, encrypted, damaged, or has no text in it.
    """
    import pypdfium2

    if len(data) > LARGEST:
        raise Unreadable(
            "the PDF is too large", file, got=f"{len(data):,} bytes", expected=f"at most {LARGEST:,}", cure="split it"
        )
    try:
        opened = pypdfium2.PdfDocument(data)
        count = len(opened)
    except pypdfium2.PdfiumError as problem:
        raise _unopened(str(problem), file) from problem
    pages: list[list[Line]] = []
    blank: list[int] = []
    broken: list[int] = []
    most = min(count, MOST_PAGES)
    for number in range(most):
        try:
            lines, pictured = _page(opened, number)
        except pypdfium2.PdfiumError:
            lines, pictured = [], False
            broken.append(number + 1)
        if pictured and sum(len(line.text) for line in lines) < FEWEST_LETTERS:
            blank.append(number + 1)
        pages.append(lines)
        heard(number + 1, most)
    if not any(pages):
        raise _wordless(file, count, blank)
    title = str(opened.get_metadata_dict().get("Title", "")).strip()
    return Document(page_blocks(pages), About(title=title[:200]), tuple(_parts_left(file, count, blank, broken)))


def _unopened(said: str, file: str) -> Unreadable:
    if "password" in said.lower() or "security" in said.lower():
        cure = "take the password off (print it to a new PDF), or add the document it was made from"
        return Unreadable("the PDF is encrypted", file, expected="a PDF that opens without a password", cure=cure)
    cure = "open it in a viewer and save it again, or export it from the original"
    return Unreadable("the PDF is damaged or cut off", file, got=said, expected="a whole PDF", cure=cure)


def _wordless(file: str, count: int, blank: list[int]) -> Unreadable:
    if blank:
        why = "the PDF is scanned: its pages are pictures, and there is no text in it"
        return Unreadable(why, file, got=f"{count:,} pages without text", expected="a PDF with text", cure=_OCR)
    return Unreadable("there are no words in the PDF", file, got=f"{count:,} empty pages", expected="a PDF with text")


def _parts_left(file: str, count: int, blank: list[int], broken: list[int]) -> Iterator[Refusal]:
    if count > MOST_PAGES:
        yield Refusal(
            subject=f"pages {MOST_PAGES + 1:,} to {count:,}",
            why="only the first pages of a very long PDF are read",
            got=f"{count:,} pages",
            expected=f"at most {MOST_PAGES:,}",
            cure="split it into several files",
            where=Where(file=file),
        )
    for pages, why, cure in (
        (blank, "these pages are scanned: there is no text on them", _OCR),
        (broken, "these pages are damaged", "export it again"),
    ):
        if pages:
            yield Refusal(subject=_few(pages), why=why, cure=cure, where=Where(file=file))


def _few(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:8]))
    return f"pages {shown}" + (f" and {len(pages) - 8:,} more" if len(pages) > 8 else "")


def _page(opened: Any, number: int) -> tuple[list[Line], bool]:
    """The lines of a page, and whether there is a picture on it."""
    import pypdfium2.raw as pdfium

    page = opened[number]
    try:
        text = page.get_textpage()
        try:
            lines = list(_lines(text, pdfium))
        finally:
            text.close()
        few = sum(len(line.text) for line in lines) < FEWEST_LETTERS
        pictured = few and any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))
        return lines, pictured
    finally:
        page.close()


def _lines(page: Any, pdfium: Any) -> Iterator[Line]:
    count = min(page.count_chars(), MOST_CHARACTERS)
    whole = page.get_text_range(0, count) if count > 0 else ""
    aligned = len(whole) == count  # letters beyond the basic plane take two places in PDFium's count
    at = 0
    for piece in _pieces(whole):
        text = piece.rstrip("\r\n")
        inked = len(text) - len(text.lstrip())
        if text.strip():
            index = at + inked if aligned else min(at + inked, count - 1)
            yield Line(text.strip(), *_set(page, pdfium, index))
        at += len(piece)


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for found in _BREAK.finditer(text):
        if found.end() > start:
            yield text[start : found.end()]
            start = found.end()
    if start < len(text):
        yield text[start:]


def _set(page: Any, pdfium: Any, index: int) -> tuple[float, float, int]:
    """(size, height of the baseline, weight) of the letter at `index`."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(page, index, x, y)
    scale = math.hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(page, index, matrix) else 1.0
    size = pdfium.FPDFText_GetFontSize(page, index) * (scale or 1.0)
    return round(size, 2), y.value, max(0, pdfium.FPDFText_GetFontWeight(page, index))
