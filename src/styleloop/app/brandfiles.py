"""The files a brand keeps in git, read into records. The desk writes these same files."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from styleloop.app import marketfiles
from styleloop.app.valefiles import read_styles
from styleloop.errors import SettingsError, shortened
from styleloop.types.brand import BrandKit, Claim, Guideline, Market, Term, Tone
from styleloop.types.brief import Placement
from styleloop.types.product import Product
from styleloop.types.record import Record, Refusal, Where
from styleloop.types.rule import Rule, RuleStatus

R = TypeVar("R", bound=Record)
TONE_COLOURS = tuple(name for name in Tone.model_fields if name not in ("name", "scene", "photographs"))
RULES = Path("checks") / "rules.toml"
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".svg"})
_SECRET = re.compile(r"key|token|secret|passw|credential|auth|bearer", re.IGNORECASE)
"""What fields are called in which people write secrets."""
_FILE_NAME = re.compile(r"[\w-]{1,60}")
Keep = Callable[[Path], str]
"""Puts a picture's file into the blob store and returns its sha256."""


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file.

    Raises:
        SettingsError: it is missing, not UTF-8, or not TOML; names the file and the line.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as problem:
        raise SettingsError(
            f"{path} is missing; `styleloop init` writes one, or copy it from another project"
        ) from problem
    except OSError as problem:
        raise SettingsError(f"{path} cannot be read: {problem.strerror}; expected a TOML file") from problem
    except UnicodeDecodeError as problem:
        raise SettingsError(f"{path} is not UTF-8 text (byte {problem.start}); save it as UTF-8") from problem
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise SettingsError(f"{path} is not TOML: {problem}") from problem


