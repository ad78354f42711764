"""What a person does with facts: look at what feeds state, confirm, correct or drop it, and take that back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from styleloop import library
from styleloop.app import ingesting, policies
from styleloop.app.factfiles import append, read_rulings, rulings_file
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.errors import InputError, PolicyError
from styleloop.language.amounts import NBSP
from styleloop.language.numbers import quantities
from styleloop.review.decide import ARCHITECT
from styleloop.types.product import Fact, Product
from styleloop.types.record import canonical
from styleloop.types.ruling import Ruling, RulingAction

_STOPS = (". ", "! ", "? ", "\n")
"""What parts the sentence that is shown from those about it."""


@dataclass(frozen=True)
class Told:
    """One fact of one product, with what was said of it."""

    product: Product
    fact: Fact
    ruling: Ruling | None = None
    """The one that holds for it."""
    before: Ruling | None = None
    """One that was made when a file said something else."""

    @property
    def waiting(self) -> bool:
        """Whether nobody has looked at it as it stands."""
        return self.fact.status == "stated"

    @property
    def sentence(self) -> tuple[str, str, str]:
        """The statement it was read from, in three: before, the words that state it, behind."""
        text, span = self.product.description, self.fact.span
        if span is None or text[slice(*span)] != self.fact.evidence:
            return "", self.fact.evidence, ""
        start, end = self._words(*span)
        begun = max((text.rfind(mark, 0, start) + len(mark) for mark in _STOPS if mark in text[:start]), default=0)
        ends = [at for mark in _STOPS if (at := text.find(mark, end)) >= 0]
        return text[begun:start], text[start:end], text[end : min(ends) + 1 if ends else len(text)].rstrip("\n")

    def _words(self, start: int, end: int) -> tuple[int, int]:
        """Where in the evidence the fact's own words stand; all of it, where they were not taken over as they are."""
        said = next((label for _, label in self.fact.labels), "").replace(NBSP, " ").lower()
        at = self.fact.evidence.replace(NBSP, " ").lower().find(said) if said else -1
        return (start + at, start + at + len(said)) if at >= 0 else (start, end)


def told(project: Project, sku: str = "") -> tuple[Told, ...]:
    """Facts of one product or of all: by product, what waits first and in it what changed since somebody looked.

    Raises:
        InputError: there is no such product.
    """
    products = [_product(project, sku)] if sku else list(project.store.products.all())
    rulings, _ = read_rulings(rulings_file(project.root))
    holding = library.standing(rulings)
    found = [
        _told(product, fact, holding.get((product.sku, fact.key))) for product in products for fact in product.facts
    ]
    waiting = {one.product.sku for one in found if one.waiting}
    changed = {one.product.sku for one in found if one.before is not None}

    def place(one: Told) -> tuple[object, ...]:
        sku = one.product.sku
        return sku not in changed, sku not in waiting, sku, one.before is None, not one.waiting

    return tuple(sorted(found, key=place))


def _told(product: Product, fact: Fact, ruling: Ruling | None) -> Told:
    if ruling is None:
        return Told(product, fact)
    holds = fact.status == "confirmed"
    return Told(product, fact, ruling if holds else None, None if holds else ruling)


def dropped(project: Project, sku: str) -> tuple[Ruling, ...]:
    """Rulings that took a fact out of a product and still stand."""
    holding = library.standing(read_rulings(rulings_file(project.root))[0])
    return tuple(r for (of, _), r in sorted(holding.items()) if of == sku and r.action == "drop")


def may_rule(project: Project, person: Person | None) -> bool:
    """Whether this person decides in some market: facts are said in all of them."""
    return person is not None and policies.may_somewhere(project, person.who, person.role)


def rule(
    project: Project,
    sku: str,
    key: str,
    action: RulingAction,
    person: Person,
    *,
    label: str = "",
    locale: str = "",
    seen: str | None = None,
    dry_run: bool = False,
) -> Product:
    """Confirm, edit, drop a fact or undo the last of these; written down first, then so in the project.

    Args:
        project: whose product.
        sku: the product.
        key: the fact.
        action: what to do with it.
        person: who says so, in which role.
        label: for an edit, the words that are right.
        locale: for an edit, their language; that of the fact's first words where none is given.
        seen: `seen_as` of the fact that the person looked at; None takes it as it is. Not asked for an undo.
        dry_run: give the product as it would be and write nothing.

    Returns:
        The product as it is then.

    Raises:
        InputError: there is no such product or fact, nothing to undo, nothing new in the edit, or the fact is another
            than the one that was seen.
        PolicyError: the role decides nowhere.
    """
    if not may_rule(project, person):
        reviewers = (role for market in project.kit.markets for role in market.reviewers)
        known = ", ".join(dict.fromkeys((*reviewers, ARCHITECT)))
        why = f"decides in no market; facts are confirmed by those who do: {known}"
        raise PolicyError(f"{person.who} as {person.role} {why}")
    product = _product(project, sku)
    rulings, _ = read_rulings(rulings_file(project.root))
    held = library.standing(rulings).get((sku, key))
    if action == "undo":
        if held is None:
            raise InputError("nothing was said of this fact that could be taken back", field="key", got=key)
        made, changed = _ruling(project, sku, key, action, person, held.was), library.unruled(product, held)
        below = library.standing((*rulings, made))
        changed = library.ruled(changed, {place: r for place, r in below.items() if place == (sku, key)})
    else:
        fact = _fact(product, key)
        _refuse_unseen(fact, seen)
        was = held.was if held and fact.status == "confirmed" else fact
        now = edited(fact, label, locale) if action == "edit" else None
        made = _ruling(project, sku, key, action, person, was, now)
        base = library.unruled(product, held) if held and fact.status == "confirmed" else product
        changed = library.ruled(base, {(sku, key): made})
    if not dry_run:
        _keep(project, made, changed)
    return changed


