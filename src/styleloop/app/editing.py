"""A person's own words put into a line: drawn again in every format, checked again, waiting for a person again.

Nothing about an edit is approved by itself. What stood there is superseded: its pieces are sent back with the edit as
the reason, and both texts are kept side by side for the next rounds to learn from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from styleloop.app import arranging, auditing, making, policies
from styleloop.app.project import Project
from styleloop.app.shipping import Person, decide, findings_of
from styleloop.drafts import PERSON
from styleloop.errors import InputError, PolicyError
from styleloop.language.segment import graphemes
from styleloop.review import refusing, remarks
from styleloop.types.audit import Finding
from styleloop.types.brief import Brief
from styleloop.types.copy import ALT, BODY, CAPTION, HEADLINE, Copy
from styleloop.types.record import Refusal
from styleloop.types.review import Decision, Edit
from styleloop.types.variant import Draft, FilledSlot, Variant

LONGEST = 2000
"""Characters that one slot of an edit may have: more is a paste gone wrong, and no format takes it."""
STACKED = 8
"""Signs that one character may be made of: a flag or a family has up to seven, a letter under a heap of marks more."""
REPEATED = 8
"""Characters from which the same words in two slots are no accident."""
_SPACES = re.compile(r"[ \t]+")
"""Not those that hold a figure to its unit: they are part of the words."""
EDITED = "edited by hand"
"""Begins the reason with which the pieces of the line before are sent back."""


@dataclass(frozen=True)
class Edited:
    """What an edit became."""

    edit: Edit
    variants: tuple[Variant, ...]
    """The new line's pieces."""
    superseded: tuple[Decision, ...]
    """What sent the old line's pieces back."""
    remarks: int
    """What the checks said of them, one for each remark however many slots and formats it is about."""
    stopped: bool


def fixed(project: Project, variant_id: str, finding_id: str) -> dict[str, str]:
    """Slot -> words, with a remark's suggested words in place of those it is about, in every slot where it stands.

    Raises:
        InputError: there is no such piece or remark, the remark suggests nothing, or the words are no longer there.
    """
    variant = _piece(project, variant_id)
    own = findings_of(project, variant)
    same = next((group for group in remarks(own) if finding_id in {f.id for f in group}), ())
    mends = [(f.span, f) for f in same if f.fix is not None and f.span is not None]
    if finding_id not in {f.id for _, f in mends}:
        raise InputError("no remark of this piece suggests other words", field="fix", got=finding_id)
    words = variant.words
    at = {(span.slot, span.start): (span, f) for span, f in mends}
    for _, (span, found) in sorted(at.items(), reverse=True):  # from the end, so that what is before stays in place
        words = words.replaced(span.slot, mended(words, found))
    return words.by_slot()


def mended(words: Copy, finding: Finding) -> str:
    """The words of the slot that a remark is about, with the suggested ones in place.

    Raises:
        InputError: the words that the remark is about are not there.
    """
    span = finding.span
    text = words.text(span.slot) if span else ""
    if span is None or finding.fix is None or text[span.start : span.end] != span.text:
        raise InputError("the words that the remark is about are not there", field="fix", got=finding.id)
    return text[: span.start] + finding.fix + text[span.end :]


def edit(project: Project, variant_id: str, person: Person, words: Mapping[str, str], reason: str = "") -> Edited:
    """Put a person's words into the line of a piece, in every format it has.

    Args:
        project: the open project.
        variant_id: the piece the person looked at.
        person: who writes; their role must be one that may decide in its market.
        words: slot -> new words; a slot left out stays as it is.
        reason: why, where they said so.

    Raises:
        InputError: nothing was changed, a slot is unknown or too long, or the words cannot be drawn; nothing is kept.
        PolicyError: this person may not, the piece has been posted, or the reason is too long.
    """
    variant, why = _piece(project, variant_id), refusing.said(reason)
    because = refusing.said(f"{EDITED}: {why}" if why else EDITED)
    market, under = project.market(variant.market), policies.under(project)
    refusing.refuse_person(variant, person.who, person.role, market, project.clock(), under)
    draft, asked = project.store.drafts.get(variant.line), project.store.briefs.get(variant.provenance.brief)
    sizes = project.store.variants.all(line=variant.line, market=variant.market)
    _refuse_posted(project, sizes)
    after = _changed(draft.words, words)
    draft = _in_a_palette_of_today(project, draft)
    made = _remade(draft, after, variant.provenance.template.partition("@")[0])
    variants = _drawn(project, asked, made, sizes)
    _keep(project, asked, made)
    found = auditing.audit_variants(project, asked, variants)
    kept = Edit.given(
        before=draft.words, after=after, reason=why, who=person.who, role=person.role,
        market=variant.market, variant=variant.id, line=draft.id, made=made.id, at=project.clock(),
    )  # fmt: skip
    project.store.edits.add([kept])
    superseded = decide(project, variant.id, person, "change", reason=because)
    said = [f for findings in found.values() for f in findings]
    stopped = any(f.severity == "block" for f in said)
    return Edited(kept, tuple(variants), superseded, len(remarks(said)), stopped)


def _piece(project: Project, variant_id: str) -> Variant:
    variant = project.store.variants.find(variant_id)
    if variant is None:
        raise InputError("no such variant", field="variant", got=variant_id, cure="see: styleloop review")
    return variant


