"""The desk's first page, approving a group, and saying who one is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from styleloop.app.shipping import approve_all
from styleloop.errors import PolicyError
from styleloop.review import Bulk
from styleloop.web.desk.done import Deed
from styleloop.web.desk.guarding import browser_of
from styleloop.web.desk.page import Desk
from styleloop.web.desk.person import keep, named, person_of, roles
from styleloop.web.desk.views.lines import groups
from styleloop.web.desk.views.wanted import Wanted, campaign_choices, market_choices, state_choices
from styleloop.web.desk.words import grounded, plural, without_ids

Looking = Annotated[Wanted, Depends()]


def routes(desk: Desk) -> APIRouter:
    """`/`, `/approve` and `/you`."""
    router = APIRouter()

    @router.get("/")
    def queue(request: Request, wanted: Looking) -> Response:
        return shown(desk, request, wanted)

    @router.post("/approve")
    def approve(
        request: Request,
        token: Annotated[str, Form()],
        campaign: Annotated[str, Form()],
        stated: Annotated[int, Form()],
    ) -> Response:
        desk.guard.refuse_strangers(request, token)
        person = person_of(request)
        try:
            if person is None:
                raise PolicyError("say who you are first: an approval carries a person's id and role")
            done = approve_all(desk.project, person, campaign, stated)
        except PolicyError as problem:
            return shown(desk, request, Wanted(), str(problem), 409)
        left = f" {plural(len(done.left), 'format')} left out: {_why(done)}." if done.left else ""
        words = f"Approved {plural(done.count, 'format')}.{left}"
        if done.decisions:
            desk.done.keep(browser_of(request), Deed(tuple(d.id for d in done.decisions), words, "/"))
        return desk.onward("/", words, undo=bool(done.decisions))

    @router.get("/you")
    def you(request: Request, back: str = "/") -> Response:
        return desk.page(request, "you.html", roles=roles(desk.project), back=inside(back), problem="")

    @router.post("/you")
    def remembered(
        request: Request,
        token: Annotated[str, Form()],
        who: Annotated[str, Form()] = "",
        role: Annotated[str, Form()] = "",
        back: Annotated[str, Form()] = "/",
    ) -> Response:
        desk.guard.refuse_strangers(request, token)
        try:
            person = named(who, role)
        except PolicyError as problem:
            every = roles(desk.project)
            return desk.page(request, "you.html", 422, roles=every, back=inside(back), problem=str(problem))
        response = desk.onward(inside(back), f"You decide as {person.who}, {person.role}.")
        keep(response, person)
        return response

    return router


def shown(desk: Desk, request: Request, wanted: Wanted, problem: str = "", status: int = 200) -> Response:
    """The queue's page."""
    project = desk.project
    lines = desk.lines.now()
    return desk.page(
        request,
        "queue.html",
        status,
        groups=groups(project, desk.lines, wanted, person_of(request)),
        wanted=wanted,
        states_shown=state_choices(lines, wanted),
        markets_shown=market_choices(project, lines, wanted),
        campaigns_shown=campaign_choices(desk.lines.campaigns, lines, wanted),
        problem=problem,
        products=project.store.products.count(),
        learnt=project.store.styles.count(),
    )


def _why(done: Bulk) -> str:
    return "; ".join(dict.fromkeys(without_ids(grounded(why)) for _, why in done.left))


def inside(address: str) -> str:
    """`address` when it is a path of this desk, else the first page: nobody is sent elsewhere."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain else "/"
