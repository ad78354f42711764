"""The trail as the application reads it: what it says, and who the people in it are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from styleloop.adapters.stores.engine import writing
from styleloop.app.project import Project
from styleloop.app.register import posts_with
from styleloop.errors import InputError
from styleloop.types.trail import Entry


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


def erase(project: Project, who: str, by: str = "", role: str = "") -> bool:
    """Forget the name of a pseudonymous id, and write down that it was done. False when it had no name.

    The trail keeps the id and stays valid; nobody can tell any longer who it was.

    Raises:
        InputError: no id was given.
    """
    if not who.strip():
        raise InputError("whose name is to be erased?", field="who", expected="a pseudonymous id")
    with writing(project.store.engine) as connection:
        project.store.trail.hold(connection)
        found = project.store.people.erase(who, connection)
        if found:
            project.store.trail.add([("erasure", {"who": who, "by": by, "role": role})], connection)
    return found


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
