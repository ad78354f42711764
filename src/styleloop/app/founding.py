"""A beginning -> the changes of the brand's own files: the same that a developer would write by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from styleloop import library
from styleloop.adapters.documents.apart import Reader
from styleloop.adapters.documents.document import Unreadable
from styleloop.app import tomlfiles
from styleloop.app.beginning import Beginning, Upload
from styleloop.app.brandedits import Change, change, text_of
from styleloop.app.brandfiles import RULES, read_rules
from styleloop.app.ingesting import FileReport, ingest
from styleloop.app.project import Project
from styleloop.app.rules import as_text
from styleloop.app.tinting import toned
from styleloop.drafts.ground import About, passages, told
from styleloop.errors import InputError
from styleloop.types.brand import Colour, Tone, Voice
from styleloop.types.passage import Passage
from styleloop.types.record import Where
from styleloop.types.rule import Rule

KIT, TERMS, GUIDELINES = "brand/kit.toml", "brand/terms.toml", "brand/guidelines"
PREVIEWED = 150_000
"""Bytes of an export that are read for a preview, about 2,000 rows in a second; the rest when it is taken in."""
_TONE = ("panel", "line", "fact", "label", "label_ink", "wall", "ground", "shadow")


def planned(project: Project, said: Beginning) -> tuple[Change, ...]:
    """Every file that would be new or different; nothing for what was passed over.

    Raises:
        SettingsError: a file is written so that it cannot be changed without touching more.
        InputError: the guidelines cannot be read any more.
    """
    return tuple(one for one in _changes(project, said) if one.before != one.after)


def _changes(project: Project, said: Beginning) -> Iterator[Change]:
    yield change(project, KIT, _kit(text_of(project, KIT), said))
    if said.logo:
        yield change(project, f"brand/{_logo_name(said.logo)}", project.store.blobs.get(said.logo.sha))
    if said.locale and not (project.root / "markets" / f"{said.locale}.toml").is_file():
        yield change(
            project, f"markets/{said.locale}.toml", "# What is not said here is inherited; docs/localising.md\n"
        )
    if said.never:
        yield change(project, TERMS, _terms(text_of(project, TERMS), said))
    if said.guideline:
        yield change(project, _guideline_file(project, said.guideline), project.store.blobs.get(said.guideline.sha))
        if said.rules:
            yield change(project, RULES.as_posix(), _confirmed(project, said))
    if said.ads:
        file = f"library/{slug(Path(said.ads.told).stem, 'ads')}{said.ads.suffix}"
        yield change(project, file, project.store.blobs.get(said.ads.sha))


def _kit(text: str, said: Beginning) -> str:
    for key, value in (("name", said.name), ("locale", said.locale)):
        text = tomlfiles.with_value(text, "", key, value) if value else text
    if said.logo:
        text = tomlfiles.with_value(text, "", "logo", _logo_name(said.logo))
    for key, value in _voice(said.voice).items():
        text = tomlfiles.with_value(text, "voice", key, value)
    if said.colours:
        made = toned(said.colours)
        text = tomlfiles.with_rows(text, "colours", [c.model_dump() for c in made.colours])
        text = tomlfiles.with_rows(text, "tones", [_tone(tone, made.colours) for tone in made.tones])
    if said.serif and said.sans:
        text = _with_face(text, said)
    return text


def _voice(voice: Voice | None) -> dict[str, Any]:
    if voice is None:
        return {}
    plain = ("person", "exclamations", "emoji", "questions", "max_headline_words")
    found: dict[str, Any] = {name: getattr(voice, name) for name in plain}
    return found | {name: list(getattr(voice, name)) for name in ("words", "do", "dont") if getattr(voice, name)}


def _tone(tone: Tone, colours: Sequence[Colour]) -> dict[str, str]:
    """A tone as the file writes it: colours that have a name by their name."""
    names = {colour.hex: colour.name for colour in colours}
    parts = {part: getattr(tone, part) for part in _TONE}
    return {"name": tone.name, **{part: names.get(code, code) for part, code in parts.items()}}


def _with_face(text: str, said: Beginning) -> str:
    faces = tomlfiles.read(text).get("faces", [])
    at = next((n for n, face in enumerate(faces) if face.get("script") == "Latn"), None)
    fields: dict[str, Any] = {"serif": [said.serif], "sans": [said.sans], "weight": said.weight}
    for name in ("serif", "sans"):  # what stands in for letters that a face lacks stays, where the face does
        known = faces[at].get(name, []) if at is not None else []
        fields[name] = known if known[:1] == fields[name] else fields[name]
    if at is None:
        return tomlfiles.with_row(text, "faces", {"script": "Latn", **fields})
    return tomlfiles.with_row_changed(text, "faces", at, {k: v for k, v in fields.items() if faces[at].get(k) != v})


def _terms(text: str, said: Beginning) -> str:
    known = {row.get("text", "").casefold() for row in tomlfiles.read(text).get("terms", [])}
    language = said.locale.split("-")[0]
    for word in said.never:
        if word.casefold() not in known:
            row = {"text": word, "rule": "banned", "locale": language, "why": "It does not sound like us."}
            text = tomlfiles.with_row(text, "terms", {k: v for k, v in row.items() if v})
    return text


def slug(text: str, otherwise: str) -> str:
    """Letters, figures and hyphens of a name: fit to be part of a file's name, whatever it was."""
    found = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return found or otherwise


