"""What the project's classifiers say that the pictures of a piece show: the finished one, and those it was made from.

A picture is judged once: what was said of it is remembered as long as the entry and its file stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np

from styleloop.app.measuring import decode, pictures
from styleloop.app.models import chosen, classifiers, read_models
from styleloop.app.project import Project
from styleloop.errors import PluginError, SettingsError
from styleloop.ports import Classifier
from styleloop.types.judgement import Judgement, Likelihood
from styleloop.types.model import ClassifierEntry
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.variant import Draft, Variant

Of = Literal["picture", "product", "backdrop"]
Said = tuple[Likelihood, ...] | Refusal
REMEMBERED = 20_000
"""Judgements that are kept in memory, the oldest let go first."""
_GREY = 224
_SAID: WeakKeyDictionary[Project, dict[tuple[str, str], Said]] = WeakKeyDictionary()
_TURN = Lock()


def judged(
    project: Project, variants: Sequence[Variant], drafts: Mapping[str, Draft], finished: Mapping[str, Picture]
) -> dict[str, tuple[Judgement | Refusal, ...]]:
    """Variant -> what every classifier says of its pictures; empty where the project has no classifier.

    Args:
        project: whose `models.toml` counts.
        variants: pieces that are drawn.
        drafts: the lines they show, by id.
        finished: decoded pictures of the pieces, by sha256.
    """
    try:
        asked = classifiers(project)
    except (SettingsError, PluginError) as problem:
        broken = Refusal(subject="", why=f"NSFW: {problem}", cure="mend models.toml")
        return {variant.id: (broken,) for variant in variants}
    if not asked:
        return {}
    shown = {variant.id: _shown(variant, drafts) for variant in variants}
    wanted = {sha for found in shown.values() for _, sha in found}
    seen = {**pictures(project, wanted - set(finished)), **{sha: finished[sha] for sha in wanted & set(finished)}}
    found: dict[str, list[Judgement | Refusal]] = {variant.id: [] for variant in variants}
    for entry, classifier in asked:
        said = _all(project, entry, classifier, seen)
        weights = classifier.model
        for name, here in shown.items():
            found[name] += [_told(entry, weights, of, said.get(sha)) for of, sha in here]
    return {name: tuple(told) for name, told in found.items()}


def tried(project: Project, name: str, file: Path | None = None) -> tuple[str, tuple[Likelihood, ...] | Refusal]:
    """(the weights, what the classifier of that name says of one picture); of a plain grey one where none is named.

    Raises:
        InputError: there is no such classifier.
        SettingsError: `models.toml` is wrong.
        PluginError: its adapter does not load.
    """
    entry = chosen(read_models(project.root).classifier, name, "classifier")
    [model] = [made for one, made in classifiers(project) if one.name == entry.name]
    picture: Picture | Refusal = Picture(rgb=np.full((_GREY, _GREY, 3), 128, np.uint8))
    if file is not None:
        [picture] = decode(project, [file.read_bytes()])
    return model.model, picture if isinstance(picture, Refusal) else model.classify([picture])[0]


def _shown(variant: Variant, drafts: Mapping[str, Draft]) -> list[tuple[Of, str]]:
    draft = drafts.get(variant.line)
    parts: list[tuple[Of, str]] = [("picture", variant.rendering.file), ("backdrop", variant.rendering.backdrop)]
    parts.append(("product", draft.picture if draft is not None else ""))
    return [(of, sha) for of, sha in parts if sha]


def _all(
    project: Project, entry: ClassifierEntry, classifier: Classifier, seen: Mapping[str, Picture]
) -> dict[str, Said]:
    """sha256 -> what the classifier says; only pictures that it has not judged as it is now are asked for."""
    key = f"{entry.model_dump_json()} {classifier.model}"
    with _TURN:
        known = _SAID.setdefault(project, {})
        fresh = [sha for sha in sorted(seen) if (key, sha) not in known]
    answers = dict(zip(fresh, classifier.classify([seen[sha] for sha in fresh]), strict=True))
    with _TURN:
        known.update({(key, sha): said for sha, said in answers.items() if not isinstance(said, Refusal)})
        while len(known) > REMEMBERED:
            del known[next(iter(known))]
        return {**answers, **{sha: known[key, sha] for sha in seen if (key, sha) in known}}


def _told(entry: ClassifierEntry, weights: str, of: Of, said: Said | None) -> Judgement | Refusal:
    if said is None:
        return Refusal(subject="", why=f"NSFW: the {of} cannot be decoded", cure="make the piece anew")
    if isinstance(said, Refusal):
        return said
    return Judgement(of, entry.name, weights, said, entry.block, entry.warn, entry.threshold)