def toml_value(value: object) -> str:
    """A string, number, list or table as TOML: JSON's forms, but for the one character that TOML wants escaped."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_value(str(k))} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def record(kind: type[R], fields: Mapping[str, Any], path: Path, item: str = "") -> R:
    """`fields` as a record.

    Raises:
        SettingsError: names file, item, field, what was got and what was expected.
    """
    try:
        return kind.model_validate(fields)
    except ValidationError as problem:
        found = problem.errors()
        first = next(
            (one for one in found if one["type"] == "extra_forbidden"), found[0]
        )  # misspelt: another is missing
        name = ".".join(str(part) for part in first["loc"])
        place = f"{path}, {item}" if item else str(path)
        message = _expected(first, tuple(kind.model_fields) if len(first["loc"]) == 1 else ())
        # What stands in a field that nobody knows may be a key: its value is not said.
        got = "" if first["type"] in ("missing", "extra_forbidden") else f"; got: {shortened(first.get('input'))}"
        raise SettingsError(f"{place}: field {name}: {message}{got}") from problem


def _expected(error: Any, known: Sequence[str]) -> str:
    if error["type"] == "string_pattern_mismatch" and "0-9a-fA-F" in error["ctx"]["pattern"]:
        return "expected a colour as #rrggbb, such as #1b262b"
    if error["type"].startswith("date_"):
        return "expected a date as YYYY-MM-DD, such as 2026-03-31"
    if error["type"] == "extra_forbidden":
        name = str(error["loc"][-1])
        if "key_env" in known and _SECRET.search(name):
            return (
                "expected no such field: no secret belongs into this file; put it in an environment variable and name "
                'that: key_env = "MY_KEY"'
            )
        near = get_close_matches(name, known, 1)
        return f"expected no such field; did you mean {near[0]}?" if near else "expected no such field; is it misspelt?"
    return str(error["msg"])


def read_kit(root: Path, keep: Keep) -> BrandKit:
    """Everything under `brand/` and `markets/`, and the rules of guidelines that a person confirmed.

    Raises:
        SettingsError: a file is missing or a field is wrong.
    """
    folder = root / "brand"
    path = folder / "kit.toml"
    fields = read_toml(path)
    logo = folder / str(fields.get("logo", "logo.svg"))
    if not logo.is_file():
        raise SettingsError(f"{path}: field logo: {logo} is missing; expected an SVG or PNG of the logo")
    fields["logo"] = keep(logo)
    fields["tones"] = [_named_colours(tone, fields.get("colours", []), path) for tone in fields.get("tones", [])]
    fields["terms"] = _items(Term, folder / "terms.toml", "terms")
    fields["claims"] = _items(Claim, folder / "claims.toml", "claims")
    fields["guidelines"] = [g.model_dump() for g in read_guidelines(folder / "guidelines")]
    fields["rules"] = [rule.model_dump() for rule, status in read_rules(root / RULES) if status == "confirmed"]
    fields["markets"] = [m.model_dump() for m in read_markets(root / "markets")]
    banned = {t.text.casefold(): "brand/terms.toml" for t in fields["terms"] if t.rule == "banned"}
    fields["vale"] = read_styles(root, str(fields.get("locale", "")).split("-")[0], banned)
    kit = record(BrandKit, fields, path)
    if kit.market(kit.locale) is None:
        have = ", ".join(m.locale for m in kit.markets)
        raise SettingsError(f"{path}: field locale: expected one of the markets ({have}); got: {kit.locale!r}")
    if not kit.tones:
        raise SettingsError(f"{path}: field tones: expected at least one [[tones]] with nine colours")
    return kit


def _named_colours(tone: Mapping[str, Any], colours: list[Mapping[str, Any]], path: Path) -> dict[str, Any]:
    """The tone with colours given by name replaced by their hex, so that a colour is written down once."""
    known = {c.get("name"): c.get("hex") for c in colours}
    resolved = dict(tone)
    for part in TONE_COLOURS:
        value = str(tone.get(part, ""))
        if value and not value.startswith("#"):
            if value not in known:
                wanted = f"expected #rrggbb or one of {', '.join(map(str, known))}"
                raise SettingsError(f"{path}, tone {tone.get('name', '')}: field {part}: {wanted}; got: {value!r}")
            resolved[part] = known[value]
    return resolved


def _items(kind: type[R], path: Path, name: str) -> list[R]:
    """The tables `[[name]]` of a file that need not be there, each as a record, so that one that is wrong is named."""
    rows = _rows(path, name) if path.is_file() else []
    return [record(kind, row, path, f"{name} {number}") for number, row in enumerate(rows, start=1)]


def read_guidelines(folder: Path) -> tuple[Guideline, ...]:
    """`NN-slug.md`, the first heading being the title."""
    found = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text("utf-8").strip()
        title, _, body = text.partition("\n")
        slug = re.sub(r"^\d+-", "", path.stem)
        found.append(Guideline(slug=slug, title=title.lstrip("# ").strip(), text=body.strip()))
    return tuple(found)


def read_rules(path: Path) -> tuple[tuple[Rule, RuleStatus], ...]:
    """`[[rules]]` of `checks/rules.toml`, each with what a person said of it: none where there is no such file.

    Raises:
        SettingsError: a field is wrong, or a status is neither `confirmed` nor `dropped`.
    """
    found: list[tuple[Rule, RuleStatus]] = []
    for number, row in enumerate(_rows(path, "rules") if path.is_file() else (), start=1):
        status = row.get("status")
        if status not in ("confirmed", "dropped"):
            got = shortened(status)
            raise SettingsError(f"{path}, rule {number}: field status: expected confirmed or dropped; got: {got}")
        fields = {name: value for name, value in row.items() if name != "status"}
        found.append((record(Rule, fields, path, f"rule {number}"), status))
    return tuple(found)


def read_markets(folder: Path) -> tuple[Market, ...]:
    """`markets/<locale>.toml`, one per market; what it leaves out is inherited (`marketfiles`).

    Raises:
        SettingsError: there is none, or one is wrong.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise SettingsError(f"{folder}: expected at least one <locale>.toml, such as en-GB.toml")
    return tuple(record(Market, marketfiles.inherited(path, read_toml), path) for path in paths)


def read_products(path: Path, keep: Keep) -> tuple[Product, ...]:
    """`[[products]]` of a TOML file; pictures, named there or named after the sku, go to the blob store.

    A product that lies over a feed's may leave out what the feed says, its names too.

    Raises:
        SettingsError: a field is wrong, a sku stands twice, or a picture is missing.
    """
    found = []
    for product in typed_products(path, keep):
        if isinstance(product, Refusal):
            raise SettingsError(product.why)
        found.append(product)
    return tuple(found)


