"""Passages of the project -> its index -> those that answer a question, and those a brief gives its drafters to read.

The index is derived: it may be deleted at any time and is made again from the passages. It follows the files: whatever
changed since is read again before anything is looked for, so that a guideline edited now changes the next draft.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from styleloop.adapters.indexes.reading import as_read, language
from styleloop.app import registry
from styleloop.app.documents import gathered
from styleloop.app.embedding import kept, packed, unpacked
from styleloop.app.marketfiles import shipped
from styleloop.app.models import read_models
from styleloop.app.project import Project, Tick, silent
from styleloop.app.suspects import known_suspects, suspects
from styleloop.drafts.ground import told
from styleloop.errors import InputError, PluginError, StoreError
from styleloop.ports import Embedding, Index, Meaning, PassageEmbedder
from styleloop.types.brief import Campaign
from styleloop.types.passage import Hit, Passage, PassageRole, Question
from styleloop.types.product import Product
from styleloop.types.record import Refusal, canonical

FOLDER = "index"
STATE = "index.json"
REBUILD = "styleloop ask --rebuild"
DAMAGED = "the index was damaged and was made anew from the passages"
OURS = "styleloop"
TOGETHER = 16
"""Passages embedded between two ticks; what is embedded is kept, so a stopped run goes on where it was."""
AT_ONCE = 32
"""Passages embedded for a brief, at most, about ten seconds of CPU: others are found by their words until `ask`."""
MANNER = "How do we write headlines and body copy? Voice, tone, what to say and what never to say."
READ: tuple[tuple[PassageRole, int], ...] = (("guideline", 5), ("spec", 2), ("claim", 4), ("past", 3), ("page", 2))
"""What a brief gives to read: of each role, the most."""
OF_ONE = 2
"""Passages of one document, at most."""


@dataclass(frozen=True)
class Held:
    """What the index holds after it was looked after."""

    passages: int
    embedded: int
    """Passages that can be found by what they are about, not by their words alone."""
    embedder: str
    """`name@version`; empty where there is none."""
    changed: bool
    notes: tuple[str, ...] = ()
    """What people should know: damage mended, no model, passages not embedded yet."""
    refusals: tuple[Refusal, ...] = ()
    """Documents, or parts of one, that could not be read."""


def passage_embedder() -> PassageEmbedder | None:
    """The installed embedder of passages: somebody else's before ours, None where there is none."""
    made: PassageEmbedder | None = _plugin("passage_embedders")
    return made


def index() -> Index:
    """The installed index: somebody else's before ours.

    Raises:
        PluginError: there is none.
    """
    made: Index | None = _plugin("indexes")
    if made is None:
        raise PluginError("no index is installed; what to do: pip install --force-reinstall styleloop")
    return made


@cache
def _plugin(port: str) -> Any:
    entries = sorted(registry.installed(port), key=lambda e: (bool(e.dist and e.dist.name == OURS), e.name))
    return registry.make(port, entries[0].name) if entries else None


def refresh(project: Project, tick: Tick = silent, *, rebuild: bool = False, most: int | None = None) -> Held:
    """Make the index hold what the project's documents and records say now; only what changed is embedded.

    Args:
        project: whose.
        tick: told how many documents were read and how many passages embedded.
        rebuild: throw the index away first.
        most: passages to embed at most; the others are found by their words alone until the next time.

    Raises:
        InputError: the index holds points of another embedder; says how to make it anew.
        StoreError: it cannot be written.
    """
    items = gathered(project, tick)
    passages = [item for item in items if isinstance(item, Passage)]
    refusals = tuple(item for item in items if isinstance(item, Refusal))
    folder, notes = project.state / FOLDER, []
    if rebuild:
        _forget(project)
    reader, said = _reader()
    notes += said
    who = f"{reader.name}@{reader.version}" if reader else ""
    before, now = _state(project), {"index": f"{index().name}@{index().version}"}
    if before.get("index") == now["index"]:  # one of an older form is made anew in any case
        _same_embedder(before, who)
    standing, damage = _standing(folder, who)
    notes += damage
    now |= {"embedder": who, "passages": _fingerprint(passages)}
    waits = before.get("left") and most is None  # a brief leaves the rest alone: asked twice, it is the same brief
    if standing and {name: before.get(name) for name in now} == now and not waits:
        notes += known_suspects(project.state)
        return Held(len(passages), before.get("embedded", 0), who, False, tuple(notes), refusals)
    meanings = _embedded(project, reader, passages, tick, most) if reader else {}
    index().update(folder, passages, [meanings.get(p.id) for p in passages], who if meanings else "")
    notes += suspects(passages, project.state)
    left = len(passages) - len(meanings) if meanings else 0
    if left:
        notes.append(f"{left} passages are found by their words alone so far")
    _remember(project, {**now, "embedder": who if meanings else "", "left": left, "embedded": len(meanings)})
    return Held(len(passages), len(meanings), who if meanings else "", True, tuple(notes), refusals)


