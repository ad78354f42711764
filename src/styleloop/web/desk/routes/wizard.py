"""The first run: a brand step by step, every step an address, nothing written before the last."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from styleloop.app import beginning, brandedits
from styleloop.app.beginning import Beginning
from styleloop.app.founding import planned, preview_ads, rules_of
from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.errors import InputError, PolicyError, SettingsError, StoreError, StyleloopError
from styleloop.types.brand import HEX, Colour, Voice
from styleloop.web.brandfonts import installed, own_folder
from styleloop.web.desk.guarding import HEADERS
from styleloop.web.desk.page import Desk, told
from styleloop.web.desk.person import person_of
from styleloop.web.desk.uploads import Sent, answered_by
from styleloop.web.desk.views import wizard as view
from styleloop.web.desk.words import plural

HOME = "/brand/new"
GUIDES = (".pdf", ".docx", ".md", ".markdown")
TABLES = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".xml")
WEIGHTS = (400, 500, 600, 700, 800)
MOST_SENTENCES = 20
STAY = ("pick", "look", "add", "propose", "read")
"""What a button may ask for besides going on."""


def routes(desk: Desk) -> APIRouter:
    """`/brand/new` and its steps."""
    router = APIRouter()

    @router.get(HOME)
    def begin() -> Response:
        return RedirectResponse(f"{HOME}/{beginning.read(desk.project).next_step}", 303, HEADERS)

    @router.get(f"{HOME}/{{step}}")
    def shown_step(request: Request, step: str) -> Response:
        if step not in beginning.STEPS:
            words = "There is no such step."
            return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop serve")
        if person_of(request) is None:  # asked before anything is typed, so that nothing typed is refused and lost
            return RedirectResponse(f"/you?back={HOME}/{step}", 303, HEADERS)
        return shown(desk, request, step)

    @router.post(f"{HOME}/{{step}}")
    async def sent_step(request: Request, step: str) -> Response:
        return await answered_by(desk, request, beginning.ADS_BYTES, partial(_answer, desk, step))

    return router


def _weights(project: Project) -> tuple[int, ...]:
    """Weights to choose from, the one that is set among them."""
    face = project.kit.face("Latn")
    return tuple(sorted({*WEIGHTS, *([face.weight] if face else [])}))


def shown(
    desk: Desk, request: Request, step: str, problem: StyleloopError | None = None, status: int = 200
) -> Response:
    """One step of the first run."""
    said = beginning.read(desk.project)
    return desk.page(
        request, "wizard.html", status, page=view.step(desk.project, step, said),
        may=brandedits.may_change(desk.project, person_of(request)), problem=told(problem) if problem else "",
        field=problem.field if isinstance(problem, InputError) else "", weights=_weights(desk.project),
        blank=beginning.is_blank(desk.project),
    )  # fmt: skip


def _answer(desk: Desk, step: str, request: Request, sent: Sent) -> Response:
    try:
        if step not in beginning.STEPS:
            raise InputError("there is no such step", field="step", got=step)
        brandedits.refuse_others(desk.project, person_of(request))
        if sent.get("go") == "anew":
            beginning.forget(desk.project)
            return desk.onward(HOME, "Thrown away. Nothing had been written.")
        if step == "write":
            return _write(desk, request, sent)
        return _keep(desk, step, sent)
    except PolicyError as problem:
        return shown(desk, request, step if step in beginning.STEPS else "name", problem, 409)
    except InputError as problem:
        return shown(desk, request, step if step in beginning.STEPS else "name", problem, 422)
    except SettingsError:  # a file that cannot be changed without touching more: the step says which, and why
        return shown(desk, request, step, status=409)


def _keep(desk: Desk, step: str, sent: Sent) -> Response:
    project, said = desk.project, beginning.read(desk.project)
    later = sent.get("go") == "later"
    news = {} if later else _SAID[step](project, said, sent)
    stays = sent.get("go") in STAY
    done = said.done if stays else tuple(dict.fromkeys((*said.done, step)))
    kept = beginning.keep(project, **{**news, "done": done})
    if stays:
        return RedirectResponse(f"{HOME}/{step}", 303, HEADERS)
    after = beginning.STEPS[beginning.STEPS.index(step) + 1]
    return RedirectResponse(f"{HOME}/{after if after not in kept.done or not later else kept.next_step}", 303, HEADERS)


def _name(project: Project, said: Beginning, sent: Sent) -> dict[str, object]:
    name = beginning.line(sent.get("name"), "name", beginning.LONGEST_NAME)
    if not name:
        raise InputError("a brand has a name", field="name", expected="its name, as people write it")
    locale = sent.get("locale") or project.kit.locale
    if locale not in (*beginning.locales(), *(m.locale for m in project.kit.markets)):
        raise InputError("no such language and territory", field="locale", got=locale, expected="one of the list")
    news: dict[str, object] = {"name": name, "locale": locale}
    file = sent.file("logo")
    if file:
        logo = beginning.logo_of(project, file.data)
        upload = beginning.taken(project, file.data, file.told, f".{logo.kind}")
        same = said.logo is not None and said.logo.sha == upload.sha
        news |= {"logo": upload} if same else {"logo": upload, "colours": (), "seen": ""}
    return news


def _colours(project: Project, said: Beginning, sent: Sent) -> dict[str, object]:
    del said
    file = sent.file("picture")
    if file:
        if len(file.data) > beginning.PICTURE_BYTES:
            raise InputError("the picture is too large", field="picture", expected="at most 20 MB")
        beginning.picture_of(project, file.data)
        return {"seen": project.store.blobs.put(file.data), "colours": ()}
    if sent.get("go") == "pick":
        return {"seen": "", "colours": ()}
    codes, names, used = sent.all("hex"), sent.all("colour"), {int(n) for n in sent.all("use") if n.isdigit()}
    made: list[Colour] = []
    for number, (code, name) in enumerate(zip(codes, names, strict=False)):
        if number in used:
            made.append(_colour(code, name, made))
    if sent.get("go") == "add" and len(made) < beginning.MOST_COLOURS:
        made.append(_colour("#808080", "new colour", made))
    if not made:
        raise InputError("a brand has a colour or more", field="colours", expected="at least one that is used")
    return {"colours": tuple(made[: beginning.MOST_COLOURS])}


def _colour(code: str, name: str, others: list[Colour]) -> Colour:
    if not re.fullmatch(HEX, code):
        raise InputError("this is no colour", field="colours", got=code, expected="#rrggbb, such as #1b262b")
    words = beginning.line(name, "colours", 40) or code
    taken = {one.name for one in others}
    number = 2
    while words in taken:
        words, number = f"{beginning.line(name, 'colours', 40) or code} {number}", number + 1
    return Colour(name=words, hex=code.lower())


def _type(project: Project, said: Beginning, sent: Sent) -> dict[str, object]:
    del said
    names = {one.name for one in installed(own_folder(project.root))}
    for field in ("serif", "sans"):
        if sent.get(field) not in names:
            raise InputError("choose a face that is installed", field=field, got=sent.get(field))
    weight = sent.get("weight")
    if not weight.isdigit() or int(weight) not in _weights(project):
        raise InputError("no such weight", field="weight", got=weight, expected=", ".join(map(str, WEIGHTS)))
    return {"serif": sent.get("serif"), "sans": sent.get("sans"), "weight": int(weight)}


def _voice(project: Project, said: Beginning, sent: Sent) -> dict[str, object]:
    del project, said
    lines = {
        side: tuple(text for raw in sent.all(side)[:MOST_SENTENCES] if (text := beginning.line(raw, side)))
        for side in ("yours", "others")
    }
    if sent.get("go") == "propose" or not sent.get("person"):
        return {**lines, "voice": None}
    most = sent.get("max_headline_words")
    if not most.isdigit() or not 1 <= int(most) <= 60:
        raise InputError("so many words cannot be", field="max_headline_words", got=most, expected="1 to 60")
    if sent.get("person") not in ("second", "first", "third", "any"):
        raise InputError("no such person", field="person", got=sent.get("person"))
    voice = Voice.model_validate(
        {
            "person": sent.get("person"),
            **{name: bool(sent.get(name)) for name in ("exclamations", "questions", "emoji")},
            "max_headline_words": int(most),
            "words": tuple(dict.fromkeys(beginning.line(word, "words", 40) for word in sent.all("word"))),
            **{name: _rows(sent.get(name), name) for name in ("do", "dont")},
        }
    )
    never = tuple(dict.fromkeys(beginning.line(word, "never", 40) for word in sent.all("never")))
    return {**lines, "voice": voice, "never": never}


def _rows(text: str, field: str) -> tuple[str, ...]:
    return tuple(words for row in text.splitlines()[:MOST_SENTENCES] if (words := beginning.line(row, field)))


def _guidelines(project: Project, said: Beginning, sent: Sent) -> dict[str, object]:
    file = sent.file("guideline")
    if file is None:
        return {"rules": tuple(sent.all("rule"))} if said.guideline else {}
    if file.suffix not in GUIDES:
        raise InputError(
            "no such kind of document is read here", field="guideline", got=file.suffix, expected=", ".join(GUIDES)
        )
    if len(file.data) > beginning.DOCUMENT_BYTES:
        raise InputError("the document is too large", field="guideline", expected="at most 20 MB")
    upload = beginning.taken(project, file.data, _stem(file.told), ".md" if file.suffix == ".markdown" else file.suffix)
    rules_of(project, upload)  # a document that cannot be read is told now, not on the way
    return {"guideline": upload, "rules": ()}


def _ads(project: Project, said: Beginning, sent: Sent) -> dict[str, object]:
    del said
    file = sent.file("ads")
    if file is None:
        return {}
    if file.suffix not in TABLES:
        raise InputError("no such kind of export is read", field="ads", got=file.suffix, expected=", ".join(TABLES))
    upload = beginning.taken(project, file.data, _stem(file.told), file.suffix)
    report = preview_ads(project, upload)
    without = [refusal for refusal in report.refusals if not (refusal.where and refusal.where.field == "picture")]
    if not report.kept and (without or not report.refusals):
        why = next((refusal.why for refusal in without), "nothing in it was understood")
        raise InputError(f"no ad was read: {why}", field="ads", expected="a table with a header, or an export")
    return {"ads": upload}


def _stem(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


_SAID: Mapping[str, Callable[[Project, Beginning, Sent], dict[str, object]]] = {
    "name": _name, "colours": _colours, "type": _type, "voice": _voice, "guidelines": _guidelines, "ads": _ads,
}  # fmt: skip


def _write(desk: Desk, request: Request, sent: Sent) -> Response:
    project, said = desk.project, beginning.read(desk.project)
    changes = planned(project, said)
    if brandedits.state_of(changes) != sent.get("state"):
        raise PolicyError("a file has changed since this page was made; look at it as it is now, then write it")
    edit = brandedits.write(project, changes, person_of(request), "first run")
    beginning.forget(project)
    words = f"Written: {plural(len(edit.files), 'file')}. Keep them in git."
    return desk.onward(f"/brand?last={edit.id}", f"{words}{_taken_in(project, said)}")


def _taken_in(project: Project, said: Beginning) -> str:
    """Queue the reading of an export that was brought; a large one takes minutes and is watched on its own page."""
    if said.ads is None:
        return ""
    try:
        Jobs(project).start("ingest", f"ingest:past ads:{said.ads.sha[:12]}", {"paths": []})
    except StoreError:
        return " Past ads are read with: styleloop ingest"
    return " Past ads are being read: see Runs."
