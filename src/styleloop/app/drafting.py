"""Words from every drafter in one pool: the brand's own frames, and each text model of the project's.

What models write is read, held against what is known and measured here; then a model is told in numbers what is off
and asked again. A model that fails, is slow or has spent its budget takes nothing from the pool but its own lines.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from styleloop import drafts
from styleloop.app.brand import DATA
from styleloop.app.measuring import measure
from styleloop.app.models import text_models
from styleloop.app.project import Project, Tick, silent
from styleloop.app.styling import frames
from styleloop.errors import PluginError, SettingsError
from styleloop.ports import TextModel
from styleloop.types.brief import Brief
from styleloop.types.copy import HEADLINE
from styleloop.types.measurement import Subject
from styleloop.types.model import Answer, Prompt
from styleloop.types.record import Refusal
from styleloop.types.style import StyleVector
from styleloop.types.variant import Draft

AGAIN = 2
"""Times a model is asked again, at most, with what was off in its lines before."""
EACH = 4
"""Lines asked of each model for one that is wanted: choosing needs something to choose from."""
MOST = 24
"""Lines asked of one model for one brief, at most: they cost time or money."""
A_PROMPT = 6
"""Lines asked for at once: more in one answer grow alike, and a cut answer loses all of them."""
_TOLD = 8
"""Earlier lines that are quoted back with what was wrong."""


def written(
    project: Project, brief: Brief, style: StyleVector, count: int, tick: Tick = silent
) -> Sequence[Draft | Refusal]:
    """At most `count` drafts of the brand's own frames and, for each text model of `models.toml`, some of its own.

    No headline comes twice. Refusals say which drafter could not, and why.
    """
    patterns = frames(project, style)
    own = drafts.write(brief, patterns, project.kit, count)
    try:
        models = text_models(project)
    except PluginError as problem:
        return (*own, Refusal(subject=brief.product.sku, why=f"no text model could be asked: {problem}"))
    if not models:
        return own
    desk = drafts.desk(brief, patterns, project.kit, prompt_file(project), _others(project, brief.market))
    if isinstance(desk, Refusal):  # the frames were refused for the same reason
        return own
    wanted = min(count, MOST, EACH * max(1, brief.lines))
    asked = [_Asked(project, desk, model, wanted, tick).lines() for model in models]
    return _each_once([*own, *(item for found in asked for item in found)])


def prompt_file(project: Project, name: str = "draft", known: Sequence[str] = drafts.PLACEHOLDERS) -> drafts.PromptFile:
    """A prompt file: the project's own `prompts/<name>.md`, else the one that ships.

    Raises:
        SettingsError: it cannot be read, or a placeholder does not exist or is forgotten.
    """
    own = project.root / "prompts" / f"{name}.md"
    path = own if own.is_file() else DATA / "prompts" / f"{name}.md"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path} cannot be read: {problem}; expected Markdown in UTF-8") from problem
    return drafts.prompt_file(name, text, known, str(path))


def _others(project: Project, market: str) -> list[str]:
    """Headlines of competitors and of the inspiration library, in the market's language."""
    language = market.split("-")[0]
    kept = (a for role in ("competitor", "inspiration") for a in project.store.assets.all(role=role))
    lines = (a.words.text(HEADLINE) for a in kept if a.locale.split("-")[0] == language)
    return sorted({line for line in lines if line})


def _each_once(items: Sequence[Draft | Refusal]) -> list[Draft | Refusal]:
    seen: set[str] = set()
    kept: list[Draft | Refusal] = []
    for item in items:
        line = " ".join(item.words.text(HEADLINE).casefold().split()) if isinstance(item, Draft) else ""
        if not line or line not in seen:
            kept.append(item)
        seen.add(line)
    return kept


