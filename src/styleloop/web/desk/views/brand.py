"""What the Brand screen shows: the kit, what may be said until when, the guidelines, and how the checks fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from styleloop.app import brandedits
from styleloop.app.brandedits import Edit
from styleloop.app.noise import DAYS, Noise, noise
from styleloop.app.project import Project
from styleloop.app.register import SOON, live
from styleloop.app.rules import Listed, drafted, listed
from styleloop.app.tinting import contrast
from styleloop.types.audit import FAMILIES
from styleloop.types.brand import Claim
from styleloop.web.brandfonts import slug_of
from styleloop.web.desk.views.wizard import Panel, panels
from styleloop.web.desk.words import plural

LATEST = 5
"""Edits that are listed."""
MOST_CLAIMS, MOST_RULES = 200, 100
FAMILY_NAMES = {
    "claims": "Claims", "legal": "Law", "brand": "Brand", "likeness": "Likeness", "platform": "Platform",
    "legibility": "Legibility and access", "language": "Language", "safety": "Safety",
    "homogenisation": "Sameness",
}  # fmt: skip


@dataclass(frozen=True)
class Colour:
    """One colour of the palette, and which words can be read on it."""

    name: str
    hex: str
    role: str
    dark: float
    light: float


@dataclass(frozen=True)
class ClaimRow:
    """One claim."""

    slug: str
    wordings: tuple[tuple[str, str], ...]
    proof: str
    where: str
    state: str
    """`ended`, `soon`, `holds` or `begins`."""
    until: str
    live: int
    """Posts that carry it."""


@dataclass(frozen=True)
class CheckRow:
    """One check, or one rule of it."""

    name: str
    says: str
    hits: int
    answered: int
    dismissed: int
    rate: float
    noisy: bool
    words: str
    rules: tuple[CheckRow, ...] = ()


@dataclass(frozen=True)
class FamilyRow:
    """The checks of one family."""

    name: str
    checks: tuple[CheckRow, ...]


@dataclass(frozen=True)
class BrandPage:
    """All that the screen shows."""

    colours: tuple[Colour, ...]
    panels: tuple[Panel, ...]
    faces: tuple[tuple[str, str, str], ...]
    """(script, what it is for, family)."""
    slugs: dict[str, str]
    claims: tuple[ClaimRow, ...]
    soon: int
    waiting: tuple[Listed, ...]
    """Rules nobody has answered."""
    answered: tuple[Listed, ...]
    unread: int
    families: tuple[FamilyRow, ...]
    noisy: tuple[Noise, ...]
    edits: tuple[Edit, ...]
    days: int = DAYS


def brand_page(project: Project) -> BrandPage:
    """The screen as it stands."""
    kit = project.kit
    parts = (("headlines", "serif"), ("body", "sans"))
    faces = tuple((face.script, part, getattr(face, field)[0]) for face in kit.faces for part, field in parts)
    claims = claim_rows(project)
    found, unread = drafted(project)
    heard = noise(project)
    return BrandPage(
        colours=_colours(project),
        panels=panels(kit.tones, project.store.blobs.get(kit.logo)),
        faces=faces,
        slugs={name: slug_of(name) for _, _, name in faces},
        claims=claims[:MOST_CLAIMS],
        soon=sum(row.state == "soon" for row in claims),
        waiting=found[:MOST_RULES],
        answered=listed(project),
        unread=len(unread),
        families=_families(project, heard),
        noisy=tuple(one for one in heard if one.noisy),
        edits=brandedits.edits(project)[:LATEST],
    )


def _colours(project: Project) -> tuple[Colour, ...]:
    codes = [c.hex for c in project.kit.colours] or ["#000000", "#ffffff"]
    dark = min(codes, key=lambda code: contrast(code, "#000000"))
    light = max(codes, key=lambda code: contrast(code, "#000000"))
    return tuple(
        Colour(c.name, c.hex, c.role, contrast(c.hex, dark), contrast(c.hex, light)) for c in project.kit.colours
    )


def claim_rows(project: Project) -> tuple[ClaimRow, ...]:
    """Claims: those that end soonest first, then those without an end, then those that have ended."""
    live = _live(project)
    rows = [(claim, _claim_state(claim, project.today)) for claim in project.kit.claims]
    order = {"soon": 0, "holds": 1, "begins": 2, "ended": 3}
    rows.sort(key=lambda row: (order[row[1]], row[0].ends or date.max, row[0].slug))
    return tuple(
        ClaimRow(
            claim.slug, tuple((w.locale, w.text) for w in claim.wordings), claim.proof, _where(project, claim), state,
            _until(claim, state, project.today), live[claim.slug],
        )
        for claim, state in rows
    )  # fmt: skip


def _claim_state(claim: Claim, today: date) -> str:
    if claim.ends and claim.ends < today:
        return "ended"
    if claim.starts and claim.starts > today:
        return "begins"
    return "soon" if claim.ends and (claim.ends - today).days <= SOON else "holds"


def _until(claim: Claim, state: str, today: date) -> str:
    if state == "begins":
        return f"begins {claim.starts}"
    if claim.ends is None:
        return "no end"
    if state == "ended":
        return f"ended {claim.ends}"
    days = (claim.ends - today).days
    return f"{'last day today' if not days else plural(days, 'day') + ' left'}, until {claim.ends}"


def _where(project: Project, claim: Claim) -> str:
    names = {m.locale: m.name for m in project.kit.markets}
    markets = ", ".join(names.get(m, m) for m in claim.markets) or "every market"
    return f"{', '.join(claim.products) or 'the whole brand'}; {markets}"


def _live(project: Project) -> Counter[str]:
    """Claim -> how many posts that are out rest on it."""
    return Counter(one.key for post in live(project) for one in post.rests_on if one.kind == "claim")


def _families(project: Project, heard: Sequence[Noise]) -> tuple[FamilyRow, ...]:
    told = {(one.guardrail, one.rule): one for one in heard}
    rows: dict[str, list[CheckRow]] = {}
    for guardrail in project.guardrails:
        name = f"{guardrail.name}@{guardrail.version}"
        rules = tuple(_row(told.get((name, rule)), rule, says) for rule, says in guardrail.rules.items())
        row = _row(told.get((name, "")), guardrail.name, "", rules)
        rows.setdefault(guardrail.family, []).append(row)
    return tuple(FamilyRow(FAMILY_NAMES[family], tuple(rows[family])) for family in FAMILIES if family in rows)


def _row(heard: Noise | None, name: str, says: str, rules: tuple[CheckRow, ...] = ()) -> CheckRow:
    if heard is None:
        return CheckRow(name, says, 0, 0, 0, 0.0, False, "", rules)
    return CheckRow(
        name, says, heard.hits, heard.answered, heard.dismissed, heard.rate, heard.noisy, heard.words, rules
    )
