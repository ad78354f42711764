"""The Library: what the brand has made, and one piece of it."""

from __future__ import annotations

import sys
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from styleloop.web.desk.page import Desk
from styleloop.web.desk.views.library import Counted, Wanted, asset_page, library_page


class Asked(BaseModel):
    """Which pieces the address asks for."""

    role: str = ""
    language: str = ""
    product: str = ""
    words: str = ""
    results: bool = False
    before: int = 0
    """Row behind which the page begins."""


def routes(desk: Desk) -> APIRouter:
    """`/library` and `/library/{asset}`."""
    router, counted = APIRouter(), Counted()

    @router.get("/library")
    def library(request: Request, asked: Annotated[Asked, Query()]) -> Response:
        wanted = Wanted(asked.role, asked.language, asked.product, asked.words, asked.results)
        page = library_page(desk.project, wanted, min(max(0, asked.before), sys.maxsize), counted)
        return desk.page(request, "library.html", page=page)

    @router.get("/library/{name}")
    def asset(request: Request, name: str) -> Response:
        page = asset_page(desk.project, name, counted)
        if page is None:
            words = "No piece of the library is named so. It may belong to another project."
            return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop ingest")
        return desk.page(request, "asset.html", page=page)

    return router
