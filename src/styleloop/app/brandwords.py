"""Small edits of the brand that need no editor: a claim begun or ended, a term, a yes or no to a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from styleloop.app import brandedits, tomlfiles
from styleloop.app.brandedits import Edit
from styleloop.app.brandfiles import RULES
from styleloop.app.founding import TERMS, slug
from styleloop.app.project import Project
from styleloop.app.rules import answered
from styleloop.app.shipping import Person
from styleloop.errors import InputError
from styleloop.language.locales import canonical_locale
from styleloop.types.rule import RuleStatus

CLAIMS = "brand/claims.toml"
LONGEST = 300
TERM_RULES = ("banned", "preferred", "case")


def add_claim(
    project: Project, person: Person | None, *, wording: str, locale: str, proof: str,
    products: Sequence[str] = (), markets: Sequence[str] = (), starts: str = "", ends: str = "",
) -> Edit:  # fmt: skip
    """A claim that may be said from now on, with its proof.

    Raises:
        InputError: words or proof are missing, a product or market is unknown, or a day is none.
        PolicyError: this person may not.
    """
    brandedits.refuse_others(project, person)
    words, proof = _line(wording, "wording"), _line(proof, "proof")
    known = {p.sku for p in project.store.products.all()} if products else set()
    for field, given, have in (
        ("products", products, known),
        ("markets", markets, {m.locale for m in project.kit.markets}),
    ):
        unknown = sorted(set(given) - have)
        if unknown:
            expected = ", ".join(sorted(have)[:12])
            raise InputError("this is not known here", field=field, got=unknown[0], expected=expected)
    if canonical_locale(locale) is None:
        raise InputError("no such language", field="locale", got=locale, expected="en, or en-GB")
    first, last = _day(starts, "starts"), _day(ends, "ends")
    if first and last and last < first:
        raise InputError("it would end before it begins", field="ends", got=ends, expected=f"{starts} or later")
    taken = {claim.slug for claim in project.kit.claims}
    name, number = slug(words, "claim"), 2
    while name in taken:
        name, number = f"{slug(words, 'claim')}-{number}", number + 1
    row: dict[str, object] = {"slug": name, "proof": proof, "products": list(products), "markets": list(markets)}
    row |= {key: value for key, value in (("starts", first), ("ends", last)) if value}
    row["wordings"] = [{"locale": locale, "text": words}]
    text = tomlfiles.with_row(_text(project, CLAIMS), "claims", row, _note(project, person, "added"))
    return _written(project, CLAIMS, text, person, f"claim added: {words}")


def end_claim(project: Project, person: Person | None, name: str, last_day: str) -> Edit:
    """Say until when a claim may be said; it stays in the register, for it was said once.

    Raises:
        InputError: there is no such claim, or the day is none.
        PolicyError: this person may not.
    """
    brandedits.refuse_others(project, person)
    at = next((n for n, claim in enumerate(project.kit.claims) if claim.slug == name), None)
    last = _day(last_day, "ends")
    if at is None or last is None:
        raise InputError("there is no such claim, or no day on which it ends", field="ends", got=f"{name} {last_day}")
    note = _note(project, person, f"ends {last}, said by")
    text = tomlfiles.with_row_changed(_text(project, CLAIMS), "claims", at, {"ends": last}, note)
    return _written(project, CLAIMS, text, person, f"claim ends on {last}: {name}")


def add_term(
    project: Project, person: Person | None, *, text: str, rule: str, instead: str = "", why: str = "", locale: str = ""
) -> Edit:
    """A word that is banned, replaced, or written in one way.

    Raises:
        InputError: the word is missing or known already, or a preferred one lacks what to write instead.
        PolicyError: this person may not.
    """
    brandedits.refuse_others(project, person)
    word = _line(text, "text")
    if rule not in TERM_RULES:
        raise InputError("no such rule", field="rule", got=rule, expected=", ".join(TERM_RULES))
    better = _line(instead, "instead", needed=rule == "preferred")
    if locale and canonical_locale(locale) is None:
        raise InputError("no such language", field="locale", got=locale, expected="en, or nothing for all")
    if any((t.text.casefold(), t.locale) == (word.casefold(), locale) for t in project.kit.terms):
        raise InputError("this word is among the terms already", field="text", got=word, expected="another word")
    row = {"text": word, "rule": rule, "locale": locale, "instead": better, "why": _line(why, "why", needed=False)}
    made = tomlfiles.with_row(
        _text(project, TERMS), "terms", {k: v for k, v in row.items() if v}, _note(project, person, "added")
    )
    return _written(project, TERMS, made, person, f"term added: {word}")


def answer_rule(project: Project, person: Person | None, name: str, status: RuleStatus) -> Edit:
    """A yes or a no to a rule that was read from the guidelines.

    Raises:
        InputError: there is no such rule.
        PolicyError: this person may not.
    """
    brandedits.refuse_others(project, person)
    chosen, text = answered(project, [name], status)
    return _written(project, RULES.as_posix(), text, person, f"rule {status}: {chosen[0].words}")


def _written(project: Project, file: str, text: str, person: Person | None, why: str) -> Edit:
    return brandedits.write(project, [brandedits.change(project, file, text)], person, why)


def _text(project: Project, file: str) -> str:
    return brandedits.text_of(project, file)


def _note(project: Project, person: Person | None, done: str) -> str:
    return f"{done} {'by ' if not done.endswith('by') else ''}{brandedits.signature(project, person)}"


def _line(text: str, field: str, *, needed: bool = True) -> str:
    words = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if needed and not words:
        raise InputError("this is missing", field=field, expected="a few words")
    if len(words) > LONGEST:
        raise InputError("these are too many words", field=field, got=len(words), expected=f"{LONGEST} characters")
    return words


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise InputError("this is no day", field=field, got=text, expected="YYYY-MM-DD") from problem
