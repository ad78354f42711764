"""A product brought to the New screen: by link, by a line of a table, by a photograph; corrected, then kept."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from styleloop.app import newproducts
from styleloop.app.facts import may_rule, rule
from styleloop.app.founding import slug
from styleloop.app.newproducts import Drafted
from styleloop.errors import InputError, PolicyError
from styleloop.types.product import Product
from styleloop.web.desk.guarding import HEADERS
from styleloop.web.desk.page import Desk, told
from styleloop.web.desk.person import person_of
from styleloop.web.desk.uploads import Sent
from styleloop.web.desk.views.wishes import wishes

MOST_LINES = 50
SAY = "say who you are first, in a role that decides somewhere: what is stated of a product carries a person's id"


def may(desk: Desk, request: Request) -> bool:
    """Whether this browser's person may bring a product."""
    return may_rule(desk.project, person_of(request))


def brought(desk: Desk, request: Request, sent: Sent) -> Response:
    """Read what was brought, and lead to the form that corrects it."""
    project = desk.project
    try:
        if not may(desk, request):
            raise PolicyError(SAY)
        drafted = _read(desk, sent)
    except (InputError, PolicyError) as problem:
        field = problem.field if isinstance(problem, InputError) else "bring"
        typed = {"link": sent.get("link"), "line": sent.get("line")}
        return desk.page(
            request, "new.html", 409 if field == "bring" else 422, wishes=wishes(project), problem=told(problem),
            field=field, most=MOST_LINES, day=project.today.isoformat(), typed=typed, may=may(desk, request),
        )  # fmt: skip
    return RedirectResponse(f"/new/product/{newproducts.keep(project, drafted)}", 303, HEADERS)


def shown(
    desk: Desk, request: Request, name: str, drafted: Drafted, problem: str = "", field: str = "", status: int = 200
) -> Response:
    """The form that corrects a product, with the facts its words state."""
    return desk.page(
        request, "product.html", status, waiting=name, drafted=drafted, product=_product(desk, drafted),
        problem=problem, field=field, may=may(desk, request),
    )  # fmt: skip


def corrected(desk: Desk, name: str, request: Request, sent: Sent) -> Response:
    """Keep the product as it was corrected, or read its words anew."""
    project = desk.project
    before = newproducts.find(project, name)
    if before is None:
        words = "Nothing waits under this name: it was kept, or read too long ago."
        return desk.page(request, "problem.html", 404, heading="Not here", words=words, cure="styleloop ingest")
    drafted = before
    try:
        person = person_of(request)
        if person is None or not may(desk, request):
            raise PolicyError(SAY)
        drafted = _typed(desk, before, sent)
        newproducts.read(project, drafted)
        if sent.get("go") == "look":
            return RedirectResponse(f"/new/product/{newproducts.keep(project, drafted)}", 303, HEADERS)
        sku = newproducts.add(project, drafted, person)
        unwanted = set(sent.all("shown")) - set(sent.all("fact"))  # what nobody was shown is not dropped
        for fact in project.store.products.get(sku).facts:
            if fact.key in unwanted:
                rule(project, sku, fact.key, "drop", person)
    except InputError as problem:
        return shown(desk, request, name, drafted, told(problem), problem.field, 422)
    except PolicyError as problem:
        return shown(desk, request, name, drafted, told(problem), "bring", 409)
    return desk.onward(f"/new?{urlencode({'product': sku})}", f"Kept: {drafted.name}. It stands in {newproducts.FILE}.")


def _read(desk: Desk, sent: Sent) -> Drafted:
    how = sent.get("how")
    if how == "link":
        return newproducts.of_link(desk.project, sent.get("link"))
    if how == "line":
        return newproducts.of_line(sent.get("line"))
    photo = sent.file("photo")
    if how == "photo" and photo:
        return newproducts.of_photo(desk.project, photo.data)
    raise InputError("nothing was brought", field=how or "link", expected="a link, a line or a photograph")


def _typed(desk: Desk, before: Drafted, sent: Sent) -> Drafted:
    photo = sent.file("photo")
    picture = newproducts.picture(desk.project, photo.data) if photo else before.picture
    said = {field: newproducts.plain(sent.get(field), most) for field, most in newproducts.FIELDS.items()}
    if not said["name"]:
        raise InputError("a product has a name", field="name", expected="as people call it: umbrella")
    sku = said["sku"] or slug(said["name"], "product")
    return Drafted.model_validate({**said, "sku": sku, "link": before.link, "picture": picture})


def _product(desk: Desk, drafted: Drafted) -> Product | None:
    try:
        return newproducts.read(desk.project, drafted) if drafted.name else None
    except InputError:
        return None  # said at its field when it is sent
