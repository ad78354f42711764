"""Which of a product's pictures a draft shows: rights first, then palette, room for words, and wear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from styleloop.types.record import Refusal
from styleloop.types.shot import Shot
from styleloop.types.variant import Draft

PALETTE, ROOM, WEAR = 1.0, 0.5, 1.2
"""What each of the three is worth. A convention: no test has measured them. Wear leads, so that pictures take turns."""
FAR = 0.22
"""OKLab distance at which a picture's colours have nothing to do with the palette; a clear step is about 0.05."""
HALF_LIFE = 30
"""Days after which having been shown counts half."""
_TELLING = 0.02
"""Difference in a term under which it is not named as a reason."""


@dataclass(frozen=True)
class Candidate:
    """One picture and what was measured of it.

    Attributes:
        shot: whose picture, what must stay in sight, rights.
        fault: why it cannot be shown at all (damaged, too small), or "".
        cut: it stands on the template's stage as a cut-out; else it is a photograph that fills its panel.
        off: palette's name -> distance: how far a photograph's colours are from the palette's, or by how much a cut-out
            falls short of standing out from the wall; OKLab, 0 is best.
        room: share of the place where words will stand that is calm in it; None where no words stand on pictures.
        days: days on which it was shown in this market, oldest first; one entry for each line.
    """

    shot: Shot
    fault: str = ""
    cut: bool = False
    off: Mapping[str, float] | None = None
    room: float | None = None
    days: tuple[date, ...] = ()

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.shot.file or f"picture {self.shot.picture[:8]}"


def usable(
    candidates: Sequence[Candidate], market: str, day: date
) -> tuple[tuple[Candidate, ...], tuple[tuple[Candidate, str], ...]]:
    """(those that may be shown in `market` on `day`, the others with the reason)."""
    good, left = [], []
    for one in candidates:
        against = one.fault or (one.shot.rights.against(market, day) if one.shot.rights else "")
        if against:
            left.append((one, against))
        else:
            good.append(one)
    return tuple(good), tuple(left)


def shown(
    drafts: Sequence[Draft], candidates: Sequence[Candidate], market: str, day: date
) -> Sequence[Draft] | Refusal:
    """Each draft with the picture that suits it best, and why in words; a Refusal where none may be shown.

    A picture counts as worn by what was shown of it in this market, a day 30 days ago half as much as today, and by
    the drafts before this one in the same batch. Equal pictures go by the order they are given in.

    Args:
        drafts: of one product in one market; each has its palette.
        candidates: the product's pictures, the main one first.
        market: locale.
        day: on which rights and wear are looked at.
    """
    good, left = usable(candidates, market, day)
    if not good:
        return _none(drafts, left, market)
    batch: Counter[str] = Counter()
    made = []
    for draft in drafts:
        terms = [_terms(one, draft.tone, day, batch[one.shot.picture]) for one in good]
        best = max(range(len(good)), key=lambda i: (round(sum(terms[i].values()), 9), -i))
        picture = good[best].shot.picture
        batch[picture] += 1
        why = _why(draft.tone, good, terms, best, left)
        said = {**draft.model_dump(exclude={"id"}), "picture": picture, "picture_why": why}
        made.append(Draft.model_validate(said))
    return made


def _terms(one: Candidate, tone: str, day: date, now: int) -> dict[str, float]:
    """What speaks for a picture, each term 0 (worst) to its weight."""
    worn = now + sum(0.5 ** (max(0, (day - then).days) / HALF_LIFE) for then in one.days)
    off = (one.off or {}).get(tone, FAR / 2)
    return {
        "palette": PALETTE * (1 - min(1.0, off / FAR)),
        "room": 0.0 if one.room is None else ROOM * one.room,
        "wear": WEAR / (1 + worn),
    }


def _why(
    tone: str,
    good: Sequence[Candidate],
    terms: Sequence[Mapping[str, float]],
    best: int,
    left: Sequence[tuple[Candidate, str]],
) -> tuple[str, ...]:
    chosen = good[best]
    said = [f"{chosen.name} shown: {_reasons(chosen, tone, terms, best) if len(good) > 1 else _alone(left)}"]
    said.append(f"{chosen.name}: {_rights(chosen.shot)}")
    for index, one in enumerate(good):
        if index != best:
            weaker = _weaker(one, tone, terms[index], terms[best])
            said.append(f"{one.name} left: {weaker}")
    return (*said, *(f"{one.name} left: {why}" for one, why in left))


def _alone(left: Sequence[object]) -> str:
    return "the only one that may be" if left else "the product has no other"


def _reasons(one: Candidate, tone: str, terms: Sequence[Mapping[str, float]], best: int) -> str:
    """The terms in which it is ahead of the nearest of the others; its place in the list where it is ahead in none."""
    others = [t for i, t in enumerate(terms) if i != best]
    ahead = [key for key in terms[best] if terms[best][key] >= max(t[key] for t in others) + _TELLING]
    said = {
        "palette": f"stands out best from the palette {tone}" if one.cut else f"nearest to the palette {tone}",
        "room": f"{one.room or 0:.0%} of the place for words is calm",
        "wear": _worn(one),
    }
    together = "palette and wear" if one.room is None else "palette, room for words and wear"
    return "; ".join(said[key] for key in ahead) or f"best when {together} are taken together"


def _weaker(one: Candidate, tone: str, mine: Mapping[str, float], best: Mapping[str, float]) -> str:
    behind = [key for key in mine if mine[key] < best[key] - _TELLING]
    said = {
        "palette": f"stands out less from the palette {tone}" if one.cut else f"farther from the palette {tone}",
        "room": f"only {one.room or 0:.0%} of the place for words is calm",
        "wear": _worn(one) if one.days else "another line of this batch shows it",
    }
    return "; ".join(said[key] for key in behind) or "as good, and later in the list"


def _worn(one: Candidate) -> str:
    if not one.days:
        return "not shown in this market yet"
    times = "once" if len(one.days) == 1 else f"{len(one.days)} times"
    return f"shown in this market {times}, last on {max(one.days).isoformat()}"


def _rights(shot: Shot) -> str:
    if shot.rights is None:
        return "nobody stated its rights"
    parts = [f"rights of {shot.rights.owner}" if shot.rights.owner else "rights stated"]
    if shot.rights.ends:
        parts.append(f"until {shot.rights.ends.isoformat()}")
    if shot.rights.markets:
        parts.append(f"for {', '.join(shot.rights.markets)}")
    return " ".join(parts)


def _none(drafts: Sequence[Draft], left: Sequence[tuple[Candidate, str]], market: str) -> Refusal:
    product = drafts[0].product if drafts else ""
    return Refusal(
        subject=product,
        why=f"no picture of {product} may be shown in {market}",
        got="; ".join(f"{one.name}: {why}" for one, why in left) or "no picture",
        expected="one picture whose rights hold here and today",
        cure=f"add another to products/pictures, or renew the rights in {product}.toml beside it",
    )
