"""`styleloop checks`: what is checked, in words."""

from __future__ import annotations

from styleloop.cli.output import JsonOption, say_json, table


def command(as_json: JsonOption = False) -> None:
    """List every check and its rules."""
    from styleloop.app.registry import make_all

    rows = [(f"{g.name}@{g.version}", rule, text) for g in make_all("guardrails") for rule, text in g.rules.items()]
    if as_json:
        say_json([{"check": c, "rule": r, "objects_to": t} for c, r, t in rows])
        return
    table("Checks", ("check", "rule", "objects to"), rows)
