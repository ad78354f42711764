"""The desk's addresses. Every screen is one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from styleloop.app.learning import lifts
from styleloop.app.project import Project
from styleloop.app.shipping import Person, decide
from styleloop.app.styling import GLOBAL
from styleloop.errors import StoreError, StyleloopError
from styleloop.style import diff
from styleloop.types.review import Action
from styleloop.web.desk import views
from styleloop.web.desk.guarding import HEADERS, refuse_strangers, remember, token_of
from styleloop.web.desk.words import KEYS, STATES

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}
REVIEWER = ("who", "role")


def desk(project: Project) -> APIRouter:
    """The pages of one project."""
    router = APIRouter()

    def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        token = token_of(request)
        simulated = any(r.simulated for r in project.store.responses.all()[:1])
        text = TEMPLATES.get_template(name).render(
            brand=project.kit.name, here=request.url.path, token=token, keys=KEYS, states=STATES,
            simulated=simulated, who=request.cookies.get("who", ""), role=request.cookies.get("role", ""), **values,
        )  # fmt: skip
        response = HTMLResponse(text, status, headers=HEADERS)
        remember(response, token)
        return response

    @router.get("/")
    def queue(request: Request, market: str = "", state: str = "") -> HTMLResponse:
        shown = views.queue(project, market, state)
        markets = [m.locale for m in project.kit.markets]
        return page(request, "queue.html", queue=shown, market=market, state=state, markets=markets)

    @router.get("/variants/{variant}")
    def variant(request: Request, variant: str, said: str = "") -> HTMLResponse:
        shown = views.piece(project, variant)
        if shown is None:
            return page(request, "missing.html", 404, what=variant)
        market = project.market(shown.card.market)
        return page(request, "variant.html", piece=shown, said=said, roles=("architect", "legal", *market.reviewers))

    @router.post("/variants/{variant}/decision")
    def decision(
        request: Request,
        variant: str,
        action: Annotated[str, Form()],
        token: Annotated[str, Form()],
        reason: Annotated[str, Form()] = "",
        who: Annotated[str, Form()] = "",
        role: Annotated[str, Form()] = "reviewer",
        dismissed: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        refuse_strangers(request, token)
        if action not in ("approve", "change", "reject"):
            raise HTTPException(422, "expected approve, change or reject")
        try:
            made = decide(
                project, variant, Person(who.strip() or "me", role), cast(Action, action),
                reason=reason, dismissed=dismissed or (),
            )  # fmt: skip
        except StyleloopError as problem:
            shown = views.piece(project, variant)
            if shown is None:
                return page(request, "missing.html", 404, what=variant)
            roles = ("architect", "legal", *project.market(shown.card.market).reviewers)
            return page(request, "variant.html", 409, piece=shown, said=str(problem), roles=roles)
        following = views.next_waiting(project, views_line(project, made[0].variant))
        response = RedirectResponse(f"/variants/{following}" if following else "/?said=done", 303, HEADERS)
        response.set_cookie("who", who.strip() or "me", samesite="strict")
        response.set_cookie("role", role, samesite="strict")
        return response

    @router.get("/grid")
    def grid(request: Request) -> HTMLResponse:
        shown = views.queue(project)
        rows: dict[str, list[views.Card]] = {}
        for one in shown.cards:
            rows.setdefault(one.market, []).append(one)
        return page(request, "grid.html", rows=rows, queue=shown)

    @router.get("/results")
    def results(request: Request) -> HTMLResponse:
        return page(request, "results.html", lifts=lifts(project), posts=len(project.store.publications.all()))

    @router.get("/style")
    def house_style(request: Request, market: str = GLOBAL) -> HTMLResponse:
        now = project.store.current(market)
        before = project.store.styles.find(now.parent) if now and now.parent else None
        changes = diff(before, now) if before and now else ()
        markets = [GLOBAL, *(m.locale for m in project.kit.markets)]
        history = project.store.history(market)
        return page(request, "style.html", style=now, changes=changes, market=market, markets=markets, history=history)

    @router.get("/runs")
    def runs(request: Request) -> HTMLResponse:
        return page(request, "runs.html", stages=project.store.progress())

    @router.get("/pictures/{sha}")
    def picture(sha: str) -> Response:
        try:
            data = project.store.blobs.get(sha)
        except StoreError as problem:
            raise HTTPException(404, "no such picture") from problem
        kind = next((kind for head, kind in KINDS.items() if data.startswith(head)), "")
        if not kind:
            raise HTTPException(415, "not a picture that is shown here")
        kept = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(data, media_type=kind, headers=kept)

    return router


def views_line(project: Project, variant: str) -> str:
    """The line a variant belongs to."""
    return project.store.variants.get(variant).line