def typed_products(path: Path, keep: Keep) -> Sequence[Product | Refusal]:
    """As `read_products`, but a product with a wrong field is refused by itself, and the others stand.

    Raises:
        SettingsError: the file is no TOML, or has something else than products under that name.
    """
    found: dict[str, Product | Refusal] = {}
    for number, raw in enumerate(_rows(path, "products"), start=1):
        sku = str(raw.get("sku", number))
        name = f"{sku} ({number})" if sku in found else sku
        try:
            if sku in found:
                raise SettingsError(f"{path}, product {sku}: this sku stands there twice; a sku names one product")
            found[name] = record(Product, _product_fields(raw, path, keep, f"product {sku}"), path, f"product {sku}")
        except SettingsError as problem:
            found[name] = Refusal(subject=sku, why=str(problem), where=Where(file=path.name, field=sku))
    return tuple(found.values())


def pictures_beside(path: Path) -> dict[str, Path]:
    """Pictures in the folder `pictures` beside a file, by the sku they are named after; no links that lead out."""
    folder = path.parent / "pictures"
    files = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
    return {
        f.stem: f
        for f in files
        if f.suffix.lower() in PICTURE_SUFFIXES and f.is_file() and f.resolve().is_relative_to(folder.resolve())
    }


def named_pictures(path: Path) -> dict[str, Path]:
    """The pictures that products of a TOML file name, by sku; `read_products` says where one is wrong."""
    raw = _rows(path, "products")
    return {str(r.get("sku", "")): path.parent / str(r["picture"]) for r in raw if r.get("picture")}


def _product_fields(raw: Mapping[str, Any], path: Path, keep: Keep, item: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"names": (), **raw}
    fields["source"] = {"file": path.name, "field": str(raw.get("sku", ""))}
    named_after = pictures_beside(path).get(str(raw.get("sku", "")))
    if not raw.get("picture") and named_after:
        fields["picture"] = keep(named_after)
    elif raw.get("picture"):
        picture = (path.parent / str(raw["picture"])).resolve()
        if not picture.is_relative_to(project_of(path)):
            raise SettingsError(f"{path}, {item}: field picture: {raw['picture']!r} leaves the project folder")
        if not picture.is_file():
            raise SettingsError(f"{path}, {item}: field picture: {picture} is missing")
        fields["picture"] = keep(picture)
    fields["picture_alt"] = tuple(dict(raw.get("picture_alt", {})).items())
    fields["facts"] = [{**fact, "labels": tuple(dict(fact.get("labels", {})).items())} for fact in raw.get("facts", [])]
    return fields


def project_of(path: Path) -> Path:
    """The project folder a file belongs to: the nearest one above it that has a `brand/`."""
    resolved = path.resolve()
    return next((up for up in resolved.parents if (up / "brand").is_dir()), resolved.parent)


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    """The tables `[[name]]` of a TOML file.

    Raises:
        SettingsError: the file cannot be read, or it has something else under that name.
    """
    rows = read_toml(path).get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(f"{path}: field {name}: expected tables, each headed [[{name}]]; got: {shortened(rows)}")
    return rows


def read_placements(path: Path) -> tuple[Placement, ...]:
    """`[[placements]]` of a TOML file.

    Raises:
        SettingsError: a field is wrong, two formats have one name, or a name could not be part of a file's name.
    """
    found: dict[str, Placement] = {}
    for row in _rows(path, "placements"):
        item = f"placement {shortened(row.get('name', ''))}"
        placement = record(Placement, row, path, item)
        if not _FILE_NAME.fullmatch(placement.name):
            raise SettingsError(f"{path}, {item}: field name: expected letters, figures, - and _, as in files' names")
        if placement.name in found:
            raise SettingsError(f"{path}, {item}: this format stands there twice; a name is of one format")
        found[placement.name] = placement
    return tuple(found.values())
