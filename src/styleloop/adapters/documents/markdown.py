"""Markdown -> blocks. Markup is read, never run; HTML inside it is read as a page's would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from styleloop.adapters.documents.document import Document, with_rows
from styleloop.adapters.documents.html import blocks_of, words_of
from styleloop.drafts.ground import Block, front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_LISTS = {"bullet_list_open": 1, "ordered_list_open": 1, "bullet_list_close": -1, "ordered_list_close": -1}

_QUOTES = {"blockquote_open": 1, "blockquote_close": -1}


def read(text: str, file: str) -> Document:
    """The blocks of a Markdown document (CommonMark and tables), with what its front matter says."""
    about, body, refusals = front_matter(text, file)
    blocks = tuple(_blocks(body))
    title = next((b.text for b in blocks if b.shape == "heading" and b.level == 1), "")
    named = about if about.title else about.model_copy(update={"title": title})
    return Document(blocks, named, refusals)


def _blocks(text: str) -> Iterator[Block]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").parse(text)
    depth, quoted, at = 0, 0, 0
    while at < len(tokens):
        token = tokens[at]
        depth += _LISTS.get(token.type, 0)
        quoted += _QUOTES.get(token.type, 0)
        if token.type == "table_open":
            end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
            yield from _rows(tokens[at:end])
            at = end
        elif token.type == "inline":
            yield from _inline(token, tokens[at - 1], depth, quoted)
        elif token.type in ("fence", "code_block"):
            yield Block("code", token.content.rstrip("\n"))
        elif token.type == "html_block":
            yield from blocks_of(token.content)
        at += 1


def _inline(token: Token, opening: Token, depth: int, quoted: int) -> Iterator[Block]:
    text = _plain(token)
    if not text:
        return
    if opening.type == "heading_open":
        yield Block("heading", text, int(opening.tag[1:]))
    else:
        yield Block("item" if depth else "text", f"> {text}" if quoted else text)


def _rows(tokens: Sequence[Token]) -> Iterator[Block]:
    header: list[str] = []
    cells: list[str] = []
    for at, token in enumerate(tokens):
        if token.type == "inline":
            (header if tokens[at - 1].type == "th_open" else cells).append(_plain(token))
        elif token.type == "tr_close" and cells:
            said = with_rows(header, cells)
            cells = []
            if said:
                yield Block("row", said)


def _plain(token: Token) -> str:
    """Words of a run of text: emphasis and links without their marks, pictures by their alt text."""
    return words_of("".join(_said(child) for child in token.children or ()))


def _said(token: Token) -> str:
    """Words that are spoken of, not used, keep their mark: `_guys_` and `` `you` ``."""
    if token.type in ("em_open", "em_close"):
        return "_"
    if token.type == "code_inline":
        return f"`{token.content}`"
    if token.type in ("text", "text_special", "image"):
        return token.content
    breaks = token.type in ("softbreak", "hardbreak") or token.content.lower().startswith("<br")
    return " " if breaks else ""
