"""Taking back what was decided, while it is still here: one more decision, never an erasure."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.adapters.stores.engine import writing
from styleloop.app import policies
from styleloop.app.project import Project
from styleloop.app.shipping import Person, decide
from styleloop.errors import PolicyError
from styleloop.review import latest
from styleloop.types.review import Decision

TAKEN_BACK = "taken back"
EDIT_TAKEN_BACK = "the edit was taken back"


def take_back(project: Project, ids: Sequence[str], person: Person) -> tuple[Decision, ...]:
    """Let the pieces of these decisions wait again: all of them, or none.

    Args:
        project: the open project.
        ids: decisions that one person made in one go.
        person: that person.

    Raises:
        PolicyError: a piece has been posted, somebody decided since, or it was somebody else's word.
        StoreError: there is no such decision.
    """
    with writing(project.store.engine) as connection:
        policies.witness(project, connection)
        made = _all_reopened(project, ids, person)
        project.store.decisions.add(made, connection)
    return made


def take_back_edit(project: Project, ids: Sequence[str], made: str, person: Person) -> tuple[Decision, ...]:
    """Let a line wait again as it was before an edit; the line that the edit became is rejected.

    Args:
        project: the open project.
        ids: decisions that sent the old line back.
        made: a piece of the new line.
        person: who edited it.

    Raises:
        PolicyError: somebody decided on either line since, or it has been posted.
    """
    _all_reopened(project, ids, person)  # where the old line cannot wait again, the new one is not rejected either
    decide(project, made, person, "reject", reason=EDIT_TAKEN_BACK, seen="")
    return take_back(project, ids, person)


def _all_reopened(project: Project, ids: Sequence[str], person: Person) -> tuple[Decision, ...]:
    return tuple(_reopened(project, project.store.decisions.get(one), person) for one in ids)


def _reopened(project: Project, decision: Decision, person: Person) -> Decision:
    variant = project.store.variants.get(decision.variant)
    if decision.who != person.who:
        raise PolicyError(f"{decision.who} decided that, and only {decision.who} can take it back")
    if posts := project.store.publications.all(variant=variant.id):
        raise PolicyError(
            f"it was posted on {posts[-1].at.date()} as {posts[-1].name}: what has left cannot be taken back here"
        )
    last = latest(project.store.decisions.all(seal=variant.seal, market=variant.market), variant)
    if last is None or last.id != decision.id:
        who = f"{last.who}, {last.role}, decided on it since" if last else "it shows something else since"
        raise PolicyError(f"{who}; look at it, then decide")
    return Decision.given(
        variant=variant.id,
        seal=variant.seal,
        market=variant.market,
        action="reopen",
        who=person.who,
        role=person.role,
        reason=TAKEN_BACK,
        at=project.clock(),
        follows=decision.id,
        only=bool(variant.parent),
    )
