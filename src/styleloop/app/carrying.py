"""Style versions out of a project as one JSON document, and into another one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from styleloop.adapters.stores.engine import writing
from styleloop.app.measuring import versions
from styleloop.app.project import Project
from styleloop.app.styling import GLOBAL, key_of
from styleloop.errors import InputError, StoreError
from styleloop.types.carried import FORMAT, FORMAT_VERSION, CarriedStyle, CarriedVersion
from styleloop.types.record import canonical
from styleloop.types.style import StyleVector
from styleloop.vector.weights import Weights, digest

AGAIN = "export it again with: styleloop style MARKET --export FILE"


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do.

    Attributes:
        market: the key the version speaks under: a market, or `market@channel`.
        style: its id.
        stored: ids that were new here, the styles above among them.
        promoted: whether it began to speak.
        before: id of the version that spoke until then, or empty.
        words: the same in one sentence.
    """

    market: str
    style: str
    stored: tuple[str, ...]
    promoted: bool
    before: str
    words: str


def schema() -> dict[str, Any]:
    """JSON schema (draft 2020-12) of the document."""
    return CarriedStyle.model_json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def exported(project: Project, style: StyleVector) -> str:
    """The document of one version: the same version gives the same text.

    Raises:
        StoreError: the version, one above it or its weights are not kept here.
    """
    chain = [style]
    while chain[-1].above:
        chain.append(project.store.styles.get(chain[-1].above))
    carried = [_carried(project, each).model_dump(mode="json") for each in chain]
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "styleloop": version("styleloop"),
        "version": carried[0],
        "above": carried[1:],
    }
    return json.dumps(document | {"sha256": _sealed(document)}, ensure_ascii=False, indent=2) + "\n"


def write(text: str, file: Path, option: str = "--export") -> None:
    """`text` into `file`, all of it or none; `option` is what asked for it.

    Raises:
        InputError: its folder does not exist, or it is a folder.
        StoreError: it cannot be written.
    """
    if file.is_dir() or not file.parent.is_dir():
        raise InputError("no place for a file", field=option, got=str(file), expected="a file in an existing folder")
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise StoreError(f"{file} could not be written: {problem}") from problem


def bring(
    project: Project, file: Path, *, market: str = "", promote: bool = False, who: str = "", dry_run: bool = False
) -> Imported:
    """Keep the version in `file`, and let it speak where that is wished. Twice changes nothing.

    Args:
        project: where to.
        file: what `exported` wrote.
        market: the market that is expected in it, or empty.
        promote: let it speak from now on; `styleloop undo` takes that back.
        who: pseudonymous id of the person who promotes.
        dry_run: check everything, change nothing.

    Raises:
        InputError: the document is not what it should be, or does not fit this project; nothing was changed.
    """
    who = who.strip()
    if promote and not who:
        raise InputError("a decision is signed", field="--who", expected="your pseudonymous id")
    document = read(file)
    chain = _chain(document, str(file))
    style = chain[0][0]
    _fits(project, style, market, str(file))
    new = [(each, blob) for each, blob in chain if not _kept(project, each, str(file))]
    key = key_of(project, style)
    now = project.store.current(key)
    speaks = now is not None and now.id == style.id
    if not dry_run:
        _keep(project, new, key, style, who if promote and not speaks else "")
    told = _words(key, style, bool(new), speaks, promote, dry_run)
    before = now.id if now is not None and promote and not speaks else ""
    return Imported(key, style.id, tuple(s.id for s, _ in new), promote and not speaks, before, told)


def read(file: Path) -> CarriedStyle:
    """The document in `file`, checked against its schema and its own digest.

    Raises:
        InputError: it cannot be read, is of another format, breaks the schema, or was changed.
    """
    try:
        data = file.read_bytes()
    except OSError as problem:
        raise InputError("the file cannot be read", where=str(file), got=str(problem), cure=AGAIN) from problem
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise InputError(
            "this is not JSON", where=str(file), got=str(problem), expected="a style document", cure=AGAIN
        ) from problem
    _format(raw, str(file))
    try:
        document = CarriedStyle.model_validate_json(data)
    except ValidationError as problem:
        raise _broken(problem, str(file)) from problem
    sealed = _sealed({name: value for name, value in raw.items() if name != "sha256"})
    if sealed != document.sha256:
        raise InputError(
            "the document was changed after it was written",
            where=str(file), field="sha256", got=document.sha256, expected=sealed, cure=AGAIN,
        )  # fmt: skip
    return document


def _carried(project: Project, style: StyleVector) -> CarriedVersion:
    blob = project.store.blobs.get(style.weights)
    return CarriedVersion(style=style, weights=base64.b64encode(blob).decode(), sha256=digest(blob))


