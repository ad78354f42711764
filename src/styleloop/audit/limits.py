"""Does it fit where it goes? Lengths per slot, bytes, size and kind of the file, words of the headline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to, span_of, whole
from styleloop.language.segment import has_words, sentence_pieces, words
from styleloop.language.widths import length
from styleloop.types.audit import AuditItem, Family, Finding
from styleloop.types.brief import MARKS, Count, Placement, SlotLimit
from styleloop.types.copy import HEADLINE
from styleloop.types.record import Refusal

COUNTED: Mapping[Count, str] = {
    "graphemes": "",
    "double": ", full-width ones counting as two",
    "weighted": ", counted as X counts: full-width ones and emoji as two, an address as 23",
}
"""How a format counts, for the sentence that names the count."""


TAKEN: Mapping[str, str] = {"image/jpeg": "JPEG", "image/png": "PNG"}
"""Kinds of picture that every platform of the list takes."""


class Limits:
    """What a format takes, and how long this brand's headlines are."""

    name = "limits"
    family: Family = "platform"
    version = "3"
    rules: Mapping[str, str] = {
        "too-long": "More characters in a slot than the format takes, counted as its platform counts them.",
        "too-many-bytes": f"A file larger than the format takes, with {MARKS} bytes kept for marks and signature.",
        "wrong-size": "A picture of other width or height than the format's.",
        "wrong-type": "A picture of another kind than JPEG or PNG, which every platform takes.",
        "long-headline": "More words in a headline than the brand's voice allows.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding, ...] | Refusal]:
        """Objections to each piece; a Refusal for one without a format that has nothing else wrong with it."""
        return [self._one(item) for item in items]

    def _one(self, item: AuditItem) -> tuple[Finding, ...] | Refusal:
        headline = tuple(self._headline(item))
        if item.placement is None:
            unknown = Refusal(subject=item.subject, why="no format was named", cure="name the format it is for")
            return headline or unknown
        long = (self._long(item, item.placement, limit) for limit in item.placement.limits)
        file = (*self._bytes(item, item.placement), *self._file(item, item.placement))
        return (*(f for f in long if f), *file, *headline)

    def _long(self, item: AuditItem, placement: Placement, limit: SlotLimit) -> Finding | None:
        text = item.words.text(limit.slot)
        size = length(text, limit.count)
        if size <= limit.graphemes:
            return None
        message = (
            f"The {limit.slot} has {size} characters, {size - limit.graphemes} more than the "
            f"{limit.graphemes} that {placement.label} takes{COUNTED[limit.count]}."
        )
        cited = f"{placement.name}: {limit.slot} {limit.graphemes} characters ({placement.source})"
        fix = shortened(text, limit.graphemes, item.market.locale, limit.count)
        return object_to(self, item, "too-long", "block", message, cited, span=whole(item, limit.slot), fix=fix)

    def _bytes(self, item: AuditItem, placement: Placement) -> Iterator[Finding]:
        drawn = item.rendering
        if drawn is None or not placement.max_bytes or drawn.bytes <= placement.drawn_bytes:
            return
        over = drawn.bytes + MARKS - placement.max_bytes
        message = f"The file has {drawn.bytes:,} bytes, {over:,} more than {placement.label} takes with its marks."
        cited = f"{placement.name}: {placement.max_bytes:,} bytes ({placement.source}), {MARKS} of them for the marks"
        yield object_to(self, item, "too-many-bytes", "block", message, cited)

    def _file(self, item: AuditItem, placement: Placement) -> Iterator[Finding]:
        drawn = item.rendering
        if drawn is None or not placement.pictured:
            return
        if (drawn.width, drawn.height) != (placement.width, placement.height):
            wanted = f"{placement.width} x {placement.height} px"
            message = f"The picture is {drawn.width} x {drawn.height} px; {placement.label} takes {wanted}."
            yield object_to(
                self, item, "wrong-size", "block", message, f"{placement.name}: {wanted} ({placement.source})"
            )
        if drawn.mime not in TAKEN:
            message = f"The picture is {drawn.mime}; {placement.label} takes {' or '.join(TAKEN.values())}."
            yield object_to(self, item, "wrong-type", "block", message, f"{placement.name} ({placement.source})")

    def _headline(self, item: AuditItem) -> Iterator[Finding]:
        text, locale, most = item.words.text(HEADLINE), item.market.locale, item.kit.voice.max_headline_words
        pieces = sentence_pieces(text, locale)
        count = len(words(text, locale)) if has_words(locale) else 0
        if count <= most:
            return
        message = f"The headline has {count} words; this voice takes at most {most}."
        kept = []
        for piece in pieces:  # words grow with the text: what is too long stays so, and a text may be a book
            if len(words(text[: piece.end], locale)) > most:
                break
            kept.append(piece.end)
        span = span_of(item, HEADLINE, 0, len(text))
        fix = text[: kept[-1]] if kept else None
        cited = f"voice of the kit: max_headline_words {most}"
        yield object_to(self, item, "long-headline", "warn", message, cited, span=span, fix=fix)


def shortened(text: str, most: int, locale: str, count: Count = "graphemes") -> str | None:
    """The longest run of whole sentences from the start of `text` in at most `most` characters, or None."""
    kept = [piece.end for piece in sentence_pieces(text, locale) if length(text[: piece.end], count) <= most]
    return text[: kept[-1]] if kept else None
