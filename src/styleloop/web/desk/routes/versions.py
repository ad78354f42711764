"""The versions of a piece, two of them side by side or laid over each other."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from styleloop.app import comparing
from styleloop.web.desk.guarding import HEADERS
from styleloop.web.desk.page import Desk
from styleloop.web.desk.views.versions import versions


def routes(desk: Desk) -> APIRouter:
    """`/variants/{variant}/versions`, and two of them on one sheet."""
    router = APIRouter()

    @router.get("/variants/{variant}/versions")
    def shown(request: Request, variant: str, against: str = "") -> Response:
        found = versions(desk.project, variant, against)
        if found is None:
            words = f"No piece is named {variant}. It may belong to another project."
            return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop review")
        return desk.page(request, "versions.html", found=found)

    @router.get("/variants/{variant}/versions/{other}.png")
    def sheet(variant: str, other: str) -> Response:
        found = [desk.project.store.variants.find(name) for name in (other, variant)]
        pair = [v for v in found if v is not None]
        if len(pair) < len(found):
            raise HTTPException(404, "no such piece")
        return Response(comparing.sheet(desk.project, *pair), media_type="image/png", headers=HEADERS)

    return router