def _logo_name(logo: Upload) -> str:
    return f"logo{logo.suffix}"


def _guideline_file(project: Project, upload: Upload) -> str:
    """Where the document goes: where it lies already, if these very bytes do; else behind the last number."""
    name = f"{slug(Path(upload.told).stem, 'guidelines')}{upload.suffix}"
    folder = project.root / GUIDELINES
    known = sorted(folder.iterdir()) if folder.is_dir() else []
    data = project.store.blobs.get(upload.sha)
    same = next((path for path in known if path.is_file() and path.read_bytes() == data), None)
    if same:
        return f"{GUIDELINES}/{same.name}"
    numbers = [int(found[1]) for path in known if (found := re.match(r"(\d{1,4})-", path.name))]
    return f"{GUIDELINES}/{max(numbers, default=0) + 1:02d}-{name}"


def read_guideline(project: Project, upload: Upload) -> tuple[Passage, ...]:
    """The passages of a guidelines document, as they will be read from where it is put.

    Raises:
        InputError: it cannot be read; says why and what to do.
    """
    reader = Reader()
    try:
        read = reader.read(project.store.blobs.get(upload.sha), f"guidelines{upload.suffix}")
    except Unreadable as problem:
        told_by = problem.refusal
        raise InputError(told_by.why, field="guidelines", got=told_by.got, cure=told_by.cure) from problem
    finally:
        reader.close()
    home = project.kit.locale
    sample = " ".join(block.text for block in read.blocks[:40])
    language = told(sample, home, (home.split("-")[0],))
    where = Where(file=_guideline_file(project, upload))
    return passages(read.blocks, read.about.over(About(role="guideline")), upload.sha, where, language)


def rules_of(project: Project, upload: Upload) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """(rules that the document states, sentences that sound like one and were not understood)."""
    found, unread = library.rules(read_guideline(project, upload))
    return tuple(proposal.rule for proposal in found), tuple(one.text for one in unread)


def _confirmed(project: Project, said: Beginning) -> str:
    if said.guideline is None:
        return text_of(project, RULES.as_posix())
    kept = {rule.id: (rule, status) for rule, status in read_rules(project.root / RULES)}
    for rule in rules_of(project, said.guideline)[0]:
        if rule.id in said.rules:
            kept[rule.id] = (rule, "confirmed")
    return as_text(kept.values())


def preview_ads(project: Project, upload: Upload) -> FileReport:
    """What would come of an export of ads: rows, pieces, tests, and every row that could not be taken in.

    Nothing is kept. Of a large one the beginning is read.

    Raises:
        InputError: no reader knows it.
    """
    data = project.store.blobs.get(upload.sha)
    path = project.root / "library" / f".{upload.sha[:16]}{upload.suffix}"  # where the pictures that it names would lie
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data if len(data) <= PREVIEWED else data[: data.rfind(b"\n", 0, PREVIEWED) + 1])
    try:
        report = ingest(project, [path], role="own", dry_run=True).files[0]
        refusals = [one.model_copy(update={"why": one.why.replace(str(path), upload.told)}) for one in report.refusals]
        return replace(report, refusals=refusals)
    finally:
        path.unlink(missing_ok=True)
