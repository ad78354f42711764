"""What stands beside a headline: body, call to action, price, caption and alt text. All of it from facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from styleloop.drafts.copy.house import alt_frame, neutral, stems, thin
from styleloop.drafts.copy.lines import Line
from styleloop.drafts.copy.material import Material
from styleloop.language.amounts import FORMS
from styleloop.language.filling import AGREEMENT, LABEL, Filled, Filler, Span
from styleloop.language.forms import begin, language
from styleloop.language.skeleton import WORD
from styleloop.types.copy import ALT, BODY, CAPTION, CTA, HEADLINE, PRICE, Copy
from styleloop.types.variant import FilledSlot

_FACTS = 2
"""How many facts a body tells by choice."""
_STOPS = (".", "!", "?", "؟", "…")
_PRICE_FACT, _NAME_FACT = "product.price", "product.name"
_NOTHING = Filled("", ())


@dataclass(frozen=True)
class Beside:
    """All bodies and calls to action that may stand beside any headline of one brief."""

    material: Material
    bodies: tuple[Line, ...]
    ctas: tuple[Line, ...]

    def copy(
        self, headline: Line, turn: int, given: Mapping[str, Line] | None = None
    ) -> tuple[Copy, tuple[FilledSlot, ...]]:
        """All slots around `headline`, and every fact in them. `turn` varies what stands beside it.

        What is `given` for body, call to action or caption stands there; a caption gets the market's legal line.
        """
        told = given or {}
        body = told.get(BODY) or self._body(headline, turn)
        parts = {
            HEADLINE: headline.filled,
            BODY: body.filled if body else _NOTHING,
            CTA: told[CTA].filled if CTA in told else self._cta(headline, turn),
            PRICE: _NOTHING if _PRICE_FACT in headline.facts else self._price(),
            CAPTION: self._with_legal_line(
                [_sentence(told[CAPTION].filled)] if CAPTION in told else self._caption(headline, body)
            ),
        }
        parts[ALT] = self._alt(parts[HEADLINE], parts[BODY])
        filled = tuple(
            FilledSlot(slot=slot, start=s.start, end=s.end, text=s.text, fact=s.fact)
            for slot, part in parts.items()
            for s in part.spans
        )
        return Copy.of(**{slot: part.text for slot, part in parts.items()}), filled

    def _body(self, headline: Line, turn: int) -> Line | None:
        """The body that adds most to the headline: a number first, nothing twice, confirmed facts before stated."""
        bodies = [body for body in self.bodies if not neutral(body.pattern) or _goes_with(body, headline)]
        if not bodies:
            return None
        ranks = [self._rank(body, headline) for body in bodies]
        best = [body for body, rank in zip(bodies, ranks, strict=True) if rank == min(ranks)]
        return best[turn % len(best)]

    def _rank(self, body: Line, headline: Line) -> tuple[int, bool, bool, float, int, bool]:
        known = {f.fact: f for f in self.material.fillers}
        facts = {fact for fact in body.facts if fact.startswith("fact.")}
        numbered = any(_has_figure(s.text) for s in body.filled.spans)
        stated = sum(not known[fact].confirmed for fact in facts) / max(1, len(facts))
        return (
            len(facts & headline.facts),
            not numbered,
            not facts,
            stated,
            abs(_FACTS - len(facts)),
            len(body.pattern.gaps) == 1,
        )

    def _cta(self, headline: Line, turn: int) -> Filled:
        said = headline.text.casefold()
        fresh = [cta for cta in self.ctas if cta.text.casefold() not in said] or list(self.ctas)
        if all(neutral(cta.pattern) for cta in fresh):
            fresh = [cta for cta in fresh if not _again(cta, headline)]
        return fresh[turn % len(fresh)].filled if fresh else _NOTHING

    def _price(self) -> Filled:
        found = next((f for f in self.material.fillers if f.fact == _PRICE_FACT), None)
        if found is None:
            return _NOTHING
        said = found.words["number"]
        return Filled(said, (Span(0, len(said), said, found.fact, "price"),))

    def _caption(self, headline: Line, body: Line | None) -> list[Filled]:
        """The headline as a sentence, and one more fact."""
        used = headline.facts | (body.facts if body else frozenset())
        more = self._whole(used, headline, body) or self._one_more(used, headline, body)
        return [_sentence(headline.filled), *([_sentence(more)] if more else [])]

    def _with_legal_line(self, parts: Sequence[Filled]) -> Filled:
        legal = self.material.market.legal_line
        return _joined([*parts, Filled(legal, ())] if legal else parts)

    def _whole(self, used: frozenset[str], headline: Line, body: Line | None) -> Filled | None:
        """Beside a neutral body, a sentence that names the product: with facts that neither says, else the body."""
        if body is None or not neutral(body.pattern) or _NAME_FACT in headline.facts:
            return None
        told = used - {_NAME_FACT}
        fresh = [b for b in self.bodies if neutral(b.pattern) and not b.facts & told and _goes_with(b, headline)]
        sentences = [b for b in fresh if len(b.facts) > 1 and any(g.kind == AGREEMENT for g in b.pattern.gaps)]
        return (sentences[0] if sentences else body).filled

    def _one_more(self, used: frozenset[str], headline: Line, body: Line | None) -> Filled | None:
        """A fact that neither says, else one that the headline does not say; none that is too thin to tell anything."""
        facts = [f for f in self.material.fillers if f.fact.startswith("fact.") and _words(f) and not thin(f, LABEL)]
        facts = [f for f in facts if not self.material.in_the_name(_words(f)) and not self.material.misleads(f)]
        for avoided, line in ((used, body or headline), (headline.facts, headline)):
            fresh = [f for f in facts if f.fact not in avoided and not _said_in(_words(f), headline.text, line.text)]
            if fresh:
                return _statement(min(fresh, key=lambda f: not f.confirmed))
        return None

    def _alt(self, headline: Filled, body: Filled) -> Filled:
        """What the picture shows, then what is written in it."""
        frame = alt_frame(self.material.locale)
        slots = {"{picture}": Filled(self._picture(), ()), "{line}": one_line(headline), "{body}": body}
        made = _NOTHING
        for piece in frame.replace("{", "\x00{").replace("}", "}\x00").split("\x00"):
            made = _appended(made, slots.get(piece) or Filled(piece, ()))
        return Filled(made.text.rstrip(), made.spans)

    def _picture(self) -> str:
        said = dict(self.material.brief.product.picture_alt)
        text = said.get(self.material.locale) or said.get(language(self.material.locale), "")
        name = self.material.brief.product.name(self.material.locale)
        text = text or (begin(name.text) if name else "")
        return text if text.endswith(_STOPS) else f"{text}."


def _goes_with(body: Line, headline: Line) -> bool:
    """Whether a neutral body names the product where, and only where, the headline does not, and says nothing again."""
    named = _NAME_FACT in headline.facts
    if (_NAME_FACT in body.facts) == named or _again(body, headline):
        return False
    said = {stem for s in headline.filled.spans for stem in stems(s.text)}
    return not named or not any(stem in said for s in body.filled.spans for stem in stems(s.text))


def _again(line: Line, headline: Line) -> bool:
    """Whether `line` holds a fact that the headline says, or whose words all stand in it."""
    return any(s.fact in headline.facts or _said_in(s.text, headline.text) for s in line.filled.spans)


def _said_in(words: str, *texts: str) -> bool:
    """Whether every word of `words` stands in one of `texts`."""
    return any(set(WORD.findall(words.casefold())) <= set(WORD.findall(text.casefold())) for text in texts)


def _statement(filler: Filler) -> Filled:
    said = begin(_words(filler))
    return Filled(said, (Span(0, len(said), said, filler.fact, LABEL),))


def _words(filler: Filler) -> str:
    return filler.words.get(LABEL) or filler.words.get(FORMS[0], "")


def _has_figure(text: str) -> bool:
    return any(c.isdigit() for c in text)


def one_line(filled: Filled) -> Filled:
    """Beats on one line; offsets stay as they were."""
    spans = tuple(Span(s.start, s.end, s.text.replace("\n", " "), s.fact, s.gap) for s in filled.spans)
    return Filled(filled.text.replace("\n", " "), spans)


def _sentence(filled: Filled) -> Filled:
    flat = one_line(filled)
    return flat if flat.text.endswith(_STOPS) else Filled(f"{flat.text}.", flat.spans)


def _joined(parts: Sequence[Filled]) -> Filled:
    made = _NOTHING
    for part in parts:
        made = _appended(_appended(made, Filled(" ", ())) if made.text else made, part)
    return made


def _appended(left: Filled, right: Filled) -> Filled:
    by = len(left.text)
    moved = tuple(Span(s.start + by, s.end + by, s.text, s.fact, s.gap) for s in right.spans)
    return Filled(left.text + right.text, (*left.spans, *moved))
