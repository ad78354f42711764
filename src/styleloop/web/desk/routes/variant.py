"""One variant, and the decision about it."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from styleloop.app.project import Project
from styleloop.app.shipping import decide, standing
from styleloop.errors import InputError, PolicyError
from styleloop.types.review import Action, Decision
from styleloop.web.desk.page import Desk
from styleloop.web.desk.person import keep, may_decide, named, person_of, roles
from styleloop.web.desk.views.piece import Piece, piece
from styleloop.web.desk.views.wanted import Wanted
from styleloop.web.desk.words import plural

DONE = {"approve": "Approved", "change": "Change asked", "reject": "Rejected"}
Looking = Annotated[Wanted, Depends()]


class Answer(BaseModel):
    """What the decision form sends. `who` and `role` come along only where the browser did not know them."""

    token: str
    action: str
    seen: str = ""
    reason: str = ""
    dismissed: list[str] = []
    who: str = ""
    role: str = ""


def routes(desk: Desk) -> APIRouter:
    """`/variants/{variant}` and its decision."""
    router = APIRouter()

    @router.get("/variants/{variant}")
    def variant(request: Request, variant: str, wanted: Looking) -> Response:
        return shown(desk, request, variant, wanted)

    @router.post("/variants/{variant}/decision")
    def decision(request: Request, variant: str, wanted: Looking, answer: Annotated[Answer, Form()]) -> Response:
        desk.guard.refuse_strangers(request, answer.token)
        seen = piece(desk.project, desk.lines, variant, wanted)
        if seen is None:
            return _missing(desk, request, variant)
        person = person_of(request)
        try:
            person = named(answer.who, answer.role) if answer.who or answer.role else person
            if person is None:
                raise PolicyError("say who you are and in which role you decide: it is written into every decision")
            _refuse_late(desk.project, variant, answer.seen)
            made = decide(
                desk.project, variant, person, _action(answer.action),
                reason=answer.reason, dismissed=answer.dismissed,
            )  # fmt: skip
        except PolicyError as problem:
            refused = shown(desk, request, variant, wanted, str(problem), 409, answer)
            if person:
                keep(refused, person)
            return refused
        address = f"/variants/{seen.after}{wanted.query}" if seen.after else f"/{wanted.query}"
        response = desk.onward(address, _words(seen, made), variant)
        keep(response, person)
        return response

    return router


def shown(
    desk: Desk,
    request: Request,
    variant: str,
    wanted: Wanted,
    problem: str = "",
    status: int = 200,
    answer: Answer | None = None,
) -> Response:
    """A variant's page; after a refused decision, with what was typed kept."""
    found = piece(desk.project, desk.lines, variant, wanted)
    if found is None:
        return _missing(desk, request, variant)
    market = desk.project.market(found.card.market)
    return desk.page(
        request,
        "variant.html",
        status,
        piece=found,
        wanted=wanted,
        roles=roles(desk.project, market),
        known=may_decide(person_of(request), market),
        problem=problem,
        typed=answer or Answer(token="", action=""),
    )


def _missing(desk: Desk, request: Request, variant: str) -> Response:
    words = f"No piece is named {variant}. It may belong to another project."
    return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop review")


def _action(text: str) -> Action:
    if text not in DONE:
        raise InputError("no such decision", field="action", got=text, expected=", ".join(DONE))
    return cast(Action, text)


def _refuse_late(project: Project, variant: str, seen: str) -> None:
    now = standing(project, project.store.variants.get(variant))
    if now is not None and now.id != seen:
        raise PolicyError(
            f"{now.who}, {now.role}, decided meanwhile ({DONE[now.action].lower()}); look again, then decide"
        )


def _words(seen: Piece, made: tuple[Decision, ...]) -> str:
    return f"{DONE[made[0].action]}: {seen.title} ({seen.card.market_name}, {plural(len(made), 'format')})."
