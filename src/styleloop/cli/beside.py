"""A challenger on the command line: how it stands, putting it up, ending it; and what a verdict was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from styleloop.cli.output import out, say_json
from styleloop.errors import InputError

MARKS = {"passed": "+", "failed": "-", "not judged": "?"}


def fits(challenger: bool, put_up: str, promote: bool, drop: bool, share: float | None, imports: bool) -> None:
    """Whether these options go together.

    Raises:
        InputError: they do not; says which go with which.
    """
    if (promote and drop) or (put_up and (promote or drop)):
        raise InputError("one at a time", field="--put-up, --promote, --drop", expected="one of them")
    if drop and not challenger:
        raise InputError("this goes with --challenger", field="--drop", expected="--challenger --drop")
    if promote and not (challenger or imports):
        raise InputError(
            "this goes with --import or --challenger", field="--promote", expected="--import FILE or --challenger"
        )
    if share is not None and not put_up:
        raise InputError("this goes with --put-up", field="--share", expected="--put-up VERSION")


def told(
    project: Any, market: str, *, put_up: str, share: float | None, promote: bool, drop: bool, who: str, as_json: bool
) -> None:
    """Do what was asked of the challenger, and say how it stands."""
    from styleloop.app import challenging, duelling

    if put_up:
        challenging.put_up(project, market, put_up, challenging.USUAL_SHARE if share is None else share, who)
    ends = promote or drop
    found = duelling.decide(project, market, promote, who) if ends else duelling.standing(project, market)
    if as_json:
        now = project.store.current(market)
        beside = project.store.challenger(market)
        say_json(found.model_dump(mode="json") | {"speaks": now.id, "still_tried": beside is not None})
        return
    simulated = " - simulated answers" if found.simulated else ""
    part = f"{found.share:.0%} of the lines"
    said = f"{market}: {found.challenger.style} makes {part} beside {found.champion.style}{simulated}"
    out.print(said, markup=False, soft_wrap=True)
    for name, side in (("challenger", found.challenger), ("speaks now", found.champion)):
        rate = f"{side.clicked / side.shown:.2%}" if side.shown else "-"
        said = f"  {name}: {side.lines} lines, {side.shown:,} shown, {side.clicked:,} clicked ({rate})"
        out.print(said, markup=False, soft_wrap=True)
    out.print(found.words, markup=False, soft_wrap=True)
    if ends:
        out.print("It speaks from now on." if promote else "It is no longer tried.", markup=False)
        out.print(f"Take it back with: styleloop undo {market}", markup=False)


def say_criteria(criteria: Iterable[Mapping[str, Any]]) -> None:
    """One line for each criterion of a verdict."""
    for one in criteria:
        figures = ""
        if one["after"] is not None:
            was = "" if one["before"] is None else f"{one['before']:.3g} -> "
            figures = f" [{was}{one['after']:.3g} {one['unit']}; needed: {one['threshold']}]"
        said = f"   {MARKS[one['outcome']]} {one['name']}: {one['outcome']}{figures}. {one['words']}"
        out.print(said, markup=False, soft_wrap=True)
