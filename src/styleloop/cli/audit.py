"""`styleloop audit`: check texts against the brand's rules, in a terminal, in an editor, before a commit, in CI."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, err, out, say_json
from styleloop.errors import InputError, SettingsError

if TYPE_CHECKING:
    from styleloop.app.brand import Brand
    from styleloop.app.linting import Text
    from styleloop.audit import Verdict

STDIN = "-"


def command(
    texts: Annotated[list[str], typer.Argument(metavar="FILE_OR_TEXT...", help="Texts, files of texts, or - .")],
    project: ProjectOption = HERE,
    market: Annotated[str, typer.Option("--market", "--markets", "-m", help="Locale; none: the brand's own.")] = "",
    product: Annotated[str, typer.Option("--product", "-p", help="sku whose facts may back a claim.")] = "",
    placement: Annotated[
        str, typer.Option("--placement", "--formats", help="Format whose limits count; none: no limits.")
    ] = "",
    slot: Annotated[str, typer.Option("--slot", help="What the words are for: headline, body, cta, ...")] = "headline",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what has remarks, one a line.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 for what asks to be looked at, too.")] = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="SARIF 2.1.0 on stdout, for editors and code hosts.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check words before they go anywhere. Needs no database. Exit 1 when a check blocks, 2 when something is wrong."""
    from styleloop.app.screening import screen

    brand = _brand(project)
    pieces = [piece for text in texts for piece in _pieces(text, slot)]
    verdicts = screen(brand, pieces, market, product, placement)
    checked = list(zip(pieces, verdicts, strict=True))
    if sarif:
        _sarif(brand, checked)
    elif as_json:
        say_json([_as_json(piece, verdict) for piece, verdict in checked])
    elif quiet:
        _lines(checked)
    else:
        _say(checked)
    stops = {"block", "warn"} if strict else {"block"}
    raise typer.Exit(1 if any(f.severity in stops for verdict in verdicts for f in verdict.findings) else 0)


def _brand(folder: Path) -> Brand:
    """The project with what it has learnt, where there is a database; else its files alone; else the shipped checks."""
    from styleloop.app.brand import DATA, STATE, Brand, find_root
    from styleloop.app.project import Project

    try:
        root = find_root(folder)
    except SettingsError:
        err.print("No brand here: only the shipped checks look. Make one: styleloop init my-brand")
        return Brand(DATA / "brands" / "blank")
    brand = Brand(root)
    remembers = brand.settings.store.url or (root / STATE / "styleloop.db").is_file()
    return Project(root) if remembers else brand


def _pieces(text: str, slot: str) -> Sequence[Text]:
    from styleloop.app.linting import parsed, read, typed

    if text == STDIN:
        return tuple(parsed(sys.stdin.read(), "", slot, "stdin"))
    path = Path(text)
    if len(text) < 400 and "\n" not in text and path.is_file():
        return read(path, slot)
    if not text.strip() or (" " not in text and path.suffix in (".txt", ".md", ".csv", ".tsv", ".jsonl")):
        raise InputError("nothing to check", got=text, expected="a text, or a file that exists")
    return (typed(text, slot),)


def _as_json(piece: Text, verdict: Verdict) -> dict[str, object]:
    return {
        "text": piece.words,
        "file": piece.file,
        "line": min((place.line for place in piece.places.values()), default=1),
        "words": verdict.words(),
        "findings": [f.model_dump(mode="json") for f in verdict.findings],
    }


def _sarif(brand: Brand, checked: Sequence[tuple[Text, Verdict]]) -> None:
    from importlib.metadata import version

    from styleloop.app.sarif import sarif

    say_json(sarif(checked, brand.guardrails, version("styleloop")))


def _lines(checked: Sequence[tuple[Text, Verdict]]) -> None:
    """`file:line:column: severity check/rule: message`, as compilers say it and editors read it."""
    from styleloop.app.sarif import region

    for piece, verdict in checked:
        for f in verdict.findings:
            where = region(piece, f)
            place = f"{piece.file or 'text'}:{where['startLine']}:{where.get('startColumn', 1)}"
            rule = f"{f.guardrail.partition('@')[0]}/{f.rule}"
            out.print(f"{place}: {f.severity} {rule}: {f.message}", markup=False, highlight=False, soft_wrap=True)


def _say(checked: Sequence[tuple[Text, Verdict]]) -> None:
    if not checked:
        out.print("There are no words in it.")
    for piece, verdict in checked:
        out.print(f"{piece.words!r}: {verdict.words()}", markup=False)
        for f in verdict.findings:
            cure = f"; instead: {f.fix}" if f.fix else ""
            out.print(f"  {f.severity} {f.guardrail} {f.rule}: {f.message} [{f.cited}]{cure}", markup=False)
