"""HTML -> blocks: what a reader of the page sees. Scripts, styles, navigation and whatever is hidden are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from styleloop.adapters.documents.document import MOST_BLOCKS, Document, Unreadable, with_rows
from styleloop.drafts.ground import About, Block

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SILENT = frozenset(
    {
        "script", "style", "noscript", "template", "nav", "head", "iframe", "object", "embed", "svg", "canvas", "math",
        "audio", "video", "form", "button", "select", "input", "textarea", "dialog", "footer", "link", "meta",
    }
)  # fmt: skip
_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "del", "em", "font", "i", "ins", "kbd", "label",
        "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "big",
    }
)  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{3,})",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
DEEPEST = 4_000
"""Elements opened and not yet closed: the parser slows with the square of their number."""
FEWEST_ROWS = 3
"""Of a table whose first row may be taken for a header that is not marked as one."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSE_THEMSELVES = frozenset(
    {
        "p", "li", "td", "th", "tr", "dd", "dt", "option", "thead", "tbody", "tfoot", "br", "hr", "img", "input",
        "meta", "link", "wbr", "source", "col", "area", "track", "embed", "param",
    }
)  # fmt: skip


def read(html: str, file: str) -> Document:
    """The blocks of a page; its title is that of the page or its first heading.

    Raises:
        Unreadable: it is nested deeper than any page a person made.
    """
    from selectolax.lexbor import LexborHTMLParser

    if too_deep(html):
        cure = "save the page again from a browser"
        raise Unreadable("the page is nested too deep", file, expected=f"at most {DEEPEST} levels", cure=cure)
    page = LexborHTMLParser(html)
    found = page.css_first("head > title")
    mains = [node for node in page.css("main") if node.text().strip()]
    blocks = tuple(islice(_walked(mains[0] if len(mains) == 1 else page.root), MOST_BLOCKS))
    first = next((b.text for b in blocks if b.shape == "heading"), "")
    title = words_of(found.text()) if found is not None else ""
    return Document(blocks, About(title=title or first))


def blocks_of(html: str) -> tuple[Block, ...]:
    """The blocks of a piece of HTML; none where it is nested too deep to be read."""
    from selectolax.lexbor import LexborHTMLParser

    return () if too_deep(html) else tuple(_walked(LexborHTMLParser(html).root))


def too_deep(html: str) -> bool:
    """Whether more elements stand open at once than any page has."""
    deep = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _CLOSE_THEMSELVES:
            deep = max(0, deep - 1) if closing else deep + 1
            if deep > DEEPEST:
                return True
    return False


def words_of(text: str) -> str:
    """Words with single spaces; characters that nobody sees are left out."""
    return " ".join(_UNSEEN.sub("", text).split())


def _walked(root: LexborNode | None) -> Iterator[Block]:
    """Blocks below `root`, without recursion: pages may be deep."""
    page = _Page()
    node, entering = root, True
    while node is not None:
        into = None
        if entering:
            yield from page.enter(node)
            into = None if page.done_with(node) else node.first_child
        if into is not None:
            node = into
            continue
        yield from page.leave(node)
        if node.mem_id == (root.mem_id if root else None):
            break
        following = node.next
        node, entering = (following, True) if following is not None else (node.parent, False)
    yield from page.flush()


class _Page:
    """The words met so far, until a block is whole."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._shape: list[str] = []
        self._term = ""
        self._header: list[str] = []
        self._spent = 0
        """Row that was read as the header."""

    def enter(self, node: LexborNode) -> Iterator[Block]:
        tag = node.tag
        if tag == "-text":
            self._parts.append(node.text_content or "")
        elif tag == "br":
            self._parts.append(" ")
        elif tag not in _INLINE and not _silent(node):
            yield from self.flush()
            if tag in _HEADINGS or tag in ("li", "dt", "dd"):
                self._shape.append(tag)
            elif tag == "table":
                self._header, self._spent = _header_of(node)
            elif tag == "tr" and _is_data(node):
                yield from self._row(node)
            elif tag == "pre":
                yield Block("code", _UNSEEN.sub("", node.text()).strip("\n"))

    def leave(self, node: LexborNode) -> Iterator[Block]:
        tag = node.tag or ""
        if tag.startswith("-") or tag in _INLINE or tag == "br" or _silent(node):
            return
        yield from self.flush()
        if self._shape and self._shape[-1] == tag:
            self._shape.pop()

    def done_with(self, node: LexborNode) -> bool:
        """Whether nothing below it is to be read, or all of it was."""
        tag = node.tag
        return tag in ("-text", "-comment", "pre") or _silent(node) or (tag == "tr" and _is_data(node))

    def flush(self) -> Iterator[Block]:
        text = words_of("".join(self._parts))
        self._parts.clear()
        if not text:
            return
        within = self._shape[-1] if self._shape else ""
        if within in _HEADINGS:
            yield Block("heading", text, _HEADINGS[within])
        elif within == "dt":
            self._term = text
        elif within == "dd":
            yield Block("row", with_rows([self._term], [text]))
        else:
            yield Block("item" if within == "li" else "text", text)

    def _row(self, row: LexborNode) -> Iterator[Block]:
        if row.mem_id == self._spent:
            return
        cells = _cells(row)
        texts = [text for _, text in cells]
        if cells and all(tag == "th" for tag, _ in cells):
            self._header = texts
            return
        keyed = len(cells) == 2 and not self._header
        said = with_rows(texts[:1], texts[1:]) if keyed else with_rows(self._header, texts)
        if said:
            yield Block("row", said)


def _cells(row: LexborNode) -> list[tuple[str, str]]:
    return [(cell.tag or "", _said(cell)) for cell in row.iter() if cell.tag in ("td", "th") and not _silent(cell)]


def _header_of(table: LexborNode) -> tuple[list[str], int]:
    """The names of the columns where no cell is marked as a heading: a first row of short words without figures.

    Word files mark none. A table of two columns is `key, value` more often, and has no such row.
    """
    rows = table.css("tr")
    if len(rows) < FEWEST_ROWS or not all(map(_is_data, rows[:FEWEST_ROWS])) or table.css_first("th") is not None:
        return [], 0
    cells = [text for _, text in _cells(rows[0])]
    plain = all(text and len(text.split()) <= 4 and not any(c.isdigit() for c in text) for text in cells)
    return (cells, rows[0].mem_id) if len(cells) > 2 and plain else ([], 0)


def _is_data(row: LexborNode) -> bool:
    """A row of a table that holds facts, not one that lays out a page."""
    return row.css_first("table, h1, h2, h3, h4, ul, ol") is None


def _said(node: LexborNode) -> str:
    return "; ".join(block.text for block in _walked(node) if block.text)


def _silent(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag.startswith("-"):
        return tag != "-text"
    if tag in _SILENT:
        return True
    said = node.attributes
    hidden = "hidden" in said and said["hidden"] != "until-found"
    return hidden or said.get("aria-hidden") == "true" or bool(_HIDDEN.search(said.get("style") or ""))
