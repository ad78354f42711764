"""`styleloop plugins`: what is installed."""

from __future__ import annotations

from styleloop.cli.output import JsonOption, say_json, table


def command(as_json: JsonOption = False) -> None:
    """List every installed plug-in by port, without loading any."""
    from styleloop.app.registry import listed

    found = listed()
    if as_json:
        say_json([vars(p) for p in found])
        return
    table("Plug-ins", ("port", "name", "from", "class"), [(p.port, p.name, p.distribution, p.value) for p in found])
