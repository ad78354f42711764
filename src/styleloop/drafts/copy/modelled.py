"""A model's answer -> drafts: read, held against what is known, its facts traced. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.drafts.copy.answer import Written, read
from styleloop.drafts.copy.beside import Beside
from styleloop.drafts.copy.fence import outside
from styleloop.drafts.copy.judging import Judge, beside, others_tongues
from styleloop.drafts.copy.lines import Line
from styleloop.drafts.copy.material import Material, opened
from styleloop.drafts.copy.prompt import Earlier, prompt
from styleloop.drafts.copy.promptfile import PromptFile
from styleloop.drafts.copy.tracing import Known
from styleloop.drafts.copy.write import beside_of
from styleloop.types.brand import BrandKit
from styleloop.types.brief import Brief
from styleloop.types.copy import HEADLINE
from styleloop.types.model import Answer, Prompt
from styleloop.types.record import Refusal
from styleloop.types.style import Pattern
from styleloop.types.variant import Draft


@dataclass(frozen=True)
class Desk:
    """One brief, ready to ask models for lines and to take their answers.

    Attributes:
        material: The brief, opened.
        file: The prompt file.
        beside: What stands beside a headline where the model gives nothing that may.
        judge: What a line is held against.
    """

    material: Material
    file: PromptFile
    beside: Beside
    judge: Judge

    def prompt(self, count: int, seed: int, earlier: Sequence[Earlier] = ()) -> Prompt:
        """What to ask for `count` lines (`prompt.prompt`)."""
        return prompt(self.file, self.material, count, seed, earlier)

    def drafts(self, answer: Answer, drafter: str, count: int, turn: int = 0) -> Sequence[Draft | Refusal]:
        """Every line of `answer` as a draft, or why it may not be used, with the line as `got`.

        Args:
            answer: As it came.
            drafter: `name@version` of the model that answered.
            count: Lines that were asked for; more are not read.
            turn: Drafts made before: it varies palette and what stands beside the headline.
        """
        by = f"{drafter} ({self.file.version})"
        return [
            found if isinstance(found, Refusal) else self._draft(answer, found, by, turn + at)
            for at, found in enumerate(read(answer, count))
        ]

    def _draft(self, answer: Answer, written: Written, by: str, turn: int) -> Draft | Refusal:
        brief = self.material.brief
        why = self.judge.objection(written)
        if why:
            return Refusal(subject=self.material.sku, why=why, got=" / ".join(written.headline.splitlines()))
        given = {slot: self._line(slot, text) for slot, text in beside(written) if self.judge.passes(slot, text)}
        words, filled = self.beside.copy(self._line(HEADLINE, written.headline), turn, given)
        read_by = {passage.id for passage in brief.passages}
        return Draft(
            brief=brief.id,
            market=brief.market,
            product=brief.product.sku,
            words=words,
            filled=filled,
            drafter=by,
            tone=self.tones[(turn + brief.seed) % len(self.tones)],
            picture=brief.product.picture,
            models=(answer.model,),
            cited=tuple(name for name in written.cited if name in read_by),
        )

    def _line(self, slot: str, text: str) -> Line:
        """A text with its facts traced, as a line of the drafter's; it has no frame."""
        frame = Pattern(slot=slot, locale=self.material.locale, skeleton="", gaps=(), approved=True)
        return Line(frame, self.judge.known.traced(text))

    @property
    def tones(self) -> tuple[str, ...]:
        """Palettes, in the brief's order."""
        return self.material.brief.tones or tuple(t.name for t in self.material.kit.tones)


def desk(
    brief: Brief, patterns: Sequence[Pattern], kit: BrandKit, file: PromptFile, others: Sequence[str] = ()
) -> Desk | Refusal:
    """A brief ready for models, or why nothing can be said in its market.

    Args:
        brief: What is wanted.
        patterns: The brand's frames: bodies and calls to action come from them where a model gives none that may stand.
        kit: Voice, terms, claims, palettes.
        file: The prompt file.
        others: Lines of competitors and of the inspiration library.
    """
    material = opened(brief, kit)
    if isinstance(material, Refusal):
        return material
    if not kit.tones:
        return Refusal(subject=material.sku, why="the brand has no palette", cure="add [[tones]] to brand/kit.toml")
    own = [p for p in patterns if p.locale == brief.market]
    tongues = others_tongues(brief.market, [m.locale for m in kit.markets])
    asked = prompt(file, material, 1, 0)
    told = outside(f"{asked.system}\n{asked.user}")
    judge = Judge(known=Known(material), told=told, others=tuple(others), tongues=tongues)
    return Desk(material=material, file=file, beside=beside_of(own, material), judge=judge)
