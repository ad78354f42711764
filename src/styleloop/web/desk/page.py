"""Making a page: its frame, its headers, and the one sentence a page may leave for the next."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from styleloop.app.project import Project
from styleloop.errors import InputError, LockedError, PolicyError, SealError, SettingsError, StyleloopError
from styleloop.web.desk.done import Done
from styleloop.web.desk.guarding import COOKIE, HEADERS, Guard, browser_of, remember
from styleloop.web.desk.person import person_of
from styleloop.web.desk.views.lines import Lines, standing
from styleloop.web.desk.words import KEYS, SCREENS, STATES, plural, signed

SAID = "said"
LONGEST = 400
"""Characters of what a page says once: it travels in a cookie."""
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals.update(states=STATES, keys=KEYS, screens=SCREENS, plural=plural, signed=signed)
MEANT_FOR_PEOPLE = (InputError, PolicyError, SealError, LockedError)
"""Errors whose words name what a person did or can do; any other may hold addresses or passwords."""


@dataclass(frozen=True)
class Desk:
    """One project's desk: what every route needs."""

    project: Project
    guard: Guard

    @cached_property
    def lines(self) -> Lines:
        """Every line, as of now."""
        return Lines(self.project)

    @cached_property
    def done(self) -> Done:
        """What each browser decided last."""
        return Done()

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The template `name` as a whole page.

        Args:
            request: what asked for it.
            name: file of the template.
            status: HTTP status.
            values: what the template shows.
        """
        project, browser, said = self.project, browser_of(request), _said(request)
        first = project.store.responses.first()
        text = TEMPLATES.get_template(name).render(
            brand=project.kit.name,
            token=self.guard.token(browser),
            person=person_of(request),
            standing=standing(self.lines.now()),
            simulated=first is not None and first.simulated,
            said=said,
            undoable=self.done.last(browser) is not None,
            **{"here": request.url.path, **values},
        )
        response = HTMLResponse(text, status, headers=HEADERS)
        remember(response, COOKIE, browser)
        if said["words"]:
            response.delete_cookie(SAID, path="/")
        return response

    def onward(self, address: str, words: str, back: str = "", undo: bool = False) -> RedirectResponse:
        """To another page, which says `words` once.

        Args:
            address: path inside the desk.
            words: what has just been done.
            back: variant to look at again, where there is one.
            undo: whether it can be taken back.
        """
        response = RedirectResponse(address, 303, HEADERS)
        said = {"words": words[:LONGEST], "back": back, "undo": "yes" if undo else ""}
        remember(response, SAID, quote(json.dumps(said, ensure_ascii=False)), 60)
        return response


def _said(request: Request) -> dict[str, str]:
    try:
        value = json.loads(unquote(request.cookies.get(SAID, "")) or "{}")
    except ValueError:
        value = {}
    known = value if isinstance(value, dict) else {}
    return {name: str(known.get(name, "")) for name in ("words", "back", "undo")}


def told(problem: Exception) -> str:
    """What a person may read of an error. What is not meant for them goes to the terminal that runs the desk."""
    if isinstance(problem, MEANT_FOR_PEOPLE):
        return str(problem)
    logging.getLogger("styleloop.web").error("%s", problem, exc_info=problem)
    if isinstance(problem, SettingsError):
        return "A file of this project cannot be read as it is: the terminal that runs the desk says which, and where."
    if isinstance(problem, StyleloopError):
        return f"The project could not be read or written ({type(problem).__name__})."
    return "Something went wrong that nobody expected."
