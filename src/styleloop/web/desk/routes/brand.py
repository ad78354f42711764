"""The Brand screen, and the small edits that it takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, Response

from styleloop.app import brandedits, brandwords
from styleloop.app.beginning import is_blank
from styleloop.app.brandedits import Edit
from styleloop.app.shipping import Person
from styleloop.errors import InputError, SettingsError, StyleloopError
from styleloop.types.rule import RuleStatus
from styleloop.web.brandfonts import installed, own_folder, rules
from styleloop.web.desk.page import Desk, told
from styleloop.web.desk.person import person_of
from styleloop.web.desk.routes.pictures import FOREVER
from styleloop.web.desk.uploads import Sent, answered_by
from styleloop.web.desk.views.brand import brand_page

NO_FILES = 0
Done = Callable[[Desk, Person | None, Sent], tuple[Edit, str]]


def routes(desk: Desk) -> APIRouter:
    """`/brand`, its edits, and the faces it is shown in."""
    router, project = APIRouter(), desk.project

    @router.get("/brand")
    def brand(request: Request, last: str = "") -> Response:
        return shown(desk, request, last)

    for name, done in _EDITS.items():
        router.add_api_route(f"/brand/{name}", _posted(desk, name, done), methods=["POST"])

    @router.get("/brand/faces.css")
    def faces() -> Response:
        return Response(rules(installed(own_folder(project.root))), media_type="text/css", headers=FOREVER)

    @router.get("/brand/faces/{slug}.ttf")
    def face(slug: str) -> Response:
        found = next((one for one in installed(own_folder(project.root)) if one.slug == slug), None)
        if found is None:
            raise HTTPException(404, "no such face")
        return FileResponse(found.path, media_type="font/ttf", headers=FOREVER)

    return router


def shown(
    desk: Desk, request: Request, last: str = "", problem: str = "", part: str = "", status: int = 200,
    sent: Sent | None = None,
) -> Response:  # fmt: skip
    """The Brand screen; after a refused edit, with what was typed kept."""
    project = desk.project
    return desk.page(
        request, "brand.html", status, page=brand_page(project), kit=project.kit, problem=problem, part=part, edit=last,
        may=brandedits.may_change(project, person_of(request)), blank=is_blank(project), typed=sent or Sent(),
        today=project.today.isoformat(), products=[p.sku for p in project.store.products.all()][:200],
    )  # fmt: skip


def _posted(desk: Desk, name: str, done: Done) -> Callable[[Request], object]:
    async def posted(request: Request) -> Response:
        return await answered_by(desk, request, NO_FILES, partial(_answer, desk, name, done))

    return posted


def _answer(desk: Desk, name: str, done: Done, request: Request, sent: Sent) -> Response:
    try:
        edit, words = done(desk, person_of(request), sent)
    except StyleloopError as problem:
        status = 422 if isinstance(problem, InputError) else 409
        words = str(problem) if isinstance(problem, SettingsError) else told(problem)
        return shown(desk, request, problem=words, part=name, status=status, sent=sent)
    last = "" if name == "undo" else f"?last={edit.id}"
    return desk.onward(f"/brand{last}#{_PLACES[name]}", words)


def _claim(desk: Desk, person: Person | None, sent: Sent) -> tuple[Edit, str]:
    edit = brandwords.add_claim(
        desk.project, person, wording=sent.get("wording"), locale=sent.get("locale"), proof=sent.get("proof"),
        products=[p for p in sent.all("products") if p], markets=[m for m in sent.all("markets") if m],
        starts=sent.get("starts"), ends=sent.get("ends"),
    )  # fmt: skip
    return edit, "Added to brand/claims.toml."


def _end(desk: Desk, person: Person | None, sent: Sent) -> tuple[Edit, str]:
    edit = brandwords.end_claim(desk.project, person, sent.get("slug"), sent.get("ends"))
    return edit, f"Its last day is {sent.get('ends')}: brand/claims.toml says so."


def _term(desk: Desk, person: Person | None, sent: Sent) -> tuple[Edit, str]:
    edit = brandwords.add_term(
        desk.project, person, text=sent.get("text"), rule=sent.get("rule"), instead=sent.get("instead"),
        why=sent.get("why"), locale=sent.get("locale"),
    )  # fmt: skip
    return edit, "Added to brand/terms.toml."


def _rule(desk: Desk, person: Person | None, sent: Sent) -> tuple[Edit, str]:
    status = sent.get("status")
    if status not in ("confirmed", "dropped"):
        raise InputError("no such answer", field="status", got=status, expected="confirmed, dropped")
    edit = brandwords.answer_rule(desk.project, person, sent.get("rule"), cast(RuleStatus, status))
    return edit, f"{status.capitalize()}: checks/rules.toml says so."


def _undo(desk: Desk, person: Person | None, sent: Sent) -> tuple[Edit, str]:
    edit = brandedits.undo(desk.project, sent.get("edit"), person)
    return edit, f"Taken back: {edit.why}."


_EDITS: dict[str, Done] = {"claims": _claim, "claims/end": _end, "terms": _term, "rules": _rule, "undo": _undo}
_PLACES = {"claims": "claims", "claims/end": "claims", "terms": "words", "rules": "rules", "undo": "edits"}
