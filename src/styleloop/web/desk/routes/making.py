"""New: a product, markets, formats, a day -> one picture to look at, then a campaign that can be watched."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from styleloop.app import firstlook, flow, newproducts
from styleloop.app.jobs import Jobs
from styleloop.app.wishes import wish
from styleloop.errors import InputError, PolicyError, StoreError
from styleloop.types.brief import Campaign
from styleloop.web.desk.page import Desk, told
from styleloop.web.desk.routes import products
from styleloop.web.desk.uploads import answered_by
from styleloop.web.desk.views.runs import Making, making
from styleloop.web.desk.views.wishes import wishes

MOST_LINES = 50
PHOTO_BYTES = 20_000_000
NOT_YET = "What does the work has only just started and is not ready; press the button again in a moment."
ONE, ALL = "one", "all"
QUEUED = "Queued. Pictures appear here as they are made."
BEFORE = "This was asked for before, and here it is. Under another name it is made anew."


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

    @classmethod
    def of(cls, campaign: Campaign) -> Wish:
        """The wish that a campaign was made of, to be chosen otherwise."""
        said = campaign.model_dump(
            include={"product", "markets", "placements", "lines", "name", "template"}, mode="json"
        )
        return cls.model_validate(said)

    @property
    def query(self) -> str:
        """The wish as an address writes it."""
        return urlencode({name: value for name, value in self.model_dump().items() if value}, doseq=True)


class Sent(Wish):
    """A wish that was sent."""

    token: str
    how: str = ALL
    """`one`: one line in one market and format, to look at first; `all`: everything."""


def routes(desk: Desk) -> APIRouter:
    """`/new`, `/new/product`, `/campaigns/{campaign}` and its others."""
    router = APIRouter()

    @router.get("/new")
    def new(request: Request, asked: Annotated[Wish, Query()]) -> Response:
        return shown(desk, request, asked)

    @router.post("/new")
    def start(request: Request, sent: Annotated[Sent, Form()]) -> Response:
        desk.guard.refuse_strangers(request, sent.token)
        return _asked(desk, request, sent)

    @router.post("/campaigns/{campaign}/others")
    def others(
        request: Request, campaign: str, token: Annotated[str, Form()], stated: Annotated[int, Form()]
    ) -> Response:
        desk.guard.refuse_strangers(request, token)
        return _others(desk, request, campaign, stated)

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
    def campaign_page(request: Request, campaign: str) -> Response:
        found = making(desk.project, desk.lines, campaign)
        return _unknown(desk, request, campaign) if found is None else _watched(desk, request, found)

    return router


def _asked(desk: Desk, request: Request, sent: Sent) -> Response:
    """A first look or everything, queued; where it was asked for before, it is shown."""
    try:
        campaign = _campaign(desk, sent)
        before = making(desk.project, desk.lines, campaign.id)
        if before is None or not (before.begun or before.made):
            _start(desk, campaign, one=sent.how == ONE)
        elif sent.how == ALL and before.first_look:
            _start(desk, campaign)
        else:
            return desk.onward(f"/campaigns/{campaign.id}", BEFORE)
    except InputError as problem:
        return shown(desk, request, sent, told(problem), 422, problem.field)
    except StoreError:  # the jobs database has no tables until the first launch
        return shown(desk, request, sent, NOT_YET, 503)
    return desk.onward(f"/campaigns/{campaign.id}", QUEUED)


def _others(desk: Desk, request: Request, campaign: str, stated: int) -> Response:
    """What a first look left to be made, queued, if it is as much as the button said."""
    found = making(desk.project, desk.lines, campaign)
    if found is None:
        return _unknown(desk, request, campaign)
    try:
        if not found.first_look:
            raise PolicyError("the others are being made already")
        if found.rest != stated:
            raise PolicyError(f"the button said {stated:,}, but {found.rest:,} are to be made now; look again")
        _start(desk, found.campaign)
    except PolicyError as problem:
        return _watched(desk, request, found, told(problem), 409)
    except StoreError:
        return _watched(desk, request, found, NOT_YET, 503)
    return desk.onward(f"/campaigns/{campaign}", QUEUED)


def _unknown(desk: Desk, request: Request, campaign: str) -> Response:
    words = f"No campaign is named {campaign}."
    return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop run")


def _watched(desk: Desk, request: Request, found: Making, problem: str = "", status: int = 200) -> Response:
    wanted = Wish.of(found.campaign)
    here = f"/campaigns/{found.campaign.id}"
    return desk.page(request, "campaign.html", status, making=found, wish=wanted, problem=problem, here=here)


def _start(desk: Desk, campaign: Campaign, *, one: bool = False) -> None:
    """Queue a first look, or everything that is not there yet.

    Raises:
        StoreError: there is no queue yet.
    """
    project = desk.project
    project.store.campaigns.add([campaign])
    kind, stage, total = ("first", firstlook.STAGE, 1) if one else ("campaign", flow.MARKETS, len(campaign.markets))
    work = {"campaign": campaign.model_dump(mode="json")}
    if not one:
        work["begun"] = firstlook.begun(project, campaign)
    run = Jobs(project).start(kind, f"{kind}:{campaign.id}", work)
    if not project.store.progress(run):  # what waits for its turn stands among the runs, too
        project.store.report_progress(run, stage, 0, total)


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
    return wish(
        project,
        sent.product,
        name=" ".join(sent.name.split()),
        markets=tuple(sent.markets),
        placements=tuple(sent.placements),
        lines=sent.lines or None,
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
