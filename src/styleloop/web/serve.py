"""Serving the desk, and doing the project's work while it is open."""

from __future__ import annotations

import threading
from importlib.resources import files

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.errors import StyleloopError
from styleloop.web.api.routes import api
from styleloop.web.desk.pages import desk

LOOK_AGAIN = 1.0
"""Seconds between two tries to become the one that does the work."""


def create_app(project: Project) -> FastAPI:
    """The desk and the API of one project."""
    app = FastAPI(title="Styleloop", version="1", docs_url=None, redoc_url=None)
    app.mount("/static", StaticFiles(directory=str(files("styleloop.web.desk") / "static")), name="static")
    app.include_router(api(project), prefix="/v1")
    app.include_router(desk(project))

    @app.exception_handler(StyleloopError)
    def told(_: Request, problem: StyleloopError) -> JSONResponse:
        status = 409 if problem.permanent else 503
        body = {"type": "about:blank", "title": type(problem).__name__, "status": status, "detail": str(problem)}
        return JSONResponse(body, status, media_type="application/problem+json")

    return app


def serve(project: Project, host: str, port: int) -> None:
    """Serve until stopped. Of several, one does the work that is queued; the others stand by."""
    stop = threading.Event()

    def work() -> None:
        with Jobs(project).standing_by() as take_over:
            while not stop.wait(LOOK_AGAIN):
                take_over()

    worker = threading.Thread(target=work, name="styleloop-work", daemon=True)
    worker.start()
    try:
        uvicorn.run(create_app(project), host=host, port=port, log_level="warning")
    finally:
        stop.set()
        worker.join(timeout=10)
