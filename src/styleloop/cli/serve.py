"""`styleloop serve`: the desk."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from styleloop.cli.output import HERE, ProjectOption, opened, out
from styleloop.errors import InputError


def command(
    project: ProjectOption = HERE,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; none: as in styleloop.toml.")] = "",
    port: Annotated[int, typer.Option("--port", help="Port; none: as in styleloop.toml.")] = 0,
) -> None:
    """Open the desk in a browser: queue, variants with evidence, decisions by keyboard. A second one stands by."""
    from styleloop.web.serve import serve

    opened_project = opened(project)
    settings = opened_project.settings.serve
    where = (host or settings.host, port or settings.port)
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(where)
        except OSError as problem:
            cure = "stop the other one, or choose --port"
            raise InputError(
                f"cannot listen there: {problem.strerror}", got=f"{where[0]}:{where[1]}", cure=cure
            ) from problem
    out.print(f"The desk is at http://{where[0]}:{where[1]}/ - stop with Ctrl-C")
    serve(opened_project, *where)
