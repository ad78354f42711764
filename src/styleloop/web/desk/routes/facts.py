"""Facts of products, and what a person says of them."""

from __future__ import annotations

from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from styleloop.app.facts import may_rule, rule
from styleloop.errors import InputError, PolicyError
from styleloop.types.ruling import RulingAction
from styleloop.web.desk.page import Desk
from styleloop.web.desk.person import person_of
from styleloop.web.desk.views.facts import facts_page

DONE = {"confirm": "Confirmed", "edit": "Corrected", "drop": "Dropped", "undo": "Taken back"}


class Asked(BaseModel):
    """Which facts the address asks for."""

    sku: str = ""
    all: bool = False
    last: str = ""
    """`sku key` of what was ruled on last, to take back."""


class Said(BaseModel):
    """What a form of the screen sends."""

    token: str
    sku: str
    key: str
    action: str
    label: str = ""
    seen: str = ""
    """The fact as the screen showed it; what is said of another one is not taken."""
    only: str = ""
    """Whether the screen showed one product alone."""


def routes(desk: Desk) -> APIRouter:
    """`/facts`."""
    router = APIRouter()

    @router.get("/facts")
    def facts(request: Request, asked: Annotated[Asked, Query()]) -> Response:
        return shown(desk, request, asked)

    @router.post("/facts")
    def ruled(request: Request, said: Annotated[Said, Form()]) -> Response:
        desk.guard.refuse_strangers(request, said.token)
        person = person_of(request)
        asked = Asked(sku=said.sku if said.only else "")
        try:
            if person is None:
                raise PolicyError("say who you are first: what is said of a fact carries a person's id and role")
            if said.action not in DONE:
                raise InputError("no such answer", field="action", got=said.action, expected=", ".join(DONE))
            action = cast(RulingAction, said.action)
            rule(desk.project, said.sku, said.key, action, person, label=said.label, seen=said.seen)
        except (InputError, PolicyError) as problem:
            return shown(desk, request, asked, str(problem), 409)
        query = {"sku": asked.sku} if asked.sku else {}
        query |= {} if action == "undo" else {"last": f"{said.sku} {said.key}"}
        return desk.onward(f"/facts?{urlencode(query)}", f"{DONE[said.action]}: {said.sku}, {said.key}.")

    return router


def shown(desk: Desk, request: Request, asked: Asked, problem: str = "", status: int = 200) -> Response:
    """The screen of facts."""
    try:
        page = facts_page(desk.project, asked.sku, asked.all)
    except InputError as missing:
        return desk.page(
            request, "problem.html", 404, heading="Not here", words=str(missing), cure="styleloop ingest"
        )  # fmt: skip
    sku, _, key = asked.last.partition(" ")
    return desk.page(
        request, "facts.html", status, page=page, problem=problem, last=(sku, key) if key else None,
        may=may_rule(desk.project, person_of(request)),
    )  # fmt: skip
