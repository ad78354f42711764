"""The versions of a piece, two of them side by side or laid over each other."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from styleloop.web.desk.page import Desk
from styleloop.web.desk.views.versions import versions


def routes(desk: Desk) -> APIRouter:
    """`/variants/{variant}/versions`."""
    router = APIRouter()

    @router.get("/variants/{variant}/versions")
    def shown(request: Request, variant: str, against: str = "") -> Response:
        found = versions(desk.project, variant, against)
        if found is None:
            words = f"No piece is named {variant}. It may belong to another project."
            return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop review")
        return desk.page(request, "versions.html", found=found)

    return router