@dataclass
class _Asked:
    """One model, asked for the lines of one brief."""

    project: Project
    desk: drafts.Desk
    model: TextModel
    wanted: int
    tick: Tick
    kept: dict[str, Draft] = field(default_factory=dict)
    """Headline -> draft."""
    wrong: dict[str, str] = field(default_factory=dict)
    """Headline -> what is off in it, in numbers; empty where nothing is."""
    refused: list[Refusal] = field(default_factory=list)
    over: bool = False
    """Whether asking again cannot help."""

    @property
    def name(self) -> str:
        return f"{self.model.name}@{self.model.version}"

    def lines(self) -> list[Draft | Refusal]:
        """Its best lines, and why there are not more."""
        for turn in range(1 + AGAIN):
            missing = self.wanted - sum(not why for why in self.wrong.values())
            if missing <= 0 or self.over:
                break
            self._round(turn, missing)
        best = sorted(self.kept, key=lambda line: self.wrong[line].count(";") + bool(self.wrong[line]))
        return [*(self.kept[line] for line in best[: self.wanted]), *self._reasons()]

    def _round(self, turn: int, missing: int) -> None:
        number = math.ceil(missing / A_PROMPT)
        sizes = [min(A_PROMPT, missing - A_PROMPT * at) for at in range(number)]
        seed = self.desk.material.brief.seed + 100 * turn
        earlier = self._earlier()
        prompts = [self.desk.prompt(size, seed + at, earlier) for at, size in enumerate(sizes)]
        answers = self._answers(prompts, turn)
        self.over = all(isinstance(answer, Refusal) for answer in answers)
        had = len(self.kept), len(self.refused)
        fresh: list[Draft] = []
        for answer, size in zip(answers, sizes, strict=True):
            found = [answer] if isinstance(answer, Refusal) else self.desk.drafts(answer, self.name, size, len(fresh))
            fresh += [item for item in found if isinstance(item, Draft)]
            self.refused += [item for item in found if isinstance(item, Refusal)]
        self._keep(fresh)
        self.refused = list({(r.why, r.got): r for r in self.refused}.values())
        self.over |= had == (len(self.kept), len(self.refused))  # it says the same again

    def _answers(self, prompts: Sequence[Prompt], turn: int) -> Sequence[Answer | Refusal]:
        stage = f"{self.name} writes {self.desk.material.locale}"
        self.tick(stage, 0, len(prompts), f"once more ({turn})" if turn else "")
        heard = lambda at, words: self.tick(stage, at, len(prompts), f"{len(words)} characters")  # noqa: E731
        try:
            answers = self.model.write(prompts, heard)
        except Exception as problem:  # whatever an adapter does, the other drafters' lines stand
            answers = [Refusal(subject=p.id, why=f"it failed: {problem}", permanent=False) for p in prompts]
        if len(answers) != len(prompts):
            answers = [Refusal(subject=p.id, why=f"it gave {len(answers)} answers to {len(prompts)}") for p in prompts]
        self.tick(stage, len(prompts), len(prompts))
        return answers

    def _keep(self, fresh: Sequence[Draft]) -> None:
        found = measure(self.project, [Subject(id=d.id, locale=d.market, words=d.words) for d in fresh])
        brief, person = self.desk.material.brief, self.desk.material.kit.voice.person
        for draft in fresh:
            line = draft.words.text(HEADLINE)
            if line not in self.kept:
                values = {m.name: m.value for m in found[draft.id]}
                self.kept[line] = draft
                self.wrong[line] = "; ".join(drafts.misses(values, brief.directives, person))

    def _earlier(self) -> list[tuple[str, str]]:
        """Lines to do better than: what was off in them, or why they were refused."""
        off = [(line, why) for line, why in self.wrong.items() if why]
        refused = [(r.got, r.why) for r in self.refused if r.got]
        return list(dict.fromkeys([*off, *refused]))[-_TOLD:]

    def _reasons(self) -> list[Refusal]:
        """One refusal for each reason, with how often and one example."""
        counts = Counter(r.why for r in self.refused)
        first = {r.why: r for r in reversed(self.refused)}
        sku = self.desk.material.sku
        return [
            first[why].model_copy(update={"subject": sku, "why": f"{self.name} ({_times(number)}): {why}"})
            for why, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ]


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
