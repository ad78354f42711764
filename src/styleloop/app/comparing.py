"""What became of a piece: its parents, its children, and what changed between any two of them, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from styleloop.adapters.cards import versus
from styleloop.adapters.cards.changed import changed
from styleloop.adapters.cards.versus import BY_SLOT, Side, Versus
from styleloop.app.measuring import decode
from styleloop.app.project import Project
from styleloop.errors import InputError
from styleloop.measure.picture.prepared import on_white
from styleloop.types.brief import Look
from styleloop.types.copy import CTA, DRAWN_SLOTS, HEADLINE
from styleloop.types.picture import Bytes, Picture
from styleloop.types.record import Record
from styleloop.types.variant import Draft, Rendering, SlotFacts, Variant

What = Literal["words", "template", "style", "look", "palette", "format", "picture", "slot", "checks"]
SAME_SIZE = 0.02
"""Relative difference of type sizes that is not seen."""
SAME_CONTRAST = 0.3
"""Difference of contrast ratios that is not worth a word."""
SAME_PLACE = 0.03
"""Share of the canvas by which a slot may stand elsewhere without a word."""
NAMES = {CTA: "button"}
ORDER = (*DRAWN_SLOTS, "logo")
"""Slots as a person goes through them."""
LEVERS = {
    "subject": ("the product larger", "the product smaller"),
    "light": ("the ground lighter", "the ground darker"),
    "headline": ("the headline larger", "the headline smaller"),
}


class Change(Record):
    """One thing that is otherwise in the later of two pieces."""

    what: What
    slot: str = ""
    """Slot it is about, where it is about one."""
    before: str = ""
    after: str = ""
    words: str
    """One sentence for people."""


def changes(project: Project, before: Variant, after: Variant) -> tuple[Change, ...]:
    """What is otherwise in `after`: words, what it was made with, format, and each slot's facts."""
    old, new = (project.store.drafts.find(v.line) for v in (before, after))
    return (
        *_copy(before, after),
        *_made_with(project, before, after),
        *(_drafted(old, new) if old and new else ()),
        *_format(before, after),
        *_slots(before.rendering, after.rendering),
    )


def _copy(before: Variant, after: Variant) -> Iterator[Change]:
    one, other = before.words.by_slot(), after.words.by_slot()
    for slot in dict.fromkeys((*one, *other)):
        old, new = (_flat(words.get(slot, "")) for words in (one, other))
        if old != new:
            said = f"{_name(slot)}: {old!r} -> {new!r}" if old and new else f"{_name(slot)}: {_gone(old, new)}"
            yield Change(what="words", slot=slot, before=old, after=new, words=said)


def _gone(old: str, new: str) -> str:
    return f"{new!r} is new" if new else f"{old!r} is gone"


def _flat(text: str) -> str:
    return " / ".join(text.splitlines())


def _made_with(project: Project, before: Variant, after: Variant) -> Iterator[Change]:
    one, other = before.provenance, after.provenance
    if one.template != other.template:
        (name, _, old), (again, _, new) = one.template.partition("@"), other.template.partition("@")
        said = f"template {one.template} -> {other.template}"
        if name == again and old and new:
            said = f"template {name}, version {old} -> {new}"
        yield Change(what="template", before=one.template, after=other.template, words=said)
    if one.style != other.style:
        said = f"house style {one.style} -> {other.style}"
        yield Change(what="style", before=one.style, after=other.style, words=said)
    yield from _looks(*(_look(project, v) for v in (before, after)))


def _look(project: Project, variant: Variant) -> Look:
    asked = project.store.briefs.find(variant.provenance.brief)
    return asked.look if asked else Look()


def _looks(one: Look, other: Look) -> Iterator[Change]:
    for lever, said in LEVERS.items():
        old, new = getattr(one, lever), getattr(other, lever)
        if abs(old - new) >= SAME_SIZE:
            words = f"the style asks for {said[new < old]} ({old:+.2f} -> {new:+.2f})"
            yield Change(what="look", slot=lever, before=f"{old:+.2f}", after=f"{new:+.2f}", words=words)


def _drafted(old: Draft, new: Draft) -> Iterator[Change]:
    if old.tone != new.tone:
        yield Change(what="palette", before=old.tone, after=new.tone, words=f"palette {old.tone} -> {new.tone}")
    if old.picture != new.picture:
        yield Change(what="picture", before=old.picture, after=new.picture, words="another picture of the product")


def _format(before: Variant, after: Variant) -> Iterator[Change]:
    old, new = (f"{v.placement} ({v.rendering.width} x {v.rendering.height})" for v in (before, after))
    if old != new:
        yield Change(what="format", before=old, after=new, words=f"format {old} -> {new}")


