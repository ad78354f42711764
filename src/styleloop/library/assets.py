"""Rows -> assets: what a brand, its inspiration or its competitors have made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args

from styleloop.errors import InputError
from styleloop.language.days import DAY_FIRST, MONTH_FIRST, day_of, day_order, days
from styleloop.language.locales import UNDETERMINED, canonical_locale
from styleloop.types.asset import Asset, Role
from styleloop.types.copy import Copy, SlotText
from styleloop.types.licence import USES, Use
from styleloop.types.record import Refusal, Where
from styleloop.types.row import Row
from styleloop.types.shot import Rights

_SLOTS = ("headline", "body", "cta", "caption", "alt")
_NUMBERED = re.compile(r"(headline|description|body)[ _]?(\d{1,2})", re.IGNORECASE)
_BEAT = " / "
"""Parts the beats of a headline in one cell."""


def assets(rows: Sequence[Row], role: Role) -> Sequence[Asset | Refusal]:
    """One asset or one refusal per row, in order.

    Args:
        rows: rows of ads; a field `picture_sha` holds the hash of a picture that was read.
        role: whose work it is, for rows that do not say so in a column `role`.
    """
    order = day_order(row.get("made") for row in rows)
    seen: dict[str, tuple[str, Where]] = {}
    return [_once(row, _made(row, role, order), seen) for row in rows]


def _made(row: Row, role: Role, order: str) -> Asset | Refusal:
    try:
        return _asset(row, role, order)
    except InputError as problem:
        return Refusal(
            subject=_name(row), why=problem.problem, got=str(problem.got or "nothing"), expected=problem.expected,
            cure=problem.cure, where=row.where.model_copy(update={"field": problem.field}),
        )  # fmt: skip


def _once(row: Row, made: Asset | Refusal, seen: dict[str, tuple[str, Where]]) -> Asset | Refusal:
    """Two rows may say the same (`dedupe` merges them), but one id cannot name two different ads."""
    number = row.get("id")
    if isinstance(made, Refusal) or not number:
        return made
    known = seen.setdefault(number, (made.id, row.where))
    if known[0] == made.id:
        return made
    return Refusal(
        subject=number,
        why=f"this id names another ad in {known[1]}; that row is kept",
        got=number,
        expected="an id of its own",
        cure="give the ad its own id",
        where=row.where.model_copy(update={"field": "id"}),
    )


def _asset(row: Row, role: Role, order: str) -> Asset:
    if row.kind not in ("ad", "unknown"):
        raise InputError("this is no row of an ad", field="kind", got=row.kind, expected="ad")
    words = Copy(slots=tuple(_slots(row)))
    picture = row.get("picture_sha")
    if not words.slots and not picture:
        expected = "a headline, a body, a caption or a picture"
        raise InputError("there is nothing to read: no words and no picture", field="headline", expected=expected)
    return Asset(
        words=words,
        locale=_locale(row, bool(words.slots)),
        channel=row.get("channel") or "social",
        placement=row.get("placement"),
        picture=picture,
        product=row.get("product"),
        rights=_rights(row),
        role=_role(row, role),
        test=row.get("test"),
        name=_name(row),
        made=_day(row, order),
        source=row.where,
    )


def _name(row: Row) -> str:
    return row.get("name") or row.get("id")


def _slots(row: Row) -> Iterator[SlotText]:
    for slot in _SLOTS:
        text = row.get(slot)
        if text:
            yield SlotText(slot=slot, text=text.replace(_BEAT, "\n") if slot == "headline" else text)
    # Responsive search ads carry up to fifteen headlines and four descriptions in columns of their own.
    for title, text in row.fields:
        numbered = _NUMBERED.fullmatch(title)
        if numbered and text:
            slot = "headline" if numbered[1].lower() == "headline" else "body"
            yield SlotText(slot=f"{slot}_{int(numbered[2])}", text=text)


def _locale(row: Row, has_words: bool) -> str:
    said = row.get("locale")
    if not said and not has_words:
        return UNDETERMINED
    known = canonical_locale(said)
    if known:
        return known
    expected = "a language and a country that exist, such as en-GB, de-DE, ar-AE"
    if not said:
        raise InputError("the row names no locale", field="locale", expected=expected, cure="add a column locale")
    raise InputError("there is no such locale", field="locale", got=said, expected=expected)


def _role(row: Row, role: Role) -> Role:
    said = row.get("role").casefold()
    known: dict[str, Role] = {name: name for name in get_args(Role)}
    if said and said not in known:
        raise InputError("there is no such role", field="role", got=said, expected=", ".join(known))
    return known.get(said, role)


def _rights(row: Row) -> Rights | None:
    """What columns of their own say of who may show the picture, where and until when; None where they say nothing."""
    owner, markets, licence = row.get("owner"), row.get("markets"), row.get("licence")
    starts, ends = (_stated_day(row, name) for name in ("starts", "ends"))
    forbids = tuple(_use(use) for use in re.split(r"[,;\s]+", row.get("forbids")) if use)
    if not (owner or markets or starts or ends or licence or forbids):
        return None
    places = tuple(_market(place) for place in re.split(r"[,;\s]+", markets) if place)
    return Rights(owner=owner, markets=places, starts=starts, ends=ends, licence=licence, forbids=forbids)


def _use(said: str) -> Use:
    known: dict[str, Use] = {use: use for use in USES}
    if said.casefold() not in known:
        raise InputError("there is no such use", field="forbids", got=said, expected=", ".join(USES))
    return known[said.casefold()]


def _market(said: str) -> str:
    known = canonical_locale(said)
    if known is None:
        raise InputError("there is no such locale", field="markets", got=said, expected="locales such as en-GB, de-DE")
    return known


def _stated_day(row: Row, name: str) -> date | None:
    said = row.get(name)
    found = day_of(said) if said else None
    if said and found is None:
        raise InputError("this is no day", field=name, got=said, expected="a day such as 2027-03-31")
    return found


def _day(row: Row, order: str) -> date | None:
    said = row.get("made")
    found = day_of(said, order) if said else None
    if not said or found:
        return found
    both = days(said)
    expected = f"{both[DAY_FIRST]} or {both[MONTH_FIRST]}" if len(both) == 2 else "a day such as 2026-03-31"
    why = "the day may mean two things" if len(both) == 2 else "this is no day"
    raise InputError(why, field="made", got=said, expected=expected, cure="write days as 2026-03-31")
