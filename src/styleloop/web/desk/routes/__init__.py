"""Addresses. Every screen is one."""

from __future__ import annotations

from fastapi import APIRouter

from styleloop.web.desk.page import Desk
from styleloop.web.desk.routes import facts, making, pictures, queue, reading, variant, versions


def every(desk: Desk) -> APIRouter:
    """All addresses of the desk."""
    router = APIRouter(include_in_schema=False)
    for part in (queue, variant, versions, making, reading, facts, pictures):
        router.include_router(part.routes(desk))
    return router
