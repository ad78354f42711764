"""A second version beside the one that speaks: put up, given its share of a campaign's lines, taken down."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from styleloop.adapters.stores.store import Turn
from styleloop.app.project import Project
from styleloop.app.styling import current
from styleloop.errors import InputError
from styleloop.types.brief import Campaign
from styleloop.types.style import StyleVector

USUAL_SHARE = 0.2
"""Of a campaign's lines, where a person puts up a challenger and says no share."""
MOST = 0.5
"""A challenger never makes more than the version that speaks."""


@dataclass(frozen=True)
class Challenge:
    """A market's challenger, and the version it is held against."""

    market: str
    challenger: StyleVector
    champion: StyleVector
    share: float
    since: str


def running(project: Project, market: str) -> Challenge | None:
    """The challenger of a market, or None."""
    turn = project.store.challenger(market)
    if turn is None:
        return None
    return Challenge(market, project.store.styles.get(turn.style), current(project, market), turn.share, turn.at)


def asked(project: Project, market: str) -> Challenge:
    """The challenger of a market.

    Raises:
        InputError: there is none.
    """
    found = running(project, market)
    if found is None:
        raise InputError(
            "no challenger is being tried", field="market", got=market, cure="styleloop refine --as-challenger 0.2"
        )
    return found


def divided(project: Project, campaign: Campaign, market: str) -> tuple[tuple[StyleVector, int], ...]:
    """(version, how many of the campaign's lines it makes), in the order in which they choose.

    The challenger makes its share of the lines, rounded, at least one, and leaves at least one to the version that
    speaks: a single line is never the challenger's, for it could not be compared with anything. Who chooses first is
    left to the campaign's id and the seed, so that neither always has the better pick.
    """
    found = running(project, market)
    mine = lines_of(found.share, campaign.lines) if found else 0
    if found is None or not mine:
        return ((current(project, market), campaign.lines),)
    both = (found.champion, campaign.lines - mine), (found.challenger, mine)
    turned = zlib.crc32(f"{project.settings.run.seed} {campaign.id} {market}".encode()) % 2
    return both[::-1] if turned else both


def lines_of(share: float, lines: int) -> int:
    """How many of `lines` a challenger with this share makes."""
    if share <= 0 or lines < 2:
        return 0
    return min(max(1, int(share * lines + 0.5)), lines - 1)


def put_up(project: Project, market: str, style: str, share: float, who: str) -> Challenge:
    """Let a kept version draft its share of the campaigns in a market, beside the one that speaks.

    Raises:
        InputError: nobody signed, the share is out of range, or there is no such version for this market.
    """
    signed(who)
    if not 0 < share <= MOST:
        raise InputError("out of range", field="--share", got=share, expected=f"above 0, at most {MOST:g}")
    project.market(market)
    champion, version = current(project, market), project.store.styles.find(style)
    places = (champion.market, champion.channel)
    if version is None or (version.market, version.channel) != places or version.id == champion.id:
        raise InputError(
            "no version that could challenge here", field="--put-up", got=style,
            expected=f"the id of another version of {market}", cure=f"see: styleloop style {market} --history",
        )  # fmt: skip
    turn = Turn(market=market, style=style, why=f"put up by {who.strip()}", role="challenges", share=share)
    project.store.record([(turn, f"put up:{market}:{style}:{turns(project, market)}")])
    return asked(project, market)


def ended(project: Project, found: Challenge, wins: bool, why: str) -> None:
    """Let the challenger speak, or take it down."""
    market, version = found.market, found.challenger.id
    turn = Turn(market=market, style=version, why=why, role="speaks" if wins else "stands down")
    project.store.record([(turn, f"ended:{market}:{version}:{turns(project, market)}")])


def turns(project: Project, market: str) -> int:
    """How often something changed in a market: part of every key, so that one change is kept once."""
    return sum(turn.role != "held" for turn in project.store.chronicle(market))


def signed(who: str) -> str:
    """The name a decision is signed with.

    Raises:
        InputError: it is empty.
    """
    if not who.strip():
        raise InputError("a decision is signed", field="--who", expected="your pseudonymous id")
    return who.strip()
