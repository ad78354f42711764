"""`styleloop recall`: the posts to take down, as a list; and the record that they were."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from styleloop.cli.live import (
    ClaimOption,
    FactOption,
    LicenceOption,
    PersonOption,
    ProductOption,
    carried_by_nothing,
    row_of,
    wanted,
)
from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError

if TYPE_CHECKING:
    from styleloop.app.project import Project
    from styleloop.app.register import Kind, Live

COLUMNS = ("post", "channel", "market", "format", "product", "url", "files", "since", "why")


def command(
    posts: Annotated[list[str] | None, typer.Argument(metavar="[POST]...", help="Posts by name; or see below.")] = None,
    claim: ClaimOption = "",
    fact: FactOption = "",
    licence: LicenceOption = "",
    person: PersonOption = "",
    product: ProductOption = "",
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="Record that these posts were taken down.")] = False,
    ended: Annotated[bool, typer.Option("--ended", help="Record that these posts ran to their planned end.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; needed with --withdrawn and --ended.")] = "",
    who: Annotated[str, typer.Option("--who", help="Your pseudonymous id.", envvar="STYLELOOP_WHO")] = "",
    role: Annotated[str, typer.Option("--role", help="Your role.", envvar="STYLELOOP_ROLE")] = "reviewer",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be recorded; record nothing.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout, for a spreadsheet.")] = False,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the live posts that have to be taken down, and record that they were. No file is deleted by it."""
    from styleloop.app import register

    asked = wanted(claim, fact, licence, person, product)
    if not asked and not posts:
        expected = "POST, --claim, --fact, --licence, --person or --product"
        raise InputError("what is to be recalled?", expected=expected, cure="see what is out: styleloop live")
    if withdrawn and ended:
        raise InputError("a post was either taken down or ran to its end", expected="--withdrawn or --ended")
    here = opened(project)
    names = set(posts or ())
    found = [p for p in register.live(here, asked) if not names or names & {p.name, p.publication}]
    if unknown := sorted(names - {n for p in found for n in (p.name, p.publication)}):
        cure = "see what is out: styleloop live"
        raise InputError(
            "no such post is live", got=", ".join(unknown), expected="names of posts that are out", cure=cure
        )
    if not found:
        register.refuse_unknown(here, asked)
    if withdrawn or ended:
        _record(here, found, "withdrawn" if withdrawn else "ended", (who, role), reason, dry_run, as_json)
        return
    rows = [row_of(p, tuple(h for h in p.rests_on if asked.get(h.kind) in h.names), here.today) for p in found]
    _list(rows, asked, as_csv, as_json)


def _list(rows: Sequence[dict[str, Any]], asked: Mapping[Kind, str], as_csv: bool, as_json: bool) -> None:
    if as_json:
        say_json(rows)
        return
    if as_csv:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
        sys.stdout.write(text.getvalue())
        return
    if not rows:
        out.print(f"{carried_by_nothing(asked)} Nothing has to be taken down.", markup=False)
        return
    table("To be taken down", ("post", "channel", "market", "since", "where", "why"), [
        (r["post"], r["channel"], r["market"], r["since"], r["url"], "; ".join(r["why"])) for r in rows
    ])  # fmt: skip
    out.print("Take them down where they stand, then say so: the same command with --withdrawn --reason ... --who ID")


def _cell(value: Any) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _record(
    project: Project,
    found: Sequence[Live],
    how: Literal["withdrawn", "ended"],
    signed: tuple[str, str],
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    from styleloop.app.register import withdraw
    from styleloop.app.shipping import Person

    names = [post.publication for post in found]
    made = withdraw(project, names, how, Person(signed[0].strip(), signed[1]), reason, dry_run=dry_run)
    if as_json:
        say_json({"dry_run": dry_run, "recorded": [one.model_dump(mode="json") for one in made]})
        return
    done = "would be recorded" if dry_run else "recorded"
    out.print(f"{done} as {how}: {len(made)} posts; their files stay where they are.", markup=False)
    for post in found:
        out.print(f"  {post.name}  {post.url}", markup=False)
