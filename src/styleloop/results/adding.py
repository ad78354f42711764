"""Rows of one report about one thing -> one response; the same people are never counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from styleloop.types.asset import Response
from styleloop.types.record import Refusal

FEWEST = 100
"""Exposures from which equal figures of one piece on one day in two tests are no coincidence."""
_SAME = 1e-9

_Test = tuple[str, str, str, str]


def added_up(
    found: Sequence[Response | Refusal],
    versions: Sequence[str],
    pieces: Mapping[str, str] | None = None,
    kept: Iterable[Response] = (),
) -> tuple[Response | Refusal, ...]:
    """One response for each thing that rows of one report are about, in the order of the first row of each.

    Clicks and exposures of rows that nothing tells apart are added. Two versions of a test with the same words and
    picture are one, with both counts and both shares; where no share is given, the versions are taken to have had equal
    ones. Rows whose exposures are counted under another test already are refused.

    Args:
        found: as `responses` gives them.
        versions: what the row of each calls its version.
        pieces: subject -> what people saw; two subjects may be one piece in two tests. Else every subject is its own.
        kept: responses that were read before.
    """
    alone = _not_counted_twice(found, pieces or {}, kept)
    of = {id(item): version for item, version in zip(alone, versions, strict=True)}
    groups: dict[object, list[Response]] = defaultdict(list)
    for item in alone:
        if isinstance(item, Response):
            groups[item.place].append(item)
    arms = _arms([r for r in alone if isinstance(r, Response)], of)
    made: list[Response | Refusal] = []
    for item in alone:
        if isinstance(item, Refusal):
            made.append(item)
        elif item is groups[item.place][0]:
            made += _one(groups[item.place], of, arms)
    return tuple(made)


def _not_counted_twice(
    found: Sequence[Response | Refusal], pieces: Mapping[str, str], kept: Iterable[Response]
) -> list[Response | Refusal]:
    counted = {_exposures(r, pieces): r for r in kept if r.test}
    made: list[Response | Refusal] = []
    for item in found:
        if isinstance(item, Refusal) or not item.test or item.shown < FEWEST:
            made.append(item)
            continue
        before = counted.setdefault(_exposures(item, pieces), item)
        made.append(item if before.test == item.test else _under_two_tests(item, before))
    return made


def _exposures(r: Response, pieces: Mapping[str, str]) -> tuple[object, ...]:
    return (pieces.get(r.subject, r.subject), r.market, r.placement, r.segment, r.day, r.shown, r.clicked)


def _under_two_tests(item: Response, before: Response) -> Refusal:
    return Refusal(
        subject=item.test,
        why=f"these exposures are counted in the test {before.test} already ({before.source})",
        got=f"{item.shown} shown and {item.clicked} clicked on {item.day} in both",
        expected="each exposure in one test",
        cure="leave the row out of one of the two tests",
        where=item.source.model_copy(update={"field": "test"}),
    )


def _test(r: Response) -> _Test:
    return r.test, r.market, r.placement, r.segment


def _arms(found: Iterable[Response], of: Mapping[int, str]) -> dict[_Test, dict[str, set[str]]]:
    """For each test, by piece, what its versions are called."""
    arms: dict[_Test, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for r in found:
        if r.test and r.exposure != "observational":
            arms[_test(r)][r.subject].add(of[id(r)])
    return arms


def _one(
    rows: Sequence[Response], of: Mapping[int, str], arms: Mapping[_Test, Mapping[str, set[str]]]
) -> list[Response | Refusal]:
    """The rows as one response, after those of them that cannot be added to the first."""
    money = next((r.currency for r in rows if r.currency), "")
    refused: list[Response | Refusal] = [_other_money(r, money) for r in rows if r.currency not in ("", money)]
    rows = [r for r in rows if r.currency in ("", money)]
    first, versions = rows[0], arms.get(_test(rows[0]), {})
    share = _share(rows, of, versions)
    if isinstance(share, Refusal):
        return [*refused, share]
    if len(rows) == 1 and share == first.propensity:
        return [first, *refused]
    fields = first.model_dump(exclude={"id"}) | {
        "shown": sum(r.shown for r in rows),
        "clicked": sum(r.clicked for r in rows),
        "converted": _sum(r.converted for r in rows),
        "value": _sum(r.value for r in rows),
        "spend": _sum(r.spend for r in rows),
        "propensity": share,
    }
    return [Response.model_validate(_paid(fields, money)), *refused]


def _paid(fields: dict[str, object], money: str) -> dict[str, object]:
    some = fields["value"] is not None or fields["spend"] is not None
    return fields | {"currency": money if some else ""}


def _sum(numbers: Iterable[float | None]) -> float | None:
    """None when one of them is not known: a sum without it would be wrong."""
    given = tuple(numbers)
    return None if None in given else sum(n for n in given if n is not None)


def _share(rows: Sequence[Response], of: Mapping[int, str], versions: Mapping[str, set[str]]) -> float | Refusal | None:
    """The share of the audience that the versions in `rows` had together."""
    said: dict[str, float | None] = {}
    for r in rows:
        before = said.setdefault(of[id(r)], r.propensity)
        if before is not None and r.propensity is not None and abs(before - r.propensity) > _SAME:
            return _two_shares(r, before)
    if all(len(names) < 2 for names in versions.values()):
        return next((share for share in said.values() if share is not None), None)
    given = [share for share in said.values() if share is not None]
    if given:
        return sum(given) if len(given) == len(said) else None
    every = sum(len(names) for names in versions.values())
    return len(versions[rows[0].subject]) / every if rows[0].subject in versions else None


def _two_shares(r: Response, before: float) -> Refusal:
    return Refusal(
        subject=r.test,
        why="one version has two shares of the audience on one day",
        got=f"{before:g} and {r.propensity:g}",
        expected="one share a day",
        cure="divide the row by day, or by the column that tells the two apart",
        where=r.source.model_copy(update={"field": "propensity"}),
    )


def _other_money(r: Response, money: str) -> Refusal:
    return Refusal(
        subject=r.subject,
        why=f"other rows about this ad and day are in {money}, and money in two currencies cannot be added",
        got=r.currency,
        expected=money,
        cure="add the column that tells the rows apart, such as market or segment, or bring them into one currency",
        where=r.source.model_copy(update={"field": "currency"}),
    )
