"""Screens that only show: grid, results, house style, runs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from styleloop.app.styling import GLOBAL
from styleloop.web.desk.page import Desk
from styleloop.web.desk.views.house import house, style_markets
from styleloop.web.desk.views.lines import Card, card
from styleloop.web.desk.views.looked import looked_at
from styleloop.web.desk.views.pictures import Pictures
from styleloop.web.desk.views.results import tests
from styleloop.web.desk.views.runs import runs
from styleloop.web.desk.views.wanted import Wanted, campaign_choices

Looking = Annotated[Wanted, Depends()]


def routes(desk: Desk) -> APIRouter:
    """`/grid`, `/results`, `/style`, and `/runs`."""
    router, project, pictures = APIRouter(), desk.project, Pictures(desk.project)

    @router.get("/grid")
    def grid(request: Request, wanted: Looking) -> Response:
        lines = desk.lines.now()
        asked = Wanted(state="all", campaign=wanted.campaign)
        rows: dict[str, list[Card]] = {}
        shown = sorted((x for x in lines if asked.shows(x)), key=lambda x: x.market)
        lapsed = desk.lines.lapsed(shown)
        for line in shown:
            one = card(project, line, lapsed=lapsed)
            rows.setdefault(one.market_name, []).append(one)
        choices = campaign_choices(desk.lines.campaigns, lines, asked)
        known = {line.line: looked_at(project, desk.lines.queue, line) for line in shown}
        return desk.page(request, "grid.html", rows=rows, choices=choices, looked=known)

    @router.get("/results")
    def results(request: Request, market: str = GLOBAL, test: str = "") -> Response:
        markets, every = style_markets(project), tests(project)
        if market not in dict(markets):
            return _no_market(desk, request, market)
        if test and test not in {one.id for one in every}:
            words = f"No test with answers is named {test[:60]}."
            return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop results")
        here = [one for one in every if market in (GLOBAL, one.locale)]
        shown, begun = test or (here[0].id if here else ""), bool(every) or project.store.current(GLOBAL) is not None
        return desk.page(
            request,
            "results.html",
            tests=here,
            posts=project.store.publications.count(),
            market=market,
            markets=markets,
            pictures=(*pictures.of_market(market), pictures.of_test(shown)) if begun else (),
            shown=shown,
        )

    @router.get("/style")
    def house_style(request: Request, market: str = GLOBAL) -> Response:
        markets = style_markets(project)
        name = dict(markets).get(market)
        if name is None:
            return _no_market(desk, request, market)
        found = house(project, market)
        history = project.store.history(market)
        return desk.page(
            request, "style.html", house=found, market=market, market_name=name, markets=markets, history=history
        )

    @router.get("/runs")
    def every_run(request: Request) -> Response:
        return desk.page(request, "runs.html", runs=runs(project))

    return router


def _no_market(desk: Desk, request: Request, market: str) -> Response:
    words, cure = f"No market is named {market}.", f"a file markets/{market[:20]}.toml makes one"
    return desk.page(request, "problem.html", 404, heading="No such market", words=words, cure=cure)
