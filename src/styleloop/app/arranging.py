"""Templates as the application offers them: which there are, what pictures they would show, and which a line is in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from styleloop import drafts
from styleloop.adapters.decoders.formats import kind_of
from styleloop.adapters.models.packshot import Uncut, cut_out
from styleloop.app.measuring import decode
from styleloop.app.project import Project
from styleloop.errors import InputError
from styleloop.types.brief import Brief
from styleloop.types.copy import HEADLINE
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.style import StyleVector
from styleloop.types.template import AUTO, Offer, PictureKind
from styleloop.types.variant import Draft

PLAIN = "split"
"""Template of what has none of its own where the project says `auto`: past ads, and lines drawn before."""
SMALL = 320
"""Pixels on the long side at which a picture's kind can be told."""


def offers(project: Project) -> tuple[Offer, ...]:
    """Every template the renderer has; none where it knows no templates.

    Raises:
        SettingsError: a template's `template.toml` is wrong.
    """
    names = getattr(project.renderer, "templates", ())
    return tuple(_offer(project, name) for name in (names() if callable(names) else names))


def _offer(project: Project, name: str) -> Offer:
    template = project.renderer.template(name)  # type: ignore[attr-defined]  # a renderer with templates has it
    limits = tuple((slot.name, slot.max_chars) for slot in template.slots if slot.max_chars)
    return Offer(name=name, likes=template.likes, limits=limits, slots=tuple(slot.name for slot in template.slots))


def known_template(project: Project, name: str, field: str = "template") -> str:
    """`name`, when it is one of the templates, `auto`, or empty.

    Raises:
        InputError: there is no such template; says which there are.
    """
    if name in ("", AUTO):
        return name
    have = [offer.name for offer in offers(project)]
    if have and name not in have:
        raise InputError("no such template", field=field, got=name, expected=", ".join((*have, AUTO)))
    return name


def settable(project: Project, items: Sequence[Draft | Refusal]) -> list[Draft | Refusal]:
    """The same drafts; a Refusal in place of each that names a template there is not."""
    have = [offer.name for offer in offers(project)]
    return [
        Refusal(
            subject=one.words.text(HEADLINE).replace("\n", " "),
            why="a proposed line names a template that there is not",
            got=one.template,
            expected=", ".join(have),
            cure="name one of these in its template column, or leave it empty",
        )
        if isinstance(one, Draft) and one.template and have and one.template not in have
        else one
        for one in items
    ]


def named(project: Project, asked: Brief) -> str:
    """The template that a brief, or its project, sets every line in; `auto` where each line gets its own."""
    return asked.template or project.settings.run.template


def template_of(project: Project, asked: Brief, draft: Draft) -> str:
    """The template that one line is drawn in."""
    wanted = draft.template or named(project, asked)
    return PLAIN if wanted == AUTO else wanted


def label_of(project: Project, name: str) -> str:
    """`name@version` of a template, or `name` where the renderer tells no version."""
    known = getattr(project.renderer, "template", None)
    return str(known(name.partition("@")[0]).label) if known else name


def labels(project: Project, name: str) -> list[str]:
    """`name@version` of a template, or of every template there is to choose from by `auto`."""
    return [label_of(project, offer.name) for offer in offers(project)] if name == AUTO else [label_of(project, name)]


def cards_of(project: Project, name: str) -> int:
    """How many cards the template can make; a renderer that has no templates makes one picture."""
    known = getattr(project.renderer, "template", None)
    return int(known(name.partition("@")[0]).cards) if known else 1


def pieces_of(project: Project, asked: Brief, draft: Draft) -> int:
    """How many pictures a line has once it is drawn whole: one a format, and each card where a format shows several."""
    cards = cards_of(project, template_of(project, asked, draft))
    return sum(min(cards, placement.cards) for placement in asked.placements)


def arranged(
    project: Project, asked: Brief, style: StyleVector | None, items: Sequence[Draft], used: Iterable[str] = ()
) -> tuple[Draft, ...]:
    """`items` with the template of each chosen, where the brief or the project says `auto`; else as they are.

    Args:
        project: the open project.
        asked: the brief they were written for.
        style: the version that says what helps; None: nothing is known.
        items: drafts with words, palette and picture, in the order chosen.
        used: templates of this batch's lines set before.
    """
    if named(project, asked) != AUTO or not items:
        return tuple(items)
    wish = drafts.Wish(
        style=style,
        kinds=kinds(project, (d.picture for d in items)),
        cards=max((p.cards for p in asked.placements), default=1),
        dial=asked.dial,
        turn=zlib.crc32(f"{asked.campaign} {asked.market}".encode()),
    )
    return drafts.templated(items, offers(project), wish, tuple(used))


def kinds(project: Project, shas: Iterable[str]) -> dict[str, PictureKind]:
    """What kind of picture each blob is; one that cannot be read is absent."""
    found = {sha: _kind(project, project.store.blobs.get(sha)) for sha in sorted(set(shas)) if sha}
    return {sha: kind for sha, kind in found.items() if kind}


def _kind(project: Project, data: bytes) -> PictureKind | None:
    if kind_of(data) == "svg":
        return "drawing"
    [picture] = decode(project, [data], SMALL)
    if not isinstance(picture, Picture):
        return None
    if picture.alpha is not None and int(picture.alpha.min()) < 255:
        return "cutout"
    return "photo" if isinstance(cut_out(picture), Uncut) else "cutout"