def seen_as(fact: Fact) -> str:
    """16 hex digits of all that a fact says and where it stands, but for its place in the text."""
    said = fact.model_dump(mode="json", exclude={"span"})
    return hashlib.sha256(canonical(said).encode()).hexdigest()[:16]


def _refuse_unseen(fact: Fact, seen: str | None) -> None:
    if seen is not None and seen != seen_as(fact):
        now = next((label for _, label in fact.labels), fact.evidence or fact.key)
        raise InputError(
            "the fact has changed since this page was made, and nothing was written", field=fact.key, got=now,
            expected="the fact that the page showed", cure="look at it as it is now, then say it again",
        )  # fmt: skip


def edited(fact: Fact, label: str, locale: str = "") -> Fact:
    """`fact` in other words: its number follows the words, its noun phrase goes, for its form is not known.

    Raises:
        InputError: the words are empty, the same, longer than a line, or state several amounts of the fact's unit.
    """
    words = " ".join(label.split())
    labels = dict(fact.labels)
    language = locale or next(iter(labels), "en")
    if not words or len(words) > 200 or words == labels.get(language):
        expected = "other words than before, at most 200 characters"
        raise InputError("there is nothing to change", field="label", got=words, expected=expected)
    amounts = [q for q in quantities(words, language) if q.kind == "amount" and q.dimension]
    if fact.number is not None and len(amounts) != 1:
        raise InputError(
            "the fact is an amount, and these words state not exactly one", field="label", got=words,
            expected=f"one amount, such as {fact.number:g} {fact.unit}",
        )  # fmt: skip
    changed: dict[str, object] = {"labels": ((language, words),), "phrases": (), "status": "confirmed"}
    if fact.number is not None:
        changed |= {"number": float(amounts[0].value), "unit": amounts[0].unit}
    try:
        return Fact.model_validate({**fact.model_dump(), **changed})
    except ValidationError as problem:
        raise InputError("this is no fact", field="label", got=words) from problem


def _ruling(
    project: Project, sku: str, key: str, action: RulingAction, person: Person, was: Fact, now: Fact | None = None
) -> Ruling:
    bare = was.model_copy(update={"span": None, "source": ""})
    return Ruling(
        sku=sku, key=key, action=action, day=project.today, who=person.who, role=person.role, was=bare, now=now
    )


def _keep(project: Project, made: Ruling, changed: Product) -> None:
    """The file first: it is the truth, and reading it again mends a store that fell behind."""
    path = rulings_file(project.root)
    known = not path.is_file() or ingesting.is_known(project, path)
    append(path, [made])
    project.store.products.add([changed])
    if known:
        ingesting.mark_known(project, path)


def _product(project: Project, sku: str) -> Product:
    found = project.store.products.find(sku)
    if found is None:
        have = ", ".join(product.sku for product in project.store.products.all()[:20])
        raise InputError("no such product", field="sku", got=sku, expected=have or "run: styleloop ingest")
    return found


def _fact(product: Product, key: str) -> Fact:
    found = next((fact for fact in product.facts if fact.key == key), None)
    if found is None:
        have = ", ".join(fact.key for fact in product.facts)
        raise InputError("the product has no such fact", field="key", got=key, expected=have or "a product with facts")
    return found


def _ruling_row(ruling: Ruling | None) -> dict[str, object] | None:
    return ruling.model_dump(mode="json", include={"action", "day", "who", "role"}) if ruling else None


def rows_of(found: Sequence[Told]) -> list[dict[str, object]]:
    """Facts as JSON, for programs."""
    return [
        {
            "sku": one.product.sku,
            **one.fact.model_dump(mode="json"),
            "labels": dict(one.fact.labels),
            "sentence": "".join(one.sentence),
            "ruling": _ruling_row(one.ruling),
            "changed_since": one.before.day.isoformat() if one.before else None,
        }
        for one in found
    ]