def search(project: Project, question: Question, tick: Tick = silent) -> tuple[tuple[Hit, ...], Held]:
    """The passages that answer `question` best, and what was searched.

    The language of a question that does not say it is told from its words, where they are enough.

    Raises:
        InputError: there is no such market, or the index holds points of another embedder; says how to make it anew.
        StoreError: the index cannot be written.
    """
    if question.market:
        project.market(question.market)
    home = project.kit.locale
    spoken = {language(locale) for locale in (*shipped(), *(market.locale for market in project.kit.markets))}
    asked_in = question.locale or told(question.text, home, sorted(spoken))
    asked = question.model_copy(update={"locale": asked_in, "home": question.home or home})
    found, held = _looked(project, [asked], tick)
    return found[0], held


def answers(project: Project, questions: Sequence[Question], held: Held) -> list[tuple[Hit, ...]]:
    """The passages that answer each question, in the index as `refresh` left it.

    Raises:
        InputError: there is no index, or it is another embedder's; says how to make it anew.
    """
    meanings: list[Meaning | None] = [None] * len(questions)
    reader = passage_embedder() if held.embedder else None
    if reader is not None:
        texts = list(dict.fromkeys(q.text for q in questions))
        made = dict(zip(texts, reader.questions(texts), strict=True))
        meanings = [None if isinstance(meaning := made[q.text], Refusal) else meaning for q in questions]
    found = index().search(project.state / FOLDER, questions, meanings, held.embedder)
    for answer in found:
        if isinstance(answer, Refusal):
            raise InputError(answer.why, field="index", got=answer.got, expected=answer.expected, cure=REBUILD)
    return [answer for answer in found if not isinstance(answer, Refusal)]


def passages_for(project: Project, campaign: Campaign, product: Product, market: str) -> tuple[Passage, ...]:
    """What the drafters of one brief are given to read: rules, facts, claims and past work that hold there that day.

    Without a text model in `models.toml` nobody would read them: nothing is looked for, and runs cost what they did.

    Raises:
        InputError: the index holds points of another embedder; says how to make it anew.
    """
    if not read_models(project.root).text:
        return ()
    name = product.name(market)
    about = " ".join(part for part in (name.text if name else product.sku, product.category, campaign.name) if part)
    asked = [
        Question(
            text=MANNER if role == "guideline" else about,
            market=market,
            day=campaign.day,
            product=product.sku,
            roles=(role,),
            most=50,
        )
        for role, _ in READ
    ]
    chosen: list[Passage] = []
    found, _ = _looked(project, asked, most=AT_ONCE)
    for (role, most), hits in zip(READ, found, strict=True):
        chosen += _diverse(_speaking(role, [hit.passage for hit in hits], market), most)
    return tuple(chosen)


def _speaking(role: PassageRole, passages: Sequence[Passage], market: str) -> list[Passage]:
    """Those in the market's language, where there are any; rules and pages in any language come as they are."""
    own = [p for p in passages if language(p.locale) == language(market)]
    return list(passages) if role in ("guideline", "page") or not own else own


def _diverse(passages: Sequence[Passage], most: int) -> list[Passage]:
    """The first `most`, no more than `OF_ONE` of one document."""
    found: list[Passage] = []
    for passage in passages:
        if len(found) < most and sum(p.document == passage.document for p in found) < OF_ONE:
            found.append(passage)
    return found


