"""New: a product, markets, formats -> a campaign that is queued and can be watched."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from styleloop.app.jobs import Jobs
from styleloop.app.wishes import wish
from styleloop.errors import InputError, StoreError
from styleloop.web.desk.page import Desk, told
from styleloop.web.desk.views.wishes import wishes

MOST_LINES = 50
NOT_YET = "What does the work has only just started and is not ready; press the button again in a moment."
ONE, ALL = "one", "all"


class Wish(BaseModel):
    """What the form of the New screen sends, and what its address may choose beforehand."""

    product: str = ""
    markets: list[str] = []
    placements: list[str] = []
    lines: int = 0
    name: str = ""
    template: str = ""


class Sent(Wish):
    """A wish that was sent."""

    token: str
    how: str = ALL
    """`one`: one line in one market and format, to look at first; `all`: everything."""


def routes(desk: Desk) -> APIRouter:
    """`/new`."""
    router = APIRouter()

    @router.get("/new")
    def new(request: Request, asked: Annotated[Wish, Query()]) -> Response:
        return shown(desk, request, asked)

    @router.post("/new")
    def start(request: Request, sent: Annotated[Sent, Form()]) -> Response:
        desk.guard.refuse_strangers(request, sent.token)
        project = desk.project
        try:
            _refuse_incomplete(sent)
            one = sent.how == ONE
            own = project.kit.locale  # a first look is for the people who make it
            markets = [own if own in sent.markets else sent.markets[0]] if one else sent.markets
            campaign = wish(
                project,
                sent.product,
                name=" ".join(sent.name.split()) or (f"{sent.product}-first-look" if one else ""),
                markets=tuple(markets),
                placements=tuple(sent.placements[:1] if one else sent.placements),
                lines=1 if one else sent.lines or None,
                template=sent.template,
            )
            project.store.campaigns.add([campaign])
            Jobs(project).start("campaign", f"campaign:{campaign.id}", {"campaign": campaign.model_dump(mode="json")})
        except InputError as problem:
            return shown(desk, request, sent, told(problem), 422)
        except StoreError:  # the jobs database has no tables until the first launch
            return shown(desk, request, sent, NOT_YET, 503)
        return desk.onward(f"/campaigns/{campaign.id}", "Queued. Pictures appear here as they are made.")

    return router


def shown(desk: Desk, request: Request, asked: Wish, problem: str = "", status: int = 200) -> Response:
    """The New screen, with what was chosen kept."""
    found = wishes(
        desk.project,
        product=asked.product,
        markets=tuple(asked.markets),
        placements=tuple(asked.placements),
        lines=min(max(asked.lines, 0), MOST_LINES),
        name=asked.name,
        template=asked.template,
    )
    return desk.page(request, "new.html", status, wishes=found, problem=problem, most=MOST_LINES)


def _refuse_incomplete(sent: Sent) -> None:
    for field, given in (("product", sent.product), ("markets", sent.markets), ("formats", sent.placements)):
        if not given:
            raise InputError(f"choose {'a product' if field == 'product' else 'one or more ' + field}", field=field)
    if not 1 <= sent.lines <= MOST_LINES:
        raise InputError("so many lines cannot be made", field="lines", got=sent.lines, expected=f"1 to {MOST_LINES}")
