"""Rows of reports -> responses: whose they are, on which day, how often shown and clicked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

from styleloop.errors import InputError
from styleloop.language.days import DAY_FIRST, MONTH_FIRST, day_of, day_order, days
from styleloop.language.figures import decimal_mark, figure, plain, readings
from styleloop.language.locales import canonical_locale, currency_of
from styleloop.types.asset import UNDATED, Exposure, Response
from styleloop.types.record import Refusal
from styleloop.types.row import Row

_NOTHING = frozenset({"", "-", "--", "—", "–", "n/a", "null", "none", "nan"})
_YES = frozenset({"1", "true", "yes", "y", "ja", "oui", "sí", "si", "نعم"})
_NO = frozenset({"0", "false", "no", "n", "nein", "non", "لا"})
_TOTAL = re.compile(
    r"(grand )?(totals?|summe|gesamt|gesamtsumme|insgesamt|الإجمالي|المجموع)(\s*[:–-].*)?", re.IGNORECASE
)
_COPY = re.compile(r"(.+?)(?: ?[-–] (?:copy|kopie|copie|copia)(?: \d+)?)+", re.IGNORECASE)
_BREAKDOWNS = ("network", "device", "age", "gender")
_MATCH = "name the ad as it is named in library/ads.csv, or give its test and its words (headline) in the row"
_CARRIED = ("version", "headline", "body", "caption", "picture_sha")
"""Columns by which a row of a test says which version it is about."""


@dataclass(frozen=True)
class _Habits:
    """How one file writes numbers and days, shown by its certain cells."""

    mark: str
    order: str
    dated: bool


@dataclass(frozen=True)
class _Reading:
    """What one call knows beside the row."""

    names: Mapping[str, str]
    folded: Mapping[str, str]
    ids: frozenset[str]
    simulated: bool
    market: str
    today: date | None
    habits: _Habits


def responses(
    rows: Sequence[Row],
    names: Mapping[str, str],
    simulated: bool = False,
    *,
    market: str = "",
    today: date | None = None,
) -> Sequence[Response | Refusal]:
    """One response or one refusal per row, in order; rows of totals are left out (see `totals`).

    Args:
        rows: rows of any kind; those that are no responses are refused.
        names: ad name -> id of the asset or publication it names. An id may stand in the report as well.
        simulated: the audience is simulated; a column `simulated` can say so of single rows.
        market: market of rows that name none.
        today: rows of days after tomorrow are refused; where a day begins is a matter of the time zone.
    """
    folded = {_fold(name): subject for name, subject in sorted(names.items(), reverse=True)}
    ids = frozenset(names.values())
    habits = {file: _habits(inner) for file, inner in _by_file(rows).items()}
    seen: dict[str, Row] = {}
    found: list[Response | Refusal] = []
    for row in rows:
        if is_total(row):
            continue
        known = _Reading(names, folded, ids, simulated, market, today, habits[row.where.file])
        found.append(_once(row, _response(row, known), seen))
    return found


def totals(rows: Sequence[Row]) -> int:
    """How many rows are sums of others, which would count everything twice."""
    return sum(is_total(row) for row in rows)


def is_total(row: Row) -> bool:
    """Whether the row is a report's own sum: `Total`, `Total: Ads`, `Summe`."""
    if row.kind != "response":
        return False
    first = row.fields[0][1] if row.fields else ""
    return any(
        _TOTAL.fullmatch(text.strip()) for text in (first, row.get("ad"), row.get("day"), row.get("status")) if text
    )


