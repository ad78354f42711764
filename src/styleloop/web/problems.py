"""What went wrong, as a page for people or as problem+json for programs. Never an address, a password or a trace."""

from __future__ import annotations

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from styleloop.errors import InputError, StyleloopError
from styleloop.web.desk.guarding import HEADERS
from styleloop.web.desk.page import TEMPLATES, told

API = "/v1"
HEADINGS = {403: "Not from here", 404: "Not here", 405: "Not that way", 410: "Gone", 415: "Not shown here"}


def answer_for(app: FastAPI) -> None:
    """Let `app` answer every failure in words."""

    @app.exception_handler(StyleloopError)
    def ours(request: Request, problem: StyleloopError) -> Response:
        status = 503 if not problem.permanent else 422 if isinstance(problem, InputError) else 409
        return answered(request, status, told(problem), type(problem).__name__)

    @app.exception_handler(404)
    @app.exception_handler(405)
    @app.exception_handler(HTTPException)
    def refused(request: Request, problem: HTTPException) -> Response:
        words = "There is nothing at this address." if problem.detail == "Not Found" else str(problem.detail)
        return answered(request, problem.status_code, words)

    @app.exception_handler(RequestValidationError)
    def misread(request: Request, problem: RequestValidationError) -> Response:
        first = problem.errors()[0]
        name = ".".join(str(part) for part in first["loc"][1:])
        return answered(request, 422, f"{name}: {first['msg']}")

    @app.exception_handler(Exception)
    def unexpected(request: Request, problem: Exception) -> Response:
        return answered(request, 500, told(problem))


def answered(request: Request, status: int, words: str, title: str = "") -> Response:
    """The failure in the form that was asked for."""
    heading = title or HEADINGS.get(status, "That did not work")
    if request.url.path.startswith(API):
        body = {"type": "about:blank", "title": heading, "status": status, "detail": words}
        return JSONResponse(body, status, HEADERS, media_type="application/problem+json")
    text = TEMPLATES.get_template("failed.html").render(
        heading=HEADINGS.get(status, "That did not work"), words=words, again=status >= 500
    )
    return Response(text, status, HEADERS, media_type="text/html")