def _refuse_posted(project: Project, sizes: Sequence[Variant]) -> None:
    posted = next((p for v in sizes for p in project.store.publications.all(variant=v.id)), None)
    if posted is not None:
        raise PolicyError(
            f"it was posted as {posted.name}: what has left keeps its words; make a further version of it instead "
            f"(styleloop restyle {posted.variant})"
        )


def _changed(before: Copy, words: Mapping[str, str]) -> Copy:
    """The words after the edit: ends of lines alike, no spaces at either end.

    Raises:
        InputError: an unknown slot, too long a text, an empty headline, or nothing that changed.
    """
    after, given = before, set()
    for slot, text in words.items():
        new = "\n".join(_SPACES.sub(" ", line).strip(" ") for line in text.strip().splitlines())
        if slot not in before.by_slot():
            raise InputError("no such slot", field="slot", got=slot, expected=", ".join(before.by_slot()))
        if (size := max(len(graphemes(new)), len(new) // STACKED)) > LONGEST:
            raise InputError("too long for any format", field=slot, got=size, expected=f"at most {LONGEST} characters")
        if any(unicodedata.category(sign) == "Cc" for sign in new.replace("\n", "")):
            raise InputError("there are control signs in it", field=slot, expected="letters, figures and breaks")
        if new != before.text(slot):
            after = after.replaced(slot, new)
            given.add(slot)
    for slot in sorted({CAPTION, ALT} - given):
        after = _following(before, after, slot)
    if after == before:
        raise InputError("nothing was changed", field="words", cure="write other words, or leave with Escape")
    if not after.text(HEADLINE):
        raise InputError("a piece needs a headline", field=HEADLINE)
    return Copy(slots=tuple(s for s in after.slots if s.text))


def _following(before: Copy, after: Copy, slot: str) -> Copy:
    """The words with `slot` saying what was edited elsewhere, where it repeated it: an alt text says the headline."""
    text = after.text(slot)
    for edited in (HEADLINE, BODY):
        old, new = (" ".join(copy.text(edited).splitlines()) for copy in (before, after))
        if old != new and len(old) >= REPEATED and old in text:
            text = text.replace(old, new)
    return after if text == after.text(slot) else after.replaced(slot, text)


def _in_a_palette_of_today(project: Project, draft: Draft) -> Draft:
    """The draft, in the kit's first palette where its own is gone: whoever edits words has not asked for colours."""
    tones = [tone.name for tone in project.kit.tones]
    return draft if draft.tone in tones or not tones else draft.model_copy(update={"tone": tones[0]})


def _remade(draft: Draft, after: Copy, template: str) -> Draft:
    """The draft with these words. What was written to a frame is of no frame once its headline is another."""
    said = draft.model_dump(exclude={"id"}) | {
        "words": after,
        "filled": _refilled(draft.filled, after),
        "pattern": draft.pattern if after.text(HEADLINE) == draft.words.text(HEADLINE) else "",
        "drafter": PERSON,
        "parent": draft.id,
        "chosen_why": (),
        **({"template": template} if template else {}),
    }
    return Draft.model_validate(said)


def _refilled(filled: Sequence[FilledSlot], after: Copy) -> tuple[FilledSlot, ...]:
    """Where the words that came from facts stand now; those that went are left out."""
    found: list[FilledSlot] = []
    reached: dict[str, int] = {}
    for one in sorted(filled, key=lambda f: (f.slot, f.start)):
        start = after.text(one.slot).find(one.text, reached.get(one.slot, 0))
        if start >= 0:
            reached[one.slot] = start + len(one.text)
            found.append(one.model_copy(update={"start": start, "end": start + len(one.text)}))
    return tuple(found)


def _drawn(project: Project, asked: Brief, made: Draft, sizes: Sequence[Variant]) -> list[Variant]:
    """The new line in every format and card that the old one has.

    Raises:
        InputError: one of them cannot be drawn; says which, and why.
    """
    parents = {(v.placement, v.card): v.id for v in sizes}
    formats = tuple(project.placement(name) for name in dict.fromkeys(name for name, _ in parents))
    again = asked.model_copy(update={"placements": formats, "template": arranging.template_of(project, asked, made)})
    drawn, refused = making.draw(project, again, [made])
    if refused:
        why = dict.fromkeys(_told(project, one) for one in refused)
        raise InputError(f"with these words it cannot be drawn: {' | '.join(why)}")
    return [
        Variant.model_validate({**v.model_dump(exclude={"id"}), "parent": parents[v.placement, v.card]})
        for v in drawn
        if (v.placement, v.card) in parents
    ]


def _told(project: Project, refused: Refusal) -> str:
    """`the headline is too long for Story: 92 characters, at most 80`; figures without where they were read."""
    name = refused.subject.rpartition(" ")[2]
    label = next((p.label for p in project.placements if p.name == name), "")
    figures = ", ".join(text for text in (refused.got, refused.expected.partition(" (")[0]) if text)
    said = f"{label}: {refused.why}" if label else refused.why
    return f"{said}: {figures}" if figures else said


def _keep(project: Project, asked: Brief, made: Draft) -> None:
    project.store.drafts.add([made])
    style = project.store.styles.find(asked.style)
    if style is not None:
        project.store.scores.add(making.score(project, style, asked, [made]))