def _looked(
    project: Project, questions: Sequence[Question], tick: Tick = silent, most: int | None = None
) -> tuple[list[tuple[Hit, ...]], Held]:
    """The answers to each question in an index that is up to date; one that turns out to be damaged is made anew."""
    held = refresh(project, tick, most=most)
    try:
        return answers(project, questions, held), held
    except StoreError:
        held = refresh(project, tick, rebuild=True, most=most)
        return answers(project, questions, held), replace(held, notes=(*held.notes, DAMAGED))


def _reader() -> tuple[PassageEmbedder | None, list[str]]:
    """The embedder, if it can read, and what to say if not."""
    reader = passage_embedder()
    lacking = _lacking() if reader else "no embedder is installed"
    return (None, [f"passages are found by their words alone: {lacking}"]) if lacking else (reader, [])


@cache
def _lacking() -> str:
    """Why the embedder cannot read, with the cure; empty where it can. Tried once."""
    reader = passage_embedder()
    try:
        (tried,) = reader.questions(["rain"]) if reader else [None]
    except PluginError as problem:
        return str(problem)
    return f"{tried.why}; what to do: {tried.cure}" if isinstance(tried, Refusal) else ""


def _embedded(
    project: Project, reader: PassageEmbedder, passages: Sequence[Passage], tick: Tick, most: int | None
) -> dict[str, Meaning]:
    """Passage id -> what it is about; rules first, so that they are among those embedded when `most` is few."""
    order = {role: place for place, (role, _) in enumerate(READ)}
    texts = {p.id: as_read(p) for p in sorted(passages, key=lambda p: (order.get(p.role, len(order)), p.id))}
    folder, who = project.state / "embeddings", f"{reader.name}@{reader.version}"
    keep = partial(kept, folder, who, reader.size, longer=True)
    found = keep(list(texts.values()), lambda fresh: [_later(text) for text in fresh])
    fresh = [text for text in dict.fromkeys(texts.values()) if text not in found][:most]
    for done in range(0, len(fresh), TOGETHER):
        tick("passages", done, len(fresh))
        found |= keep(fresh[done : done + TOGETHER], partial(_read, reader))
    if fresh:
        tick("passages", len(fresh), len(fresh))
    return {name: unpacked(found[text], reader.size) for name, text in texts.items() if text in found}


def _read(reader: PassageEmbedder, texts: Sequence[str]) -> list[Embedding | Refusal]:
    return [found if isinstance(found, Refusal) else packed(found) for found in reader.passages(texts)]


def _later(text: str) -> Refusal:
    return Refusal(subject=text[:60], why="not embedded yet", permanent=False)


def _standing(folder: Path, who: str) -> tuple[bool, list[str]]:
    """Whether there is an index that can be searched, and what to say if it was damaged."""
    try:
        (probe,) = index().search(folder, [Question(text="rain", most=1)], [None], who)
    except StoreError:
        return False, [DAMAGED]
    return not isinstance(probe, Refusal), []


def _same_embedder(before: dict[str, Any], who: str) -> None:
    made_by = before.get("embedder", "")
    if who and made_by and made_by != who:
        raise InputError(
            "the index holds points of another embedder, which cannot be compared with those of this one",
            field="index", got=made_by, expected=who, cure=f"make it anew: {REBUILD}",
        )  # fmt: skip


def _fingerprint(passages: Sequence[Passage]) -> str:
    said = hashlib.sha256()
    for passage in passages:
        said.update(f"{passage.id} {passage.source}\n".encode("utf-8", "surrogatepass"))
    return said.hexdigest()


def _state(project: Project) -> dict[str, Any]:
    try:
        said = json.loads((project.state / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _remember(project: Project, said: dict[str, Any]) -> None:
    file = project.state / STATE
    new = file.with_suffix(".new")
    new.write_text(canonical(said), "utf-8")
    new.replace(file)


def _forget(project: Project) -> None:
    shutil.rmtree(project.state / FOLDER, ignore_errors=True)
    (project.state / STATE).unlink(missing_ok=True)
