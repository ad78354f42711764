"""What each step of the first run shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from styleloop.app import brandedits
from styleloop.app.beginning import MOST_COLOURS, STEPS, Beginning, Logo, locales, logo_of, picture_of
from styleloop.app.founding import PREVIEWED, planned, preview_ads, rules_of
from styleloop.app.ingesting import FileReport
from styleloop.app.logofit import Standing, standings
from styleloop.app.project import Project
from styleloop.app.sounding import Sound, sound
from styleloop.app.tinting import Pair, Picked, Toned, pairs, picked, toned
from styleloop.errors import InputError, SettingsError
from styleloop.types.brand import Colour, Tone, Voice
from styleloop.types.rule import Rule
from styleloop.web.brandfonts import Installed, installed, own_folder

NAMES = {
    "name": "Name and logo", "colours": "Colours", "type": "Type", "voice": "Voice", "guidelines": "Guidelines",
    "ads": "Past ads", "write": "Look and write",
}  # fmt: skip
LINES = 3
MOST_UNREAD = 5
EXAMPLE = "Rain has plans. So has the umbrella."


@dataclass(frozen=True)
class Place:
    """One step in the list of all."""

    step: str
    name: str
    state: str
    """`here`, `done` or nothing."""


@dataclass(frozen=True)
class Panel:
    """A tone as it will look, with how well its words read."""

    tone: Tone
    pairs: tuple[Pair, ...]
    logo: Standing | None = None

    @property
    def legible(self) -> bool:
        """Whether every word of it can be read."""
        return all(pair.legible for pair in self.pairs)


@dataclass(frozen=True)
class Step:
    """Everything one step shows; what is not of this step is empty."""

    step: str
    said: Beginning
    places: tuple[Place, ...]
    name: str
    locale: str
    locales: tuple[str, ...] = ()
    logo: Logo | None = None
    found: tuple[Picked, ...] = ()
    colours: tuple[Colour, ...] = ()
    panels: tuple[Panel, ...] = ()
    moved: tuple[str, ...] = ()
    room: bool = True
    faces: tuple[Installed, ...] = ()
    serif: str = ""
    sans: str = ""
    weight: int = 600
    sound: Sound | None = None
    voice: Voice | None = None
    yours: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    unread: tuple[str, ...] = ()
    ads: FileReport | None = None
    lost: int = 0
    """Rows of the export that name a picture which did not come."""
    in_part: bool = False
    """Whether only the beginning of the export was looked at."""
    trouble: str = ""
    """Why what was said cannot be shown or written as it is."""
    changes: tuple[brandedits.Shown, ...] = ()
    state: str = ""

    @property
    def reasons(self) -> dict[str, str]:
        """Field of the voice -> what it rests on."""
        return {one.field: one.why for one in self.sound.why} if self.sound else {}


def step(project: Project, name: str, said: Beginning) -> Step:
    """One step as it stands."""
    try:
        shown = dict(_SHOWN[name](project, said))
    except (
        InputError,
        SettingsError,
    ) as problem:  # edited by hand meanwhile: the step is shown all the same
        shown = {"trouble": str(problem).replace(f"{project.root}/", "")}
    kit = project.kit
    return Step(
        step=name,
        said=said,
        places=tuple(Place(one, NAMES[one], _state(one, name, said)) for one in STEPS),
        name=said.name or kit.name,
        locale=said.locale or kit.locale,
        **shown,  # type: ignore[arg-type]
    )


def panels(tones: Sequence[Tone], logo: bytes = b"") -> tuple[Panel, ...]:
    """Tones as small panels, the logo on each; without it where there is none, or nothing of it can be seen."""
    try:
        standing = standings(logo, tones) if logo else (None,) * len(tones)
    except InputError:
        standing = (None,) * len(tones)
    return tuple(Panel(tone, pairs(tone), one) for tone, one in zip(tones, standing, strict=True))


def _state(one: str, here: str, said: Beginning) -> str:
    return "here" if one == here else "done" if one in said.done else ""


def _named(project: Project, said: Beginning) -> dict[str, object]:
    logo = logo_of(project, project.store.blobs.get(said.logo.sha)) if said.logo else None
    return {"locales": locales(), "logo": logo}


def colours_of(project: Project, said: Beginning) -> tuple[tuple[Picked, ...], tuple[Colour, ...]]:
    """(what the picture holds, the colours as they stand: those said, else those picked)."""
    source = said.seen or (said.logo.sha if said.logo else "")
    found = picked(picture_of(project, project.store.blobs.get(source))) if source else ()
    made = tuple(Colour(name=one.name, hex=one.hex) for one in found)
    return found, said.colours or made


def _coloured(project: Project, said: Beginning) -> dict[str, object]:
    found, colours = colours_of(project, said)
    made = toned(colours) if colours else Toned((), (), ())
    logo = project.store.blobs.get(said.logo.sha) if said.logo else b""
    return {
        "found": found, "colours": colours, "panels": panels(made.tones, logo), "moved": made.moved,
        "room": len(colours) < MOST_COLOURS,
    }  # fmt: skip


def _typed(project: Project, said: Beginning) -> dict[str, object]:
    face = project.kit.face("Latn")
    serif, sans = (face.serif[0], face.sans[0]) if face else ("", "")
    weight = said.weight if said.serif or face is None else face.weight
    return {
        "faces": installed(own_folder(project.root)), "serif": said.serif or serif, "sans": said.sans or sans,
        "weight": weight,
    }  # fmt: skip


def _voiced(project: Project, said: Beginning) -> dict[str, object]:
    made = sound(project, said.yours, said.others, said.locale or project.kit.locale)
    filled = [(*lines, *[""] * LINES)[:LINES] for lines in (said.yours, said.others)]
    return {
        "sound": made, "voice": said.voice or made.voice, "yours": tuple(filled[0]), "others": tuple(filled[1]),
    }  # fmt: skip


def _guided(project: Project, said: Beginning) -> dict[str, object]:
    rules, unread = rules_of(project, said.guideline) if said.guideline else ((), ())
    return {"rules": rules, "unread": unread[:MOST_UNREAD]}


def _advertised(project: Project, said: Beginning) -> dict[str, object]:
    report = preview_ads(project, said.ads) if said.ads else None
    lost = [r for r in report.refusals if r.where and r.where.field == "picture"] if report else []
    return {"ads": report, "lost": len(lost), "in_part": bool(said.ads and said.ads.bytes > PREVIEWED)}


def _written(project: Project, said: Beginning) -> dict[str, object]:
    changes = planned(project, said)
    return {"changes": brandedits.shown(changes), "state": brandedits.state_of(changes)}


_SHOWN = {
    "name": _named, "colours": _coloured, "type": _typed, "voice": _voiced, "guidelines": _guided, "ads": _advertised,
    "write": _written,
}  # fmt: skip