def _slots(before: Rendering, after: Rendering) -> Iterator[Change]:
    one, other = ({f.slot: f for f in reversed(r.facts)} for r in (before, after))
    drawn = [*(f.slot for f in before.facts), *(f.slot for f in after.facts)]
    for slot in sorted(set(drawn), key=lambda s: (ORDER.index(s) if s in ORDER else len(ORDER), s)):
        if slot in one and slot in other:
            yield from _slot(one[slot], other[slot], before, after)
        elif slot in one:
            why = "left out, too small a format for it" if slot in after.dropped else "no longer set"
            yield Change(what="slot", slot=slot, before="set", after=why, words=f"{_name(slot)}: {why}")
        else:
            was = "was left out before" if slot in before.dropped else "was not set before"
            yield Change(what="slot", slot=slot, before=was, after="set", words=f"{_name(slot)}: set, {was}")


def _slot(one: SlotFacts, other: SlotFacts, before: Rendering, after: Rendering) -> Iterator[Change]:
    name, slot = _name(one.slot), one.slot
    if size := _sized(one, other, before, after):
        yield Change(what="slot", slot=slot, before=size[0], after=size[1], words=f"{name}: {size[0]} -> {size[1]}")
    if one.lines != other.lines and min(one.lines, other.lines) > 0:
        old, new = (f"{n} line{'' if n == 1 else 's'}" for n in (one.lines, other.lines))
        yield Change(what="slot", slot=slot, before=old, after=new, words=f"{name}: {old} -> {new}")
    if min(one.contrast, other.contrast) > 0 and abs(one.contrast - other.contrast) >= SAME_CONTRAST:
        old, new = (f"{f.contrast:.1f}:1" for f in (one, other))
        yield Change(what="slot", slot=slot, before=old, after=new, words=f"{name}: contrast {old} -> {new}")
    if one.veil != other.veil:
        old, new = (f"a scrim of {_share(f.veil)}" if f.veil else "no scrim" for f in (one, other))
        yield Change(what="slot", slot=slot, before=old, after=new, words=f"{name}: {old} -> {new} under it")
    if way := _moved(one, other, before, after):
        old, new = _place(one, before), _place(other, after)
        yield Change(what="slot", slot=slot, before=old, after=new, words=f"{name}: {way}")


def _sized(one: SlotFacts, other: SlotFacts, before: Rendering, after: Rendering) -> tuple[str, str] | None:
    """Sizes in pixels where the canvas is the same, else as shares of the short side; None where none is to be seen."""
    if min(one.size, other.size) <= 0:
        return None
    if (before.width, before.height) == (after.width, after.height):
        old, new = one.size, other.size
        said = f"{old:.0f} px", f"{new:.0f} px"
    else:
        old, new = one.size / min(before.width, before.height), other.size / min(after.width, after.height)
        said = f"{_share(old, 1)} of the short side", _share(new, 1)
    return said if abs(old - new) >= SAME_SIZE * max(old, new) and said[0] != said[1] else None


def _middle(facts: SlotFacts, drawn: Rendering) -> tuple[float, float]:
    x0, y0, x1, y1 = facts.ink
    return (x0 + x1) / 2 / drawn.width, (y0 + y1) / 2 / drawn.height


def _moved(one: SlotFacts, other: SlotFacts, before: Rendering, after: Rendering) -> str:
    """Where a slot's middle went, in words; nothing where nobody would see it."""
    (x, y), (across, down) = _middle(one, before), _middle(other, after)
    if max(abs(across - x), abs(down - y)) < SAME_PLACE:
        return ""
    ways = ((across - x, "to the right", "to the left"), (down - y, "further down", "further up"))
    return " and ".join(f"{_share(abs(by))} {on if by > 0 else back}" for by, on, back in ways if abs(by) >= SAME_PLACE)


def _place(facts: SlotFacts, drawn: Rendering) -> str:
    across, down = _middle(facts, drawn)
    return f"{_share(across)} across, {_share(down)} down"


def _share(value: float, digits: int = 0) -> str:
    return f"{100 * value:.{digits}f} %"


