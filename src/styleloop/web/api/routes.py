"""`/v1`: nouns as JSON."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException

from styleloop.app.explaining import explain
from styleloop.app.learning import lifts
from styleloop.app.project import Project
from styleloop.app.shipping import lines_of
from styleloop.errors import InputError


def api(project: Project) -> APIRouter:
    """The API of one project: reading only; decisions are made by people at the desk or by the command line."""
    router = APIRouter()

    @router.get("/queue")
    def queue(campaign: str = "") -> list[dict[str, Any]]:
        """Every line with its sizes and their states."""
        return [
            {"line": x.line, "market": x.market, "state": x.state, "headline": x.headline, "sizes": dict(x.states)}
            for x in lines_of(project, campaign)
        ]

    @router.get("/variants/{variant}")
    def variant(variant: str) -> dict[str, Any]:
        """Everything known about one variant."""
        try:
            return explain(project, variant)
        except InputError as problem:
            raise HTTPException(404, str(problem)) from problem

    @router.get("/publications")
    def publications(after: str = "", limit: int = 100) -> dict[str, Any]:
        """What left, oldest first; `next` is the cursor of the following page."""
        every = project.store.publications.all()
        ids = [p.id for p in every]
        start = ids.index(after) + 1 if after in ids else 0
        page = every[start : start + max(1, min(limit, 500))]
        more = start + len(page) < len(every)
        return {"items": [p.model_dump(mode="json") for p in page], "next": page[-1].id if page and more else None}

    @router.get("/lifts")
    def every_lift() -> list[dict[str, Any]]:
        """Every test's versions against its original."""
        return [lift.model_dump(mode="json") for lift in lifts(project)]

    @router.get("/runs")
    def runs() -> list[dict[str, Any]]:
        """How far every stage of every run is."""
        return [p.model_dump() for p in project.store.progress()]

    return router