def _by_file(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    files: dict[str, list[Row]] = {}
    for row in rows:
        files.setdefault(row.where.file, []).append(row)
    return files


def _habits(rows: Sequence[Row]) -> _Habits:
    amounts = [row.get(name) for row in rows for name in ("spend", "value")]
    dates = [row.get(name) for row in rows for name in ("day", "until")]
    return _Habits(decimal_mark(amounts), day_order(dates), any(_text(row, "day") for row in rows))


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _once(row: Row, made: Response | Refusal, seen: dict[str, Row]) -> Response | Refusal:
    if isinstance(made, Refusal):
        return made
    key = (
        f"{made.id} {_fold(row.get('version'))}"  # two versions may have the same words, and by chance the same answers
    )
    if key in seen:
        return Refusal(
            subject=row.get("ad"),
            why=f"this is the same ad, day, place and figures as in {seen[key].where}; it is counted once",
            got=f"{made.shown} shown, {made.clicked} clicked",
            expected="one row per ad, day, format and segment",
            cure="add the column that tells the rows apart, such as device or segment",
            where=row.where,
        )
    seen[key] = row
    return made


def _response(row: Row, known: _Reading) -> Response | Refusal:
    try:
        if row.kind != "response":
            raise InputError("this is no row of a report", field="kind", got=row.kind, expected="response")
        fields = _fields(row, known)
    except InputError as problem:
        return _refused(row, problem)
    subject = _subject(row.get("ad"), known)
    return Response(subject=subject, **fields, source=row.where) if subject else _unmatched(row, known)


def _fields(row: Row, known: _Reading) -> dict[str, Any]:
    shown, clicked = _count(row, "shown"), _clicked(row)
    if clicked > shown:
        got, cure = f"clicked {clicked}, shown {shown}", "check that both columns count the same thing"
        expected = f"clicked at most {shown}"
        raise InputError("more clicks than impressions", field="clicked", got=got, expected=expected, cure=cure)
    spend, value = _spend(row, known.habits.mark), _amount(row, "value", known.habits.mark)
    exposure, propensity = _exposure(row)
    return {
        "test": row.get("test"),
        "market": _market(row, known.market),
        "placement": row.get("placement"),
        "segment": _segment(row),
        "day": _day(row, known),
        "shown": shown,
        "clicked": clicked,
        "converted": _converted(row),
        "value": value,
        "spend": spend,
        "currency": _currency(row, needed=spend is not None or value is not None),
        "exposure": exposure,
        "propensity": propensity,
        "simulated": known.simulated or _flag(row, "simulated"),
    }


def _refused(row: Row, problem: InputError) -> Refusal:
    return Refusal(
        subject=row.get("ad"),
        why=problem.problem,
        got=str(problem.got or "nothing"),
        expected=problem.expected,
        cure=problem.cure,
        where=row.where.model_copy(update={"field": problem.field}),
    )


def _subject(name: str, known: _Reading) -> str:
    return known.names.get(name) or known.folded.get(_fold(name), "") or (name if name in known.ids else "")


def _unmatched(row: Row, known: _Reading) -> Refusal:
    name = row.get("ad")
    where = row.where.model_copy(update={"field": "ad"})
    original = _COPY.fullmatch(name)
    cure = _MATCH
    if original and _subject(original[1], known):
        cure = f"if it is a copy of {original[1]!r} with the same words and picture, say so: {_MATCH}"
    why = "no ad of this name is known" if name else "the row names no ad"
    return Refusal(
        subject=name,
        why=why,
        got=name or "nothing",
        expected=f"one of {len(known.names)} known ad names",
        cure=cure,
        where=where,
        permanent=False,
    )


def _text(row: Row, name: str) -> str:
    text = row.get(name)
    return "" if text.strip().casefold() in _NOTHING else text


def _number(row: Row, name: str, mark: str = "") -> Decimal | None:
    text = _text(row, name)
    if not text:
        return None
    percent = plain(text).endswith("%")
    bare = plain(text).removesuffix("%").strip()
    found = readings(bare)
    number = figure(bare, mark)
    if number is None and len(found) == 2:
        one, other = sorted(found.values())
        expected = f"{one.normalize():f} or {other.normalize():f}"
        cure = "write decimals with a point and thousands without a mark: 1250.00"
        raise InputError("the number may mean two things", field=name, got=text, expected=expected, cure=cure)
    if number is None:
        raise InputError("this is no number", field=name, got=text, expected="a number such as 1250.50")
    if number < 0:
        raise InputError("the number is negative", field=name, got=text, expected="0 or more")
    return number / 100 if percent else number


def _count(row: Row, name: str) -> int:
    text = _text(row, name)
    # In a count, whatever parts three digits is a thousands mark.
    found = readings(text)
    whole = [int(n) for n in found.values() if n == n.to_integral_value()]
    if not text or len(whole) != 1 or whole[0] < 0:
        raise InputError("this is no count", field=name, got=row.get(name), expected="a whole number, 0 or more")
    return whole[0]


def _clicked(row: Row) -> int:
    if _text(row, "clicked") or not _text(row, "results"):
        return _count(row, "clicked")
    if "click" in row.get("result_indicator").casefold():
        return _count(row, "results")
    raise InputError(
        "the row says results, but not of clicks",
        field="clicked",
        got=row.get("result_indicator"),
        expected="a count of clicks",
        cure="export the column Link clicks",
    )


def _converted(row: Row) -> int | None:
    """Whole conversions; shares that a platform credits are rounded."""
    name = "converted"
    if not _text(row, name) and re.search(r"purchase|lead|conversion", row.get("result_indicator"), re.IGNORECASE):
        name = "results"
    text = _text(row, name)
    if not text:
        return None
    whole = [n for n in readings(text).values() if n == n.to_integral_value() and n >= 0]
    number = whole[0] if len(whole) == 1 else _number(row, name)
    return None if number is None else round(number)


def _amount(row: Row, name: str, mark: str) -> float | None:
    number = _number(row, name, mark)
    if number is None:
        return None
    if not math.isfinite(float(number)):
        raise InputError("the number is too large", field=name, got=row.get(name), expected="an amount of money")
    return float(number)


def _spend(row: Row, mark: str) -> float | None:
    micros = _number(row, "cost_micros") if not _text(row, "spend") else None
    return _amount(row, "spend", mark) if micros is None else float(micros / 1_000_000)


def _currency(row: Row, needed: bool) -> str:
    text = _text(row, "currency")
    code, expected = currency_of(text), "an ISO 4217 code such as GBP"
    if text and not code:
        raise InputError("there is no such currency", field="currency", got=text, expected=expected)
    if needed and not code:
        cure = "add a column currency, or put it into the title: Amount spent (GBP)"
        raise InputError("money is given without its currency", field="currency", expected=expected, cure=cure)
    return code if needed else ""


def _day(row: Row, known: _Reading) -> date:
    """The day the row is about, or on which what it is about began; `UNDATED` in a test whose report has no days."""
    if not known.habits.dated and row.get("test"):
        return UNDATED
    day = _date(row, "day", known)
    if _text(row, "until"):
        until = _date(row, "until", known)
        if until < day:
            why = "it ends before it begins"
            raise InputError(why, field="until", got=f"{day} to {until}", expected=f"{day} or later")
    if known.today and day > known.today + timedelta(days=1):
        cure = "check the year, and whether day and month are the right way round"
        expected = f"{known.today} or earlier"
        raise InputError("the day has not come yet", field="day", got=str(day), expected=expected, cure=cure)
    return day


def _date(row: Row, name: str, known: _Reading) -> date:
    text = _text(row, name)
    found = day_of(text, known.habits.order)
    if found:
        return found
    if len(days(text)) == 2:
        expected = f"{days(text)[DAY_FIRST]} or {days(text)[MONTH_FIRST]}"
        why, cure = "the day may mean two things, and no other row of the file tells which", "write days as 2026-03-31"
        raise InputError(why, field=name, got=text, expected=expected, cure=cure)
    raise InputError("this is no day", field=name, got=text, expected="a day as YYYY-MM-DD, such as 2026-03-31")


def _market(row: Row, fallback: str) -> str:
    text = _text(row, "market") or fallback
    expected = "the locale of a market, such as en-GB"
    if not text:
        cure = "add a column market, or say which market the report is from"
        raise InputError("the row names no market", field="market", expected=expected, cure=cure)
    known = canonical_locale(text)
    if not known:
        cure = "name markets as the files in markets/ are named"
        raise InputError("there is no such locale", field="market", got=text, expected=expected, cure=cure)
    return known


def _segment(row: Row) -> str:
    parts = [row.get("segment"), *(row.get(name) for name in _BREAKDOWNS)]
    return " / ".join(part for part in parts if part) or "all"


def _exposure(row: Row) -> tuple[Exposure, float | None]:
    carried = row.get("test") and any(row.get(name) for name in _CARRIED)
    said = _text(row, "exposure").casefold() or ("randomised" if carried else "observational")
    known = {name: name for name in get_args(Exposure)} | {"randomized": "randomised"}
    if said not in known:
        expected = ", ".join(get_args(Exposure))
        raise InputError("no such way to assign an audience", field="exposure", got=said, expected=expected)
    exposure: Exposure = known[said]
    share = _number(row, "propensity", ".")
    if share is not None and not 0 < share <= 1:
        got = row.get("propensity")
        raise InputError(
            "the share of the audience is out of range", field="propensity", got=got, expected="above 0, at most 1"
        )
    if exposure == "randomised" and not row.get("test"):
        raise InputError(
            "a randomised row must name its test", field="test", expected="the test's id", cure="add a column test"
        )
    if exposure == "propensity" and share is None:
        raise InputError("the share of the audience is missing", field="propensity", expected="above 0, at most 1")
    return exposure, None if share is None else float(share)


def _flag(row: Row, name: str) -> bool:
    text = _text(row, name).casefold()
    if text in _YES or text in _NO or not text:
        return text in _YES
    raise InputError("this is neither yes nor no", field=name, got=text, expected="true or false")