def _sealed(document: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def _format(raw: object, where: str) -> None:
    given = raw if isinstance(raw, dict) else {}
    for field, expected in (("format", FORMAT), ("format_version", FORMAT_VERSION)):
        if given.get(field) != expected:
            raise InputError(
                "a document of another format", where=where, field=field, got=given.get(field), expected=str(expected),
                cure=AGAIN if field == "format" else "update styleloop, or export with the version installed here",
            )  # fmt: skip


def _broken(problem: ValidationError, where: str) -> InputError:
    first = problem.errors()[0]
    field, got = ".".join(str(part) for part in first["loc"]), first["input"]
    if first["type"] == "value_error" and isinstance(got, dict) and got.get("id"):
        field, got = f"{field}.id", got["id"]
    expected = first["msg"].removeprefix("Value error, ")
    return InputError("not a valid document", where=where, field=field, got=got, expected=expected, cure=AGAIN)


def _chain(document: CarriedStyle, where: str) -> list[tuple[StyleVector, bytes]]:
    """The version and those above it, each with its blob."""
    every = [("version", document.version), *((f"above.{i}", each) for i, each in enumerate(document.above))]
    found = [(each.style, _blob(each, where, name)) for name, each in every]
    following = [style.id for style, _ in found[1:]] + [""]
    for (name, each), expected in zip(every, following, strict=True):
        if each.style.above != expected:
            raise InputError(
                "the styles above do not follow one another", where=where, field=f"{name}.style.above",
                got=each.style.above, expected=expected or "nothing above the last one", cure=AGAIN,
            )  # fmt: skip
    for (name, each), style in zip(every[1:], (s for s, _ in found[:-1]), strict=True):
        if (each.style.brand, each.style.extractors) != (style.brand, style.extractors):
            raise InputError(
                "a style above is of another brand, or measured otherwise", where=where, field=f"{name}.style",
                got=(each.style.brand, each.style.extractors), expected=f"{style.brand}, {style.extractors}",
                cure=AGAIN,
            )  # fmt: skip
    return found


def _blob(carried: CarriedVersion, where: str, name: str) -> bytes:
    try:
        blob = base64.b64decode(carried.weights, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise InputError(
            "the weights are not base64", where=where, field=f"{name}.weights", got=str(problem), cure=AGAIN
        ) from problem
    for field, said in (("sha256", carried.sha256), ("style.weights", carried.style.weights)):
        if said != digest(blob):
            raise InputError(
                "these are not the bytes of that digest",
                where=where, field=f"{name}.{field}", got=said, expected=digest(blob), cure=AGAIN,
            )  # fmt: skip
    try:
        whole = _whole(Weights.unpack(blob))
    except (KeyError, ValueError, IndexError, TypeError, AttributeError, InputError) as problem:
        raise InputError(
            "the weights cannot be read", where=where, field=f"{name}.weights", got=str(problem), cure=AGAIN
        ) from problem
    if not whole:
        raise InputError(
            "the weights are not whole", where=where, field=f"{name}.weights", expected="a finite number per measure",
            cure=AGAIN,
        )  # fmt: skip
    return blob


def _whole(weights: Weights) -> bool:
    size = len(weights.measures)
    vectors = (weights.spread, weights.centre, weights.width, weights.belief.mean, weights.prior.mean, weights.found.b)
    tables = (weights.shape, weights.kernel, weights.belief.covariance, weights.prior.covariance, weights.found.a)
    finite = (weights.belief.mean, weights.prior.mean, weights.found.b, *tables)
    shapes = all(v.shape == (size,) for v in vectors) and all(t.shape == (size, size) for t in tables)
    return shapes and all(bool(np.isfinite(array).all()) for array in finite)


def _fits(project: Project, style: StyleVector, market: str, where: str) -> None:
    if style.brand != project.kit.name:
        raise InputError(
            "a style of another brand", where=where, field="version.style.brand", got=style.brand,
            expected=project.kit.name, cure="import it into the project of that brand",
        )  # fmt: skip
    if market and style.market != market:
        raise InputError(
            "a style of another market", where=where, field="version.style.market", got=style.market, expected=market,
            cure=f"styleloop style {style.market} --import FILE",
        )  # fmt: skip
    if style.market != GLOBAL:
        project.market(style.market)
    lacking = sorted(set(style.extractors) - set(versions(project)))
    if lacking:
        raise InputError(
            "measured by extractors that are not installed here", where=where, field="version.style.extractors",
            got=", ".join(lacking), expected=", ".join(versions(project)),
            cure="install these versions, or export from a project measured with those installed here",
        )  # fmt: skip


def _kept(project: Project, style: StyleVector, where: str) -> bool:
    """Whether the version is here already.

    Raises:
        InputError: under its id other numbers are kept: the same evidence, added up on another kind of machine.
    """
    kept = project.store.styles.find(style.id)
    if kept is None:
        return False
    if kept.weights != style.weights:
        raise InputError(
            f"version {style.id} is kept here already, with other numbers", where=where, field="sha256",
            got=style.weights, expected=kept.weights, cure="go on with the one that is kept: no version is overwritten",
        )  # fmt: skip
    return True


def _keep(project: Project, new: Sequence[tuple[StyleVector, bytes]], key: str, style: StyleVector, who: str) -> None:
    """Blobs first: one that no version names does no harm. Then all versions and the promotion, or none of them."""
    for _, blob in new:
        project.store.blobs.put(blob)
    turn = len(project.store.history(key))
    with writing(project.store.engine) as connection:
        project.store.styles.add(_top_first(new), connection)
        if who:
            row = (key, style.id, f"imported by {who}", f"import:{key}:{style.id}:{turn}")
            project.store.promote([row], connection)


def _top_first(new: Iterable[tuple[StyleVector, bytes]]) -> list[StyleVector]:
    return [style for style, _ in new][::-1]


def _words(key: str, style: StyleVector, new: bool, speaks: bool, promote: bool, dry_run: bool) -> str:
    if speaks:
        return f"{key}: {style.id} speaks already; nothing to do"
    will = "would be " if dry_run else ""
    stored = f"{style.id} {will}kept" if new else f"{style.id} is here already"
    if not promote:
        return f"{key}: {stored}; it does not speak (--promote)"
    return f"{key}: {stored}, and {'would speak' if dry_run else 'speaks'} from now on"
