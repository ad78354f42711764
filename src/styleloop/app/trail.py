"""The trail as the application reads it: what it says, and who the people in it are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from styleloop.adapters.stores.engine import scrub, writing
from styleloop.app.project import Project
from styleloop.app.register import posts_with
from styleloop.errors import InputError
from styleloop.types.review import ERASED
from styleloop.types.trail import Entry

SHORTEST = 3
"""Letters from which a part of a name counts as the name."""


def entries(
    project: Project, *, variant: str = "", claim: str = "", who: str = "", since: date | None = None
) -> tuple[Entry, ...]:
    """What the trail says, oldest first, narrowed by what is asked.

    Args:
        project: where.
        variant: id of a piece, or the beginning of it.
        claim: slug of a claim: its changes, what was set aside because of it, and posts that make it.
        who: pseudonymous id of a person.
        since: first day.

    Raises:
        ValueError: an entry was changed; `styleloop trail verify` says which.
    """
    made = posts_with(project, claim) if claim else frozenset()
    return tuple(
        one
        for one in project.store.trail.every()
        if (not variant or str(one.body.get("variant", "")).startswith(variant))
        and (not who or one.body.get("who") == who)
        and (since is None or date.fromisoformat(one.at[:10]) >= since)
        and (not claim or _about(one, claim, made))
    )


def _about(entry: Entry, claim: str, posts: frozenset[str]) -> bool:
    body = entry.body
    cites = str(body.get("cited", "")).startswith(f"claim.{claim}:")
    post = body.get("id") if entry.kind == "publication" else body.get("publication", "")
    return body.get("claim") == claim or cites or post in posts


@dataclass(frozen=True)
class Erased:
    """What was erased, and what cannot be."""

    name: bool
    """Whether the id had a name."""
    reasons: int
    """Reasons that named the person."""
    older: tuple[int, ...]
    """Numbers of entries that hold such a reason in their own words, from before reasons were sealed."""


def erase(project: Project, who: str, by: str = "", role: str = "", *, dry_run: bool = False) -> Erased:
    """Forget the name of a pseudonymous id, and the words of every reason that names the person.

    The trail keeps the id and the seals, and stays valid; that it was done is an entry.

    Raises:
        InputError: no id was given.
    """
    if not who.strip():
        raise InputError("whose name is to be erased?", field="who", expected="a pseudonymous id")
    called = project.store.people.all().get(who, "")
    naming = [seal for seal, (_, words) in project.store.reasons.all().items() if names(words, called)]
    older = tuple(row["seq"] for row in project.store.trail.rows() if names(str(row["body"].get("reason", "")), called))
    if called and not dry_run:
        with writing(project.store.engine) as connection:
            project.store.people.erase(who, connection)
            project.store.reasons.erase(naming, connection)
            told = {"who": who, "by": by, "role": role, **({"reasons": len(naming)} if naming else {})}
            project.store.trail.add([("erasure", told)], connection)
        scrub(project.store.engine)
    return Erased(bool(called), len(naming), older)


def erase_reason(project: Project, entry: int, by: str = "", role: str = "", *, dry_run: bool = False) -> int:
    """Forget the words of one entry's reason, and of every reason that repeats them; how many reasons that were.

    Raises:
        InputError: there is no such entry, or its reason was erased before or cannot be.
    """
    row = next((one for one in project.store.trail.rows() if one["seq"] == entry), None)
    if row is None:
        raise InputError(
            "the trail has no such entry", field="erase", got=entry, expected="its number; see: styleloop trail"
        )
    known = project.store.reasons.all()
    found = known.get(str(row["body"].get("sealed", "")))
    if found is None:
        old = "it stands in the chain itself, from before reasons were sealed" if row["body"].get("reason") else ""
        raise InputError("no reason of this entry can be erased", field="erase", got=entry, cure=old)
    repeated = [seal for seal, (_, words) in known.items() if found[1] in words]
    if not dry_run:
        with writing(project.store.engine) as connection:
            project.store.reasons.erase(repeated, connection)
            told = {"entry": entry, "by": by, "role": role, "reasons": len(repeated)}
            project.store.trail.add([("erasure", told)], connection)
        scrub(project.store.engine)
    return len(repeated)


def names(words: str, called: str) -> bool:
    """Whether words name a person: by the whole name, or by a part of it with three letters or more."""
    parts = {called, *(part for part in called.split() if len(part) >= SHORTEST)} if called.strip() else set()
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words, re.IGNORECASE) for part in sorted(parts))


def because(project: Project, every: Sequence[Entry]) -> tuple[str, ...]:
    """The reason of each entry in the words that were typed, or that they were erased; empty where there is none."""
    known = project.store.reasons.all()
    return tuple(
        known.get(str(sealed), ("", ERASED))[1]
        if (sealed := one.body.get("sealed"))
        else str(one.body.get("reason", ""))
        for one in every
    )


def name(project: Project, who: str, called: str) -> None:
    """Say who a pseudonymous id is: the only place where the name stands.

    Raises:
        InputError: the id or the name is empty, or longer than 200 characters, or holds signs that nobody sees.
    """
    for field, text in (("who", who), ("name", called)):
        if not text.strip() or len(text) > 200 or not text.isprintable():
            raise InputError("that is no id or name", field=field, got=text, expected="1 to 200 visible characters")
    project.store.people.name(who.strip(), called.strip())


def people(project: Project) -> Sequence[tuple[str, str, int]]:
    """(id, name or empty, entries of the trail that carry the id), by id."""
    names = project.store.people.all()
    counts: dict[str, int] = dict.fromkeys(names, 0)
    for row in project.store.trail.rows():
        who = str(row["body"].get("who", ""))
        if who:
            counts[who] = counts.get(who, 0) + 1
    return tuple((who, names.get(who, ""), counts[who]) for who in sorted(counts))
