"""`styleloop`: six verbs in front, the stages behind. Each verb has a file of its own."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import version
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from styleloop.errors import StyleloopError

FRONT = ("init", "demo", "run", "review", "results", "serve")
MORE = (
    "ingest", "style", "brief", "draft", "audit", "publish", "verify", "refine", "undo",
    "restyle", "resize", "motion", "localise", "why", "divergence", "plugins", "doctor", "checks", "templates",
    "placements", "facts", "ground", "ask", "models", "texts", "trail", "live", "recall",
)  # fmt: skip
VERBS = (*FRONT, *MORE)


class _Verbs(TyperGroup):
    """Loads a verb's file only when that verb is asked for: `--help` stays quick."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is click's
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"styleloop.cli.{cmd_name}")
        app = typer.Typer(add_completion=False)
        app.command(cmd_name, rich_help_panel="The loop" if cmd_name in FRONT else "More")(module.command)
        return typer.main.get_command(app)


app = typer.Typer(
    cls=_Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Styleloop: learn a brand's style, make new work from it, check it, let a person decide, learn again.",
)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"styleloop {version('styleloop')}\n")
        raise typer.Exit


@app.callback()
def _root(
    shown: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which one.")] = False,
) -> None:
    """The loop: library, style, brief, drafts, audit, review, publish, results, refine."""


def main() -> None:
    """Run one verb. Exit 0: done; 1: a check blocked something; 2: a clear error; 130: interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 gets an escape, not a traceback
    try:
        app()
    except StyleloopError as problem:
        from styleloop.cli.output import shown

        sys.stderr.write(f"styleloop: {shown(str(problem))}\n")
        sys.exit(2)
    except OSError as problem:
        if not problem.filename:
            raise
        from styleloop.cli.output import shown

        cure = "name another file or folder, or change its rights"
        place = shown(str(problem.filename))
        sys.stderr.write(f"styleloop: {place}: cannot be read or written: {problem.strerror}; what to do: {cure}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("styleloop: interrupted; run the same command to go on\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
