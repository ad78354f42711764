"""The pictures of a product as files: `<sku>.jpg`, `<sku>-2.jpg`, ..., each with an optional `.toml` beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from styleloop.adapters.models.packshot import Uncut, cut_out
from styleloop.app.brandfiles import PICTURE_SUFFIXES, read_toml
from styleloop.app.measuring import decode
from styleloop.app.project import Project
from styleloop.app.unread import UNREAD
from styleloop.errors import SettingsError, StyleloopError, shortened
from styleloop.types.product import Product
from styleloop.types.record import Refusal, Where
from styleloop.types.shot import Framing, Rights, Shot

FOR_ALL = "all.toml"
"""Rights of every picture in the folder whose own file states none."""
_FRAMING, _RIGHTS = tuple(Framing.model_fields), tuple(Rights.model_fields)


def files_of(sku: str, folder: Path, others: Collection[str]) -> list[Path]:
    """Pictures in `folder` named after a sku, in order: `sku`, then `sku-2`, `sku-3`, ...

    A name that is another product's own sku is that product's. Links that lead out of the folder are left.
    """
    numbered = re.compile(rf"{re.escape(sku)}-(\d{{1,3}})")
    found = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        number = numbered.fullmatch(file.stem)
        mine = file.stem == sku or (number is not None and file.stem not in others)
        if mine and file.suffix.lower() in PICTURE_SUFFIXES and file.is_file() and _inside(file, folder):
            found.append((int(number[1]) if number else 0, file.name, file))
    return [file for _, _, file in sorted(found)]


def _inside(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def note_of(picture: Path) -> tuple[Framing, Rights | None]:
    """What the file `NAME.toml` beside a picture says of it, and `all.toml` of its rights.

    Raises:
        SettingsError: a field is unknown or wrong; names the file and the field.
    """
    own, every = picture.with_suffix(".toml"), picture.parent / FOR_ALL
    said = read_toml(own) if own.is_file() else {}
    shared = read_toml(every) if every.is_file() and every != own else {}
    for path, fields, known in ((own, said, (*_FRAMING, *_RIGHTS)), (every, shared, _RIGHTS)):
        if strange := sorted(set(fields) - set(known)):
            raise SettingsError(f"{path}: field {strange[0]}: expected one of {', '.join(known)}")
    framing = _made(Framing, own, {k: v for k, v in said.items() if k in _FRAMING})
    stated = {k: v for k, v in said.items() if k in _RIGHTS} or shared
    return framing, _made(Rights, own if stated is not shared else every, stated) if stated else None


def _made(kind: Any, path: Path, fields: dict[str, Any]) -> Any:
    try:
        return kind.model_validate(fields)
    except ValidationError as problem:
        first = problem.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        message = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{path}: field {name}: {message}; got: {shortened(first.get('input'))}") from problem


def with_shots(
    project: Project, product: Product, files: Iterable[Path], where: Where
) -> tuple[Product, list[Refusal], list[str]]:
    """The product with every picture that can be read; what could not be; what had to be assumed.

    A single picture of which nothing is said stays as it is: there is nothing to choose.
    """
    shots: dict[str, Shot] = {}
    refusals: list[Refusal] = []
    notes: list[str] = []
    damaged: set[str] = set()
    for file in files:
        try:
            framing, rights = note_of(file)
        except StyleloopError as problem:
            refusals.append(Refusal(subject=file.name, why=str(problem), where=_at(where)))
            continue
        data = file.read_bytes()
        seen = decode(project, [data])[0]
        if isinstance(seen, Refusal):
            refusals.append(seen.model_copy(update={"subject": file.name, "where": _at(where)}))
            damaged.add(hashlib.sha256(data).hexdigest())
            continue
        notes += [f"{file.name}: {note}" for note in seen.notes]
        notes += [f"{file.name}: {UNREAD.format(rights.licence)}"] if rights and rights.unread else []
        made = cut_out(seen, framing.holes) if seen.alpha is None else seen
        if isinstance(made, Uncut) and made.plain:
            notes.append(f"{file.name}: it is not cut out of its plain ground, because {made.why}")
        sha = project.store.blobs.put(data)
        shots.setdefault(sha, Shot(picture=sha, file=file.name, framing=framing, rights=rights))
    kept = tuple(shots.values())
    main = "" if product.picture in damaged else product.picture
    if main and main not in shots and kept:
        kept = (Shot(picture=main), *kept)
    main = main or (kept[0].picture if kept else "")
    if len(kept) == 1 and kept[0] == Shot(picture=main, file=kept[0].file):
        kept = ()
    return product.model_copy(update={"picture": main, "pictures": kept}), refusals, notes


def _at(where: Where) -> Where:
    return where.model_copy(update={"field": "picture"})
