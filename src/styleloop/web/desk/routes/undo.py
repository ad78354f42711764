"""Taking back what this browser decided last."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from styleloop.app.undoing import take_back, take_back_edit
from styleloop.errors import PolicyError
from styleloop.web.desk.guarding import browser_of
from styleloop.web.desk.page import Desk
from styleloop.web.desk.person import person_of
from styleloop.web.desk.words import plural, without_ids

NOTHING = "There is nothing to take back: nothing was decided here since the desk was started."
STAYS = "It stays as it was decided"


def routes(desk: Desk) -> APIRouter:
    """`/undo`."""
    router = APIRouter()

    @router.post("/undo")
    def undo(request: Request, token: Annotated[str, Form()]) -> Response:
        desk.guard.refuse_strangers(request, token)
        browser, person = browser_of(request), person_of(request)
        deed = desk.done.last(browser)
        if deed is None or person is None:
            return desk.onward("/", NOTHING)
        try:
            if deed.made:
                made = take_back_edit(desk.project, deed.decisions, deed.made, person)
            else:
                made = take_back(desk.project, deed.decisions, person)
        except PolicyError as problem:
            desk.done.forget(browser, deed)
            return desk.onward(deed.address, f"{STAYS}: {without_ids(problem)}.")
        desk.done.forget(browser, deed)
        waits = f"{plural(len(made), 'format')} {'waits' if len(made) == 1 else 'wait'} again"
        return desk.onward(deed.address, f"Taken back. {waits}. It was: {deed.words}")

    return router
