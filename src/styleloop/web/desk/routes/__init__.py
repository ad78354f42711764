"""Addresses. Every screen is one."""

from __future__ import annotations

from fastapi import APIRouter

from styleloop.web.desk.page import Desk
from styleloop.web.desk.routes import (
    brand,
    facts,
    library,
    making,
    pictures,
    queue,
    reading,
    undo,
    variant,
    versions,
    wizard,
)


def every(desk: Desk) -> APIRouter:
    """All addresses of the desk."""
    router = APIRouter(include_in_schema=False)
    for part in (queue, variant, undo, versions, making, reading, facts, wizard, brand, library, pictures):
        router.include_router(part.routes(desk))
    return router
