"""`styleloop facts`: what is known of products, from where, and what people said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, cast

import typer

from styleloop.cli.output import HERE, JsonOption, ProjectOption, opened, out, say_json, table
from styleloop.errors import InputError, PolicyError

if TYPE_CHECKING:
    from styleloop.app.facts import Told
    from styleloop.types.ruling import RulingAction

VERBS = ("confirm", "drop", "edit", "undo")


def command(
    asked: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SKU] | confirm|drop|edit|undo SKU KEY", help="A product; or what to do with a fact."),
    ] = None,
    label: Annotated[str, typer.Option("--label", help="With edit: the words that are right.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who says so; needed to confirm, drop, edit or undo.")] = "",
    role: Annotated[str, typer.Option("--role", help="In which role.")] = "",
    waiting: Annotated[bool, typer.Option("--waiting", help="Only facts that nobody has looked at.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be; write nothing.")] = False,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the facts of products, what waits for a person first; confirm, correct or drop one."""
    from styleloop.app import facts

    here, words = opened(project), list(asked or [])
    if words and words[0] in VERBS:
        if len(words) != 3:
            raise InputError("a fact is named by product and key", got=" ".join(words), expected=f"{words[0]} SKU KEY")
        if not who or not role:
            raise PolicyError("say who you are and in which role you decide: --who ID --role ROLE")
        from styleloop.app.shipping import Person

        verb, sku, key = words
        action = cast("RulingAction", verb)
        changed = facts.rule(here, sku, key, action, Person(who, role), label=label, dry_run=dry_run)
        found = [one for one in facts.told(here, sku) if one.fact.key == key] if not dry_run else []
        if as_json:
            said = changed.model_dump(mode="json")["facts"]
            say_json({"action": verb, "sku": sku, "key": key, "dry_run": dry_run, "facts": said})
            return
        state = next((f.status for f in changed.facts if f.key == key), "dropped")
        out.print(f"{'Would be' if dry_run else 'Now'} {state}: {sku} {key}", markup=False)
        _listed(found)
        return
    if len(words) > 1:
        raise InputError("one product at a time", got=" ".join(words), expected=f"[SKU], or {'|'.join(VERBS)} SKU KEY")
    shown = [one for one in facts.told(here, words[0] if words else "") if one.waiting or not waiting]
    if as_json:
        say_json(facts.rows_of(shown))
        return
    _listed(shown)
    left = sum(one.waiting for one in shown)
    out.print(f"{len(shown)} facts; {left} wait for a person. Next: styleloop facts confirm SKU KEY, or the desk")


def _listed(found: Sequence[Told]) -> None:
    if not found:
        return
    rows = [
        (one.product.sku, one.fact.key, _said(one), _state(one), " ".join("".join(one.sentence).split())[:120])
        for one in found
    ]
    table("Facts", ("product", "key", "says", "state", "read from"), rows)


def _said(one: Told) -> str:
    if one.fact.labels:
        return one.fact.labels[0][1]
    return f"{one.fact.number:g} {one.fact.unit}" if one.fact.number is not None else one.fact.key


def _state(one: Told) -> str:
    if one.ruling:
        done = {"confirm": "confirmed", "edit": "corrected"}.get(one.ruling.action, one.ruling.action)
        return f"{done} by {one.ruling.who}, {one.ruling.day}"
    return f"stated; changed since {one.before.day}" if one.before else one.fact.status
