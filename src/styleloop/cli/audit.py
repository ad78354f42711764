"""`styleloop audit`: check texts against the brand's rules, in a terminal, in an editor, before a commit, in CI."""

from __future__ import annotations

import re
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
_PATH = re.compile(
    r"\S*[/\\]\S*|\S*[\w*?\]]\.[A-Za-z][A-Za-z0-9]{1,7}|.*[/\\].*\.(?:txt|md|markdown|csv|tsv|json|jsonl)"
)
"""What is rather a file that is not there than a text: a slip of the pen must not look clean."""


def command(
    texts: Annotated[list[str], typer.Argument(metavar="FILE_OR_TEXT...", help="Texts, files of texts, or - .")],
    project: ProjectOption = HERE,
    market: Annotated[str, typer.Option("--market", "--markets", "-m", help="Locale; none: the brand's own.")] = "",
    product: Annotated[str, typer.Option("--product", "-p", help="sku whose facts may back a claim.")] = "",
    placement: Annotated[
        str, typer.Option("--placement", "--formats", help="Format whose limits count; none: no limits.")
    ] = "",
    slot: Annotated[str, typer.Option("--slot", help="What the words are for: headline, body, cta, ...")] = "body",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what has remarks, one a line.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 for what asks to be looked at, too.")] = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="SARIF 2.1.0 on stdout, for editors and code hosts.")] = False,
    stdin_name: Annotated[
        str, typer.Option("--stdin-name", help="File that - stands for: its ending says how it is read.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Check words before they go anywhere. Needs no database. Exit 1 when a check blocks, 2 when one could not look."""
    from styleloop.app.screening import fit, screen

    if sarif and as_json:
        raise InputError("two outputs were asked for", expected="--sarif or --json")
    brand = _brand(project)
    read, unread, notes = _read(texts, slot, stdin_name or "stdin")
    pieces, wrong = fit(brand, read)
    unread += map(str, wrong)
    for told in (*unread, *notes):
        err.print(f"styleloop: {told}", markup=False, soft_wrap=True)
    verdicts = screen(brand, pieces, market, product, placement)
    checked = list(zip(pieces, verdicts, strict=True))
    if sarif:
        _sarif(brand, checked, unread, notes)
    elif as_json:
        say_json([_as_json(piece, verdict) for piece, verdict in checked])
    elif quiet:
        _lines(checked)
    else:
        _say(checked)
    if not checked and not unread:
        err.print(f"styleloop: nothing was checked: there are no words in {', '.join(texts)}", markup=False)
    if unread or _say_failures(checked):
        raise typer.Exit(2)
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


def _read(texts: Sequence[str], slot: str, stdin: str) -> tuple[list[Text], list[str], list[str]]:
    """(pieces, what could not be read, what is not read): what is broken keeps nothing else from being looked at."""
    from styleloop.app.linting import LONGEST, read, texts_of, typed

    pieces: list[Text] = []
    unread: list[str] = []
    notes: list[str] = []
    seen: set[Path] = set()
    for given in texts:
        for one in _parts(given, unread):
            try:
                if isinstance(one, Path):
                    known = one.resolve() in seen
                    seen.add(one.resolve())
                    pieces += () if known else read(one, slot, tell=notes.append)
                elif one == STDIN:
                    data = sys.stdin.buffer.read(LONGEST + 1)
                    pieces += texts_of(data, Path(stdin).suffix.lower(), slot, stdin, notes.append)
                else:
                    pieces.append(typed(_text(one), slot))
            except InputError as problem:
                unread.append(str(problem))
    return pieces, unread, notes


def _parts(given: str, unread: list[str]) -> Sequence[Path | str]:
    """What an argument means: a file, the files of a folder, or the text itself; a folder without any is `unread`."""
    from styleloop.app.linting import inside

    if given == STDIN or not _exists(given):
        return (given,)
    try:
        return inside(Path(given), unread.append) if Path(given).is_dir() else (Path(given),)
    except InputError as problem:
        unread.append(str(problem))
        return ()


def _text(text: str) -> str:
    """A text as it was typed.

    Raises:
        InputError: it is empty, no UTF-8, or rather the name of a file that is not there.
    """
    if not text.strip():
        raise InputError("an empty text was given", got=text, expected="a text, or a file that exists")
    if _PATH.fullmatch(text):
        cure = "a text that looks like a file goes in by a pipe: echo TEXT | styleloop audit -"
        raise InputError("there is no such file", where=text, expected="a text, or a file that exists", cure=cure)
    if not text.isascii() and text.encode("utf-8", "replace").decode("utf-8") != text:
        raise InputError("the text is no UTF-8", got=text)
    return text


def _exists(text: str) -> bool:
    try:
        return bool(text.strip()) and "\n" not in text and Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or no name at all
        return False


def _say_failures(checked: Sequence[tuple[Text, Verdict]]) -> bool:
    """Whether a check that could have looked did not; each is told once, on stderr."""
    from styleloop.app.screening import failures

    missing = {(one.subject, one.why): one for _, verdict in checked for one in failures(verdict)}
    for _, one in sorted(missing.items()):
        name = one.subject.partition("@")[0]
        err.print(f"styleloop: not checked: {name}: {one.why}; what to do: {one.cure}", markup=False, soft_wrap=True)
    return bool(missing)


def _as_json(piece: Text, verdict: Verdict) -> dict[str, object]:
    from styleloop.app.sarif import region
    from styleloop.app.screening import failures

    return {
        "text": piece.words,
        "file": piece.file,
        "line": min((place.line for place in piece.places.values()), default=1),
        "market": piece.market,
        "product": piece.product,
        "slots": dict(piece.slots),
        "fields": {slot: place.field for slot, place in piece.places.items() if place.field},
        "words": verdict.words(),
        "not_checked": [one.model_dump(mode="json", include={"subject", "why", "cure"}) for one in failures(verdict)],
        "findings": [{**f.model_dump(mode="json"), "where": region(piece, f)} for f in verdict.findings],
    }


def _sarif(brand: Brand, checked: Sequence[tuple[Text, Verdict]], unread: Sequence[str], notes: Sequence[str]) -> None:
    from importlib.metadata import version

    from styleloop.app.sarif import sarif

    say_json(sarif(checked, brand.guardrails, version("styleloop"), unread, notes))


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
    for piece, verdict in checked:
        out.print(f"{piece.words!r}: {verdict.words()}", markup=False)
        for f in verdict.findings:
            cure = f"; instead: {f.fix}" if f.fix else ""
            out.print(f"  {f.severity} {f.guardrail} {f.rule}: {f.message} [{f.cited}]{cure}", markup=False)
