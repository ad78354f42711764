"""Brief -> what a text model is asked. One place for every model; the words around it are a file people edit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.drafts.copy.answer import schema
from styleloop.drafts.copy.fence import fenced
from styleloop.drafts.copy.material import Material
from styleloop.drafts.copy.promptfile import PromptFile
from styleloop.language.filling import LABEL, PRODUCT, Filler
from styleloop.language.forms import BARE, language, surfaces
from styleloop.language.locales import called
from styleloop.language.spotting import plain
from styleloop.types.brand import Market, Voice
from styleloop.types.brief import SlotLimit
from styleloop.types.copy import BODY, CAPTION, CTA, HEADLINE
from styleloop.types.model import Prompt
from styleloop.types.product import NounPhrase

QUOTED = 8
"""Winners, losers and used lines shown, of each the first; small models have little room."""
PASSAGES = 8
_DESCRIPTION = 1200
_SAID = (LABEL, BARE, "number")
_TOLD = {"indefinite", "definite", "plural", "nom_def", "acc_def", "dat_def", "gen_def"}
"""Forms of an audience worth telling."""
_NONE = "Nothing in particular."
_PERSONS = {
    "second": "Speak to the reader (you, your), or in no person at all.",
    "first": "Speak as the brand (we, our), or in no person at all.",
    "third": "Speak of the product (it, they): neither we nor you.",
    "any": "",
}
_ADDRESS = {
    "formal": "Address the reader formally: Sie, vous, usted, Вы, as the language has it.",
    "informal": "Address the reader informally: du, tu, tú, ты, as the language has it.",
    "": "",
}
_UNITS = {"metric": "metric units", "imperial": "ounces, inches and miles"}

Earlier = tuple[str, str]
"""(a line of the model's, what is wrong with it in words and numbers)."""


def prompt(file: PromptFile, material: Material, count: int, seed: int, earlier: Sequence[Earlier] = ()) -> Prompt:
    """What to ask for `count` lines.

    Args:
        file: The prompt file, read for `PLACEHOLDERS`.
        material: The brief, opened.
        count: Lines wanted of this answer.
        seed: Another seed, another answer.
        earlier: Lines of the same model that were not good enough, and why, where it is asked again.
    """
    system, user = file.filled(_values(material, count, earlier))
    return Prompt(system=system, user=user, answer=schema(count), template=file.version, seed=seed)


def _values(material: Material, count: int, earlier: Sequence[Earlier]) -> Mapping[str, str]:
    brief, voice = material.brief, material.kit.voice
    return {
        "count": str(count),
        "market": _listed(_market(material.market)),
        "voice": _listed(_voice(voice, material)),
        "audiences": _audiences(material),
        "directives": _listed(f"{d.words} ({d.why})" for d in brief.directives),
        "limits": _listed(_limits(material)),
        "product": fenced("product", _product(material)),
        "claims": fenced("claims", [{"id": f"claim.{slug}", "say": text} for slug, text in _claims(material)]),
        "passages": fenced("passages", _passages(material)),
        "winners": fenced("winners", list(brief.exemplars[:QUOTED])),
        "losers": fenced("losers", [*brief.avoid[:QUOTED], *brief.avoid[QUOTED:][-QUOTED:]]),
        "inspiration": fenced(
            "inspiration", [{"line": s.line, "how": "; ".join(d.words for d in s.pulls)} for s in brief.sparks[:QUOTED]]
        ),
        "notes": fenced("notes", list(brief.notes)),
        "earlier": fenced("earlier", [{"line": line, "wrong": why} for line, why in earlier]),
    }


PLACEHOLDERS = (
    "count", "market", "voice", "audiences", "directives", "limits", "product", "claims", "passages", "winners",
    "losers", "inspiration", "notes", "earlier",
)  # fmt: skip
"""What a prompt file for drafting has gaps for."""


def _listed(lines: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(f"- {' '.join(line.split())}" for line in lines if line) or _NONE


def _market(market: Market) -> Iterator[str]:
    yield f"Write in {called(market.locale)}, as people in {market.name} write it."
    yield _ADDRESS[market.formality]
    yield f"Amounts in {_UNITS[market.units]}, money in {market.currency}; figures only as the facts have them."
    if market.taboo:
        yield f"Never say, in any form: {', '.join(market.taboo)}."
    if market.legal_line:
        yield f"The legal line is added to the caption for you; do not write it: “{market.legal_line}”"


def _voice(voice: Voice, material: Material) -> Iterator[str]:
    yield _PERSONS[voice.person]
    signs = ((voice.exclamations, "exclamation marks"), (voice.questions, "questions"), (voice.emoji, "emoji"))
    yield from (f"No {what}." for allowed, what in signs if not allowed)
    if voice.words:
        yield f"Words that sound like this brand, where they fit: {', '.join(voice.words)}."
    yield from (f"Do: {said}" for said in voice.do)
    yield from (f"Do not: {said}" for said in voice.dont)
    yield from (f"Guideline: {rule.order}." for rule in material.kit.rules if rule.holds(material.locale))
    yield from _terms(material)


def _terms(material: Material) -> Iterator[str]:
    here = ("", language(material.locale), material.locale)
    for term in material.kit.terms:
        if term.locale not in here:
            continue
        if term.rule in ("banned", "preferred"):
            yield f"Not “{term.text}”" + (f", but “{term.instead}”." if term.instead else ".")
        elif term.rule == "case":
            yield f"Always written “{term.text}”."


def _audiences(material: Material) -> str:
    every, lang = material.kit.audiences, language(material.locale)
    here = [a for a in every if a.locale == material.locale] or [a for a in every if a.locale == lang]
    return _listed([f"{a.text} ({_inflected(a)})" for a in here])


def _inflected(phrase: NounPhrase) -> str:
    """Its forms as rules and people give them, so that a model need not guess: `der Pendler, den Pendlern`."""
    told = _TOLD | {form.name for form in phrase.forms}
    said = dict.fromkeys(words for form, words in surfaces(phrase).items() if form in told and words != phrase.text)
    return ", ".join(said) or "no other form"


def _limits(material: Material) -> Iterator[str]:
    yield f"Headline: at most {material.kit.voice.max_headline_words} words; a line break parts beats."
    for slot in (HEADLINE, BODY, CTA, CAPTION):
        limits = material.limits(slot)
        tight = min(limits, key=_room, default=None)
        if tight is not None:
            yield f"{slot.title() if slot != CTA else 'Call to action'}: at most {tight.graphemes} characters."
    yield f"It will run as: {', '.join(p.label for p in material.brief.placements)}."


def _room(limit: SlotLimit) -> int:
    return limit.graphemes


def _product(material: Material) -> dict[str, object]:
    product = material.brief.product
    by_fact: dict[str, list[str]] = {}
    for filler in material.fillers:
        by_fact.setdefault(filler.fact, []).extend(_ways(filler))
    facts = {fact: list(dict.fromkeys(ways)) for fact, ways in by_fact.items() if fact.startswith("fact.")}
    told: dict[str, object] = {
        "brand": material.kit.name,
        "name": by_fact.get("product.name", [])[:1],
        "up against": by_fact.get("product.adversary", []),
        "price": by_fact.get("product.price", []),
        "facts": [{"id": fact, "says": ways} for fact, ways in facts.items()],
        "description (not a fact)": product.description[:_DESCRIPTION],
    }
    return {key: value for key, value in told.items() if value}


def _ways(filler: Filler) -> list[str]:
    forms = (BARE,) if filler.kind == PRODUCT else _SAID
    return [plain(filler.words[form]) for form in forms if form in filler.words]


def _claims(material: Material) -> Iterator[tuple[str, str]]:
    for claim in material.kit.claims:
        if claim.slug in material.brief.claims:
            spoken = (w.text for w in claim.wordings if language(w.locale) == language(material.locale))
            yield from ((claim.slug, text) for text in spoken)


def _passages(material: Material) -> list[dict[str, str]]:
    return [{"id": p.id, "from": p.place, "kind": p.role, "text": p.text} for p in material.brief.passages[:PASSAGES]]
