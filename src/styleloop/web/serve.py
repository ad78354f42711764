"""Serving the desk, and doing the project's work while it is open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable
from importlib.resources import files

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.errors import StyleloopError
from styleloop.web.api.routes import api
from styleloop.web.desk.guarding import HEADERS, Guard
from styleloop.web.desk.page import Desk
from styleloop.web.desk.routes import every
from styleloop.web.hosts import answers_to
from styleloop.web.problems import API, answer_for, answered

LOOK_AGAIN = 1.0
"""Seconds between two tries to become the one that does the work."""
Next = Callable[[Request], Awaitable[Response]]


def create_app(project: Project, host: str = "") -> FastAPI:
    """The desk and the API of one project.

    Args:
        project: whose desk it is.
        host: name or address it is served under, besides loopback and the one in `styleloop.toml`.
    """
    names = (host or project.settings.serve.host, project.settings.serve.host)
    app = FastAPI(title="Styleloop", version="1", docs_url=None, redoc_url=None, openapi_url=f"{API}/openapi.json")
    app.mount("/static", StaticFiles(directory=str(files("styleloop.web.desk") / "static")), name="static")
    app.include_router(api(project), prefix=API)
    app.include_router(every(Desk(project, Guard(project.state))))
    answer_for(app)

    @app.middleware("http")
    async def guarded(request: Request, following: Next) -> Response:
        if not answers_to(request.headers.get("host", ""), names):
            return answered(request, 421, "This desk does not answer to that name; open it by the address it printed.")
        response = await following(request)
        if request.url.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-cache"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app


def serve(project: Project, host: str, port: int) -> None:
    """Serve until stopped. Of several, one does the work that is queued; the others stand by."""
    stop = threading.Event()

    def work() -> None:
        with Jobs(project).standing_by() as take_over:
            while not stop.wait(LOOK_AGAIN):
                try:
                    take_over()
                except StyleloopError as problem:
                    logging.getLogger("styleloop.web").error("no work is done here for now: %s", problem)

    worker = threading.Thread(target=work, name="styleloop-work", daemon=True)
    worker.start()
    try:
        uvicorn.run(create_app(project, host), host=host, port=port, log_level="warning", server_header=False)
    finally:
        stop.set()
        worker.join(timeout=10)