def told(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Changes (as JSON) in sentences, those of one slot in one."""
    said: dict[str, list[str]] = {}
    for change in found:
        name = f"{_name(change['slot'])}: "
        by_slot = change["what"] == "slot"
        key = name if by_slot else change["words"]
        said.setdefault(key, []).append(change["words"].removeprefix(name) if by_slot else "")
    return [key + ", ".join(parts) for key, parts in said.items()]


def _name(slot: str) -> str:
    return NAMES.get(slot, slot)


def ancestors(project: Project, variant: Variant) -> tuple[Variant, ...]:
    """What a piece was made from, its parent first; it ends where a parent is not in this project."""
    found: list[Variant] = []
    here: Variant | None = variant
    while here is not None and here.parent:
        here = project.store.variants.find(here.parent)
        if here is None or here in found:
            break
        found.append(here)
    return tuple(found)


def family(project: Project, variant: Variant) -> tuple[Variant, ...]:
    """Every piece that comes from the same first one, that one first, each after its parent."""
    first = (variant, *ancestors(project, variant))[-1]
    children: dict[str, list[Variant]] = {}
    for one in project.store.variants.all(campaign=variant.campaign):
        children.setdefault(one.parent, []).append(one)
    found: dict[str, Variant] = {}
    waiting = [first]
    while waiting:
        here = waiting.pop(0)
        if here.id not in found:
            found[here.id] = here
            waiting += children.get(here.id, [])
    return tuple(found.values())


def chain(project: Project, variant: Variant) -> list[dict[str, Any]]:
    """From the first piece to this one, each with what changed from its parent to it."""
    line = [*reversed(ancestors(project, variant)), variant]
    told = []
    for above, here in zip([None, *line[:-1]], line, strict=True):
        told.append(
            {**facts(here), "changes": [c.model_dump() for c in changes(project, above, here)] if above else []}
        )
    return told


def facts(variant: Variant) -> dict[str, Any]:
    """A piece in a few words: what it is and what it was made with."""
    made = variant.provenance
    return {
        "variant": variant.id,
        "parent": variant.parent,
        "line": variant.line,
        "placement": variant.placement,
        "market": variant.market,
        "made": made.made.isoformat(timespec="seconds"),
        "brief": made.brief,
        "style": made.style,
        "template": made.template,
    }


def compared(project: Project, before: Variant, after: Variant) -> dict[str, Any]:
    """Two pieces held against each other, for programs; pixels only where the sizes are the same."""
    found: dict[str, Any] = {
        "before": facts(before),
        "after": facts(after),
        "changes": [c.model_dump() for c in changes(project, before, after)],
        "pixels": None,
    }
    seen = pixels(project, before, after)
    if seen is not None:
        found["pixels"] = {"share": round(seen.share, 4), "regions": [list(r) for r in seen.regions]}
    return found


def pixels(project: Project, before: Variant, after: Variant) -> Any:
    """Where two pictures of one size differ (`cards.changed.Changed`); None where the sizes are not the same."""
    if (before.rendering.width, before.rendering.height) != (after.rendering.width, after.rendering.height):
        return None
    return changed(*_rgb(project, (before, after)))


def _rgb(project: Project, pieces: Sequence[Variant]) -> list[Bytes]:
    found = []
    for piece, picture in zip(
        pieces, decode(project, [project.store.blobs.get(v.rendering.file) for v in pieces], None), strict=True
    ):
        if not isinstance(picture, Picture):
            raise InputError(picture.why, got=piece.id, expected=picture.expected, cure=picture.cure)
        found.append(on_white(picture))
    return found


def sheet(project: Project, before: Variant, after: Variant) -> bytes:
    """The two on one sheet, as a PNG: side by side, laid over each other, with what changed outlined.

    Raises:
        InputError: a picture cannot be read.
    """
    one, other = _rgb(project, (before, after))
    market = project.kit.market(after.market)
    titles = ("Before", "Now") if before in ancestors(project, after) else ("Held against", "This one")
    said = tuple(told(c.model_dump() for c in changes(project, before, after))) or ("Nothing that is known of them.",)
    return versus.draw(
        Versus(
            title=_flat(after.words.text(HEADLINE)) or after.id,
            line=f"{market.name if market else after.market}   ·   {after.id} against {before.id}",
            before=Side(titles[0], _line(before), one, before.rendering.facts),
            after=Side(titles[1], _line(after), other, after.rendering.facts),
            said=said,
        )
    )


def _line(variant: Variant) -> str:
    made = variant.rendering
    return f"{variant.placement}, {made.width} x {made.height}, {variant.provenance.template or 'no template'}"


def keep_sheet(project: Project, before: Variant, after: Variant, to: Path) -> Path:
    """Write the sheet to `to`.

    Raises:
        InputError: the file is not a PNG by name, or cannot be written.
    """
    if to.suffix.lower() != ".png":
        raise InputError("the picture is a PNG", field="--picture", got=str(to), expected="a name that ends in .png")
    made = sheet(project, before, after)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(made)
    except OSError as problem:
        raise InputError(f"the picture cannot be written: {problem.strerror}", got=str(to)) from problem
    return to


def sentences(answer: Mapping[str, Any]) -> list[str]:
    """What `compared` found, to be read."""
    before, after = answer["before"], answer["after"]
    one, other = (f"{p['variant']} ({p['placement']}, {p['template']})" for p in (before, after))
    said = [f"from {one} to {other}:"]
    said += [f"  {line}" for line in told(answer["changes"])] or ["  nothing that is known of them differs"]
    seen = answer["pixels"]
    if seen is None:
        return [*said, f"  {BY_SLOT}"]
    places = "1 place" if len(seen["regions"]) == 1 else f"{len(seen['regions'])} places"
    return [*said, f"  {_share(seen['share'])} of the pixels differ to the eye, in {places}"]
