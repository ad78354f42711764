"""New: a product, markets, formats, a day -> one picture to look at, then a campaign that can be watched."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from styleloop.app import newproducts
from styleloop.app.jobs import Jobs
from styleloop.app.wishes import wish
from styleloop.errors import InputError, StoreError
from styleloop.types.brief import Campaign
from styleloop.web.desk.page import Desk, told
from styleloop.web.desk.routes import products
from styleloop.web.desk.uploads import answered_by
from styleloop.web.desk.views.runs import making
from styleloop.web.desk.views.wishes import wishes

MOST_LINES = 50
PHOTO_BYTES = 20_000_000
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
    day: str = ""
    """First day on which it is to be seen, as YYYY-MM-DD; empty: today."""

    @property
    def query(self) -> str:
        """The wish as an address writes it."""
        said = {name: value for name, value in self.model_dump(include=set(Wish.model_fields)).items() if value}
        return urlencode(said, doseq=True)


class Sent(Wish):
    """A wish that was sent."""

    token: str
    how: str = ALL
    """`one`: one line in one market and format, to look at first; `all`: everything."""


def routes(desk: Desk) -> APIRouter:
    """`/new`, `/new/product` and `/campaigns/{campaign}`."""
    router = APIRouter()

    @router.get("/new")
    def new(request: Request, asked: Annotated[Wish, Query()]) -> Response:
        return shown(desk, request, asked)

    @router.post("/new")
    def start(request: Request, sent: Annotated[Sent, Form()]) -> Response:
        desk.guard.refuse_strangers(request, sent.token)
        try:
            campaign = _campaign(desk, sent)
            desk.project.store.campaigns.add([campaign])
            Jobs(desk.project).start(
                "campaign", f"campaign:{campaign.id}", {"campaign": campaign.model_dump(mode="json")}
            )
        except InputError as problem:
            return shown(desk, request, sent, told(problem), 422, problem.field)
        except StoreError:  # the jobs database has no tables until the first launch
            return shown(desk, request, sent, NOT_YET, 503)
        after = f"?{sent.query}" if sent.how == ONE else ""
        return desk.onward(f"/campaigns/{campaign.id}{after}", "Queued. Pictures appear here as they are made.")

    @router.post("/new/product")
    async def brought(request: Request) -> Response:
        return await answered_by(desk, request, PHOTO_BYTES, partial(products.brought, desk))

    @router.get("/new/product/{name}")
    def read(request: Request, name: str) -> Response:
        drafted = newproducts.find(desk.project, name)
        if drafted is None:
            words = "Nothing waits under this name: it was kept, or read too long ago."
            return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop ingest")
        return products.shown(desk, request, name, drafted)

    @router.post("/new/product/{name}")
    async def corrected(request: Request, name: str) -> Response:
        return await answered_by(desk, request, PHOTO_BYTES, partial(products.corrected, desk, name))

    @router.get("/campaigns/{campaign}")
    def campaign_page(request: Request, campaign: str, asked: Annotated[Wish, Query()]) -> Response:
        found = making(desk.project, desk.lines, campaign)
        if found is None:
            words = f"No campaign is named {campaign}."
            return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop run")
        rest = len(asked.markets) * len(asked.placements) * min(max(asked.lines, 0), MOST_LINES)
        return desk.page(request, "campaign.html", making=found, wish=asked, rest=rest)

    return router


def shown(desk: Desk, request: Request, asked: Wish, problem: str = "", status: int = 200, field: str = "") -> Response:
    """The New screen, with what was chosen kept; what is wrong stands at its field."""
    found = wishes(
        desk.project,
        product=asked.product,
        markets=tuple(asked.markets),
        placements=tuple(asked.placements),
        lines=min(max(asked.lines, 0), MOST_LINES),
        name=asked.name,
        template=asked.template,
    )
    return desk.page(
        request, "new.html", status, wishes=found, problem=problem, field=field, most=MOST_LINES,
        day=asked.day or desk.project.today.isoformat(), typed=dict[str, str](), may=products.may(desk, request),
    )  # fmt: skip


def _campaign(desk: Desk, sent: Sent) -> Campaign:
    project = desk.project
    _refuse_incomplete(sent)
    one = sent.how == ONE
    own = project.kit.locale  # a first look is for the people who make it
    markets = [own if own in sent.markets else sent.markets[0]] if one else sent.markets
    return wish(
        project,
        sent.product,
        name=" ".join(sent.name.split()) or (f"{sent.product}-first-look" if one else ""),
        markets=tuple(markets),
        placements=tuple(sent.placements[:1] if one else sent.placements),
        lines=1 if one else sent.lines or None,
        template=sent.template,
        day=_day(sent.day, project.today),
    )


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise InputError("this is no day", field="day", got=text, expected="YYYY-MM-DD") from problem
    if day < today:
        raise InputError("this day is over", field="day", got=text, expected=f"{today} or later")
    return None if day == today else day


def _refuse_incomplete(sent: Sent) -> None:
    for field, given in (("product", sent.product), ("markets", sent.markets), ("placements", sent.placements)):
        if not given:
            named = {"product": "a product", "placements": "one or more formats"}.get(field, f"one or more {field}")
            raise InputError(f"choose {named}", field=field)
    if not 1 <= sent.lines <= MOST_LINES:
        raise InputError("so many lines cannot be made", field="lines", got=sent.lines, expected=f"1 to {MOST_LINES}")
