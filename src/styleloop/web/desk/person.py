"""Who sits at the desk: an id and a role, remembered by the browser and written into every decision."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import Request, Response

from styleloop.app import policies
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.errors import PolicyError
from styleloop.types.brand import Market
from styleloop.types.policy import ARCHITECT
from styleloop.web.desk.guarding import remember

YEAR = 365 * 24 * 3600
LONGEST = 80
"""Characters of an id or a role: both are written into every decision."""


def person_of(request: Request) -> Person | None:
    """Who this browser said it is; None where it said nothing, or what is no name."""
    who, role = (unquote(request.cookies.get(name, "")) for name in ("who", "role"))
    return Person(who, role) if _name(who) and _name(role) else None


def _name(text: str) -> bool:
    """Whether it can be written into a line of a file: something, not too long, without control signs or breaks."""
    return 0 < len(text) <= LONGEST and text.isprintable()


def named(who: str, role: str) -> Person:
    """A person by what they typed.

    Raises:
        PolicyError: the id or the role is missing, too long, or holds signs that nobody sees.
    """
    who, role = " ".join(who.split()), role.strip()
    if not who or not role:
        raise PolicyError("say who you are and in which role you decide: it is written into every decision")
    if len(who) > LONGEST:
        raise PolicyError(f"the id is {len(who)} characters long; at most {LONGEST} are kept")
    if not _name(who) or not _name(role):
        raise PolicyError(f"an id and a role are at most {LONGEST} characters, without signs that nobody sees")
    return Person(who, role)


def keep(response: Response, person: Person) -> None:
    """Remember a person in their browser."""
    remember(response, "who", quote(person.who), YEAR)
    remember(response, "role", quote(person.role), YEAR)


def roles(project: Project, market: Market | None = None) -> tuple[str, ...]:
    """Roles that may decide in a market, or anywhere; the one that may everywhere stands last."""
    markets = [market] if market else project.kit.markets
    known = dict.fromkeys(role for one in markets for role in policies.roles(project, one))
    return (*(role for role in known if role != ARCHITECT), ARCHITECT)


def may_decide(project: Project, person: Person | None, market: Market | None) -> bool:
    """Whether this person may decide in a market today; nobody may where the market is unknown."""
    return person is not None and market is not None and policies.may_decide(project, person.who, person.role, market)
