"""One variant, the decision about it, and the words a person puts into it."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from styleloop.app.editing import Edited, edit, fixed
from styleloop.app.shipping import decide
from styleloop.errors import InputError, PolicyError
from styleloop.types.review import Action
from styleloop.web.desk.done import Deed
from styleloop.web.desk.guarding import OLD, browser_of
from styleloop.web.desk.page import Desk
from styleloop.web.desk.person import keep, may_decide, named, person_of, roles
from styleloop.web.desk.views.lines import onward
from styleloop.web.desk.views.piece import piece
from styleloop.web.desk.views.wanted import Wanted
from styleloop.web.desk.words import plural, without_ids

DONE = {"approve": "Approved", "change": "Change asked", "reject": "Rejected"}
LONGEST_MESSAGE = 500
"""Characters of a remark that become the reason of the edit it asked for."""
UNNAMED = "say who you are and in which role you decide: it is written into every decision"
KEPT = "What you typed is still here: send it again."
Looking = Annotated[Wanted, Depends()]


class Answer(BaseModel):
    """What the decision form sends. `who` and `role` come along only where the browser did not know them."""

    token: str = ""
    action: str = ""
    seen: str = ""
    reason: str = ""
    dismissed: list[str] = []
    who: str = ""
    role: str = ""

    @property
    def aside(self) -> list[str]:
        """Ids of what is set aside: one box stands for every finding of its remark."""
        return [name for box in self.dismissed for name in box.split()]


class Writing(BaseModel):
    """What the forms for editing send: every slot with its words, or one remark whose words are to be put in."""

    token: str = ""
    seen: str = ""
    slot: list[str] = []
    text: list[str] = []
    why: str = ""
    fix: str = ""

    @property
    def words(self) -> dict[str, str]:
        """Slot -> words."""
        return {slot: text.replace("\r\n", "\n") for slot, text in zip(self.slot, self.text, strict=False)}


def routes(desk: Desk) -> APIRouter:
    """`/variants/{variant}`, its decision and its words."""
    router = APIRouter()

    @router.get("/variants/{variant}")
    def variant(request: Request, variant: str, wanted: Looking, edit: bool = False) -> Response:
        return shown(desk, request, variant, wanted, editing=edit)

    @router.post("/variants/{variant}/decision")
    def decision(request: Request, variant: str, wanted: Looking, answer: Annotated[Answer, Form()]) -> Response:
        known = desk.guard.knows(request, answer.token)
        person = person_of(request)
        try:
            if not known:
                raise PolicyError(f"{OLD}. {KEPT}")
            person = named(answer.who, answer.role) if answer.who or answer.role else person
            if person is None:
                raise PolicyError(UNNAMED)
            _refuse_late(desk, variant, answer.seen)
            before = desk.lines.now()
            made = decide(
                desk.project, variant, person, _action(answer.action),
                reason=answer.reason, dismissed=answer.aside, seen=answer.seen,
            )  # fmt: skip
        except PolicyError as problem:
            refused = shown(desk, request, variant, wanted, without_ids(problem), 409 if known else 403, answer)
            if person and known:
                keep(refused, person)
            return refused
        words = _words(desk, variant, made[0].action, len(made))
        after = onward(before, desk.lines, variant, wanted, person.who)
        deed = Deed(tuple(d.id for d in made), words, f"/variants/{variant}{wanted.query}")
        desk.done.keep(browser_of(request), deed)
        address = f"/variants/{after}{wanted.query}" if after else f"/{wanted.query}"
        response = desk.onward(address, words, variant, undo=True)
        keep(response, person)
        return response

    @router.post("/variants/{variant}/words")
    def words(request: Request, variant: str, wanted: Looking, sent: Annotated[Writing, Form()]) -> Response:
        known = desk.guard.knows(request, sent.token)
        person = person_of(request)
        try:
            if not known:
                raise PolicyError(f"{OLD}. {KEPT}")
            if person is None:
                raise PolicyError(UNNAMED)
            _refuse_late(desk, variant, sent.seen)
            wish = fixed(desk.project, variant, sent.fix) if sent.fix else sent.words
            made = edit(desk.project, variant, person, wish, sent.why or _because(desk, sent.fix))
        except (PolicyError, InputError) as problem:
            status = 403 if not known else 422 if isinstance(problem, InputError) else 409
            return shown(
                desk, request, variant, wanted, without_ids(problem), status, writing=sent, editing=not sent.fix
            )
        new, told = _like(desk, variant, made), _saved(made)
        ids = tuple(d.id for d in made.superseded)
        desk.done.keep(browser_of(request), Deed(ids, told, f"/variants/{variant}{wanted.query}", new))
        return desk.onward(f"/variants/{new}{wanted.query}", told, variant, undo=True)

    return router


def shown(
    desk: Desk,
    request: Request,
    variant: str,
    wanted: Wanted,
    problem: str = "",
    status: int = 200,
    answer: Answer | None = None,
    writing: Writing | None = None,
    editing: bool = False,
) -> Response:
    """A variant's page; after a refused decision or edit, with what was typed kept."""
    found = piece(desk.project, desk.lines, variant, wanted)
    if found is None:
        words = f"No piece is named {variant}. It may belong to another project."
        return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop review")
    market = desk.project.market(found.card.market)
    return desk.page(
        request,
        "variant.html",
        status,
        here=f"/variants/{variant}",
        piece=found,
        wanted=wanted,
        roles=roles(desk.project, market),
        known=may_decide(desk.project, person_of(request), market),
        not_theirs=without_ids(desk.lines.queue.not_theirs(variant, person_of(request))),
        problem=problem,
        typed=answer or Answer(),
        written=writing or Writing(),
        editing=editing,
    )


def _action(text: str) -> Action:
    if text not in DONE:
        raise InputError("no such decision", field="action", got=text, expected=", ".join(DONE))
    return cast(Action, text)


def _refuse_late(desk: Desk, variant: str, seen: str) -> None:
    line = desk.lines.of(variant)
    now = next((d for d in line.decisions if d.variant == variant), None) if line else None
    if now is not None and now.id != seen:
        done = DONE.get(now.action, now.action).lower()
        raise PolicyError(f"{now.who}, {now.role}, decided meanwhile ({done}); look again, then decide")


def _words(desk: Desk, variant: str, action: str, formats: int) -> str:
    """`Approved: It rained. It will rain again. (Germany, 3 formats).`"""
    line = desk.lines.of(variant)
    if line is None:
        return f"{DONE[action]}."
    market = desk.project.kit.market(line.market)
    title, place = " ".join(line.headline.split()), market.name if market else line.market
    signed = f" Signed by {line.signed}; missing: {', '.join(line.missing)}." if line.signed else ""
    return f"{DONE[action]}: {title} ({place}, {plural(formats, 'format')}).{signed}"


def _because(desk: Desk, finding: str) -> str:
    """The reason of an edit that a remark asked for: what the remark says."""
    found = desk.project.store.findings.find(finding) if finding else None
    return found.message[:LONGEST_MESSAGE] if found else ""


def _like(desk: Desk, variant: str, made: Edited) -> str:
    """The new line's piece in the format that was looked at."""
    old = desk.project.store.variants.get(variant)
    like = [v for v in made.variants if (v.placement, v.card) == (old.placement, old.card)]
    return (like or list(made.variants))[0].id


def _saved(made: Edited) -> str:
    remarks = plural(made.remarks, "remark") if made.remarks else "no objection"
    stops = ", and it is stopped" if made.stopped else ""
    return f"Saved as a new line, drawn in {plural(len(made.variants), 'format')} and checked again: {remarks}{stops}."
