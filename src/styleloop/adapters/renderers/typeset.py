"""Typst sets the words on transparent pages, one per slot; the painter paints; the two are blended and encoded."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import typst
from PIL import Image

from styleloop.adapters.models.kept import Kept
from styleloop.adapters.models.painter import Painter
from styleloop.adapters.renderers.blend import Mime, encoded, plated, reread, set_in
from styleloop.adapters.renderers.facts import PRODUCT, Inked, slot_facts
from styleloop.adapters.renderers.fonts import font_set, missing_glyphs, unknown_families
from styleloop.adapters.renderers.mark import Mark, read_mark
from styleloop.adapters.renderers.templates import LOGO, Template, TemplateShelf
from styleloop.adapters.renderers.words import Problem, drawn_words
from styleloop.errors import SettingsError
from styleloop.ports import ImageModel
from styleloop.types.copy import HEADLINE, PRICE
from styleloop.types.picture import Picture, pixel_hash
from styleloop.types.record import Refusal, canonical
from styleloop.types.scene import Scene
from styleloop.types.variant import Drawn, Layout, Rendering, SlotFacts

LEAST_CONTRAST = 3.0
"""Below this a piece is not drawn at all; between it and 4.5 the fact is reported and the audit decides."""
_OUTSIDE = -0.5
"""Pixels by which ink may leave the safe zone before it counts: rounding, not drawing."""
_ARABIC_SIZE = 1.12
"""Naskh is drawn smaller on its em than Latin; at equal sizes it would read a size down."""


class TypstRenderer:
    """Renderer that sets type with Typst and measures what it set.

    Nothing is clipped or left out in silence: a slot that does not fit, lacks a glyph, touches another or the product,
    leaves the safe zone or cannot be read is refused by name. `Rendering.pixels` is the hash of the finished file as
    Pillow decodes it to RGB, which is the seal's recipe.

    Args:
        templates: a project's own `templates/` folder; a folder in it replaces the shipped one of the same name.
        painter: paints the ground; the stage painter when None.
        mime: `image/jpeg`, or `image/png` where a placement takes it.
    """

    name = "typst"
    version = "1"

    def __init__(
        self, templates: Path | None = None, painter: ImageModel | None = None, mime: Mime = "image/jpeg"
    ) -> None:
        self.shelf = TemplateShelf(templates)
        self.painter: ImageModel = painter or Painter()
        self._mime: Mime = mime
        self._marks: Kept[str, Mark] = Kept(16)
        self._templates: dict[str, Template] = {}
        self._local = threading.local()

    def template(self, name: str) -> Template:
        """What the template `name` declares: its slots, limits and version.

        Raises:
            SettingsError: there is no such template, or its `template.toml` is wrong.
        """
        if name not in self._templates:
            self._templates[name] = self.shelf.load(name)
        return self._templates[name]

    def draw(self, layouts: Sequence[Layout], blobs: Mapping[str, bytes]) -> Sequence[Drawn | Refusal]:
        """A finished picture for each layout, or what stands in its way; see `ports.Renderer`.

        Raises:
            SettingsError: a template is wrong, which no layout can help.
        """
        drawn: list[Drawn | Refusal] = []
        for layout in layouts:
            try:
                drawn.append(self._draw(layout, blobs))
            except Problem as problem:
                drawn.append(_refusal(layout, [problem]))
        return drawn

    def _draw(self, layout: Layout, blobs: Mapping[str, bytes]) -> Drawn | Refusal:
        template = self._named(layout.template)
        words = drawn_words(layout.words, template)
        self._typefaces(layout, words)
        mark = self._mark(layout, blobs)
        told, stage, pages = self._set(layout, template, words, mark)
        slots = [self._inked(note, page, mark) for note, page in zip(told, pages, strict=True)]
        scene = Scene(
            width=layout.placement.width,
            height=layout.placement.height,
            mirrored=layout.direction == "rtl",
            picture=layout.picture,
            spec=canonical(stage),
        )
        [painted] = self.painter.paint([scene], blobs)
        if isinstance(painted, Refusal):
            return painted.model_copy(update={"subject": layout.id, "why": f"picture: {painted.why}"})
        picture, mask = painted
        ground = plated(picture.rgb, slots)
        near = max(2, round(template.near * min(scene.width, scene.height)))
        facts = slot_facts(slots, ground, mask.rgb[..., 0], layout.placement, near)
        problems = [p for slot, fact in zip(slots, facts, strict=True) for p in _problems(slot, fact, words)]
        if problems:
            return _refusal(layout, problems)
        return self._finish(layout, set_in(ground, slots), facts)

    def _named(self, label: str) -> Template:
        name, _, version = label.partition("@")
        template = self.template(name)
        if version and version != template.version:
            raise Problem(
                "template",
                "the layout was made for another version of the template",
                got=label,
                expected=template.label,
                cure="lay the draft out again",
            )
        return template

    def _typefaces(self, layout: Layout, words: Mapping[str, str]) -> None:
        own = self.shelf.fonts
        unknown = unknown_families((*layout.face.serif, *layout.face.sans), own)
        if unknown:
            known = ", ".join(font_set(own).families())
            package = "fontpkg-" + unknown[0].lower().replace(" ", "-")
            cure = f"install {package}, or put the font's file into templates/fonts"
            raise Problem("face", f"{unknown[0]} is not installed", got=unknown[0], expected=known, cure=cure)
        for slot, text in words.items():
            missing = missing_glyphs(text, _families(layout, slot), own)
            if missing:
                raise Problem(
                    slot,
                    f"no installed face can draw {' '.join(missing)}",
                    got=" ".join(f"U+{ord(c):04X}" for c in missing),
                    expected=f"characters of {', '.join(_families(layout, slot))}",
                    cure="write it without them, or add a face that has them",
                )

    def _mark(self, layout: Layout, blobs: Mapping[str, bytes]) -> Mark:
        if kept := self._marks.get(layout.logo):
            return kept
        data = blobs.get(layout.logo)
        if data is None:
            raise Problem(
                LOGO, "its file is not among the files given", got=layout.logo[:16], cure="read the logo again"
            )
        mark = read_mark(data)
        if isinstance(mark, Refusal):
            raise Problem(LOGO, mark.why, got=mark.got, expected=mark.expected, cure=mark.cure)
        return self._marks.put(layout.logo, mark)

    def _set(
        self, layout: Layout, template: Template, words: Mapping[str, str], mark: Mark
    ) -> tuple[list[dict[str, Any]], dict[str, Any], list[bytes]]:
        """(what the template noted about each slot, its stage, a PNG per slot)."""
        compiler = self._compiler(template)
        inputs = {"d": json.dumps(_told(layout, template, words, mark), ensure_ascii=False)}
        try:
            made = compiler.compile(format="png", ppi=72, sys_inputs=inputs)
            notes = json.loads(compiler.query("<slot>", field="value"))
            stages = json.loads(compiler.query("<stage>", field="value"))
        except typst.TypstError as error:
            where = f"templates/{template.name}/main.typ"
            raise Problem(
                "template", f"{where} does not compile", got=str(error)[:300], cure="mend the template"
            ) from error
        pages = [page for page in (made if isinstance(made, list) else [made]) if page]
        if len(stages) != 1 or len(pages) != len(notes) + 1:
            raise SettingsError(
                f"templates/{template.name}/main.typ: expected one stage and a page per slot, "
                f"got {len(stages)} stages, {len(notes)} slots and {len(pages)} pages"
            )
        for note in notes:
            if template.slot(str(note.get("slot"))) is None:
                raise SettingsError(
                    f"templates/{template.name}/main.typ sets a slot {note.get('slot')!r} "
                    "that template.toml does not declare"
                )
        return notes, stages[0], pages[1:]

    def _compiler(self, template: Template) -> typst.Compiler:
        """One per template and thread: a compiler shared by threads refuses to work."""
        compilers: dict[str, typst.Compiler] = self._local.__dict__.setdefault("compilers", {})
        if template.name not in compilers:
            root = self.shelf.root
            fonts = font_set(self.shelf.fonts)
            compilers[template.name] = typst.Compiler(root / template.name / "main.typ", root=root, font_paths=fonts)
        return compilers[template.name]

    def _inked(self, note: Mapping[str, Any], page: bytes, mark: Mark) -> Inked:
        x0, y0, x1, y1 = (float(v) for v in note["box"])
        if note["slot"] == LOGO:
            x, y = round(x0), round(y0)
            layer = mark.set(max(1, round(x1) - x), max(1, round(y1) - y), str(note["ink"]))
            layer = np.pad(layer, ((1, 1), (1, 1), (0, 0)))
            x, y = x - 1, y - 1
        else:
            with Image.open(io.BytesIO(page), formats=("PNG",)) as image:
                layer = np.array(image.convert("RGBA"))
            x, y = (int(v) for v in note["origin"])
        plate = note.get("plate")
        return Inked(
            slot=str(note["slot"]),
            box=(x0, y0, x1, y1),
            size=float(note["size"]),
            lines=int(note["lines"]),
            told_fit=bool(note["fits"]),
            x=x,
            y=y,
            layer=layer,
            plate=None if plate is None else ((*(int(v) for v in plate["box"]),), str(plate["fill"])),  # type: ignore[arg-type]
            snag=str(note.get("snag", "")),
        )

    def _finish(
        self, layout: Layout, picture: np.ndarray[Any, np.dtype[np.uint8]], facts: tuple[SlotFacts, ...]
    ) -> Drawn | Refusal:
        most = layout.placement.max_bytes
        data = encoded(picture, self._mime, most)
        if most and len(data) > most:
            cure = "choose a plain tone, or a placement that takes more"
            raise Problem("file", "it is too large", got=f"{len(data)} bytes", expected=f"at most {most}", cure=cure)
        seen = reread(data)
        sha = hashlib.sha256(data).hexdigest()
        rendering = Rendering(
            layout=layout.id,
            placement=layout.placement.name,
            width=layout.placement.width,
            height=layout.placement.height,
            mime=self._mime,
            bytes=len(data),
            file=sha,
            pixels=pixel_hash(seen),
            facts=facts,
            renderer=f"{self.name}@{self.version}",
            painter=f"{self.painter.name}@{self.painter.version}",
        )
        full = (layout.placement.width, layout.placement.height)
        return Drawn(rendering=rendering, data=data, picture=Picture(rgb=seen, source=sha, full_size=full))


def _families(layout: Layout, slot: str) -> tuple[str, ...]:
    """Faces a slot is set in, first choice first; a price takes figures from the serif, its currency from the sans."""
    if slot == HEADLINE:
        return layout.face.serif
    return (*layout.face.serif, *layout.face.sans) if slot == PRICE else layout.face.sans


def _told(layout: Layout, template: Template, words: Mapping[str, str], mark: Mark) -> dict[str, Any]:
    """What a template learns, as docs/templates.md lists it. Lengths in pixels."""
    placement = layout.placement
    width, height = placement.width, placement.height
    shape = template.shape(width, height)
    short = min(width, height)
    scale = _ARABIC_SIZE if layout.face.script == "Arab" else 1.0
    sizes = {}
    for slot in template.slots:
        least, most = slot.sizes[shape]
        grow = 1.0 if slot.name == LOGO else scale
        sizes[slot.name] = {"min": round(least * short * grow, 3), "max": round(most * short * grow, 3)}
    face = layout.face.model_dump(mode="json")
    return {
        "w": width,
        "h": height,
        "shape": shape,
        "dir": layout.direction,
        "lang": layout.market.split("-")[0],
        "safe": {
            "top": placement.safe_top * height,
            "bottom": placement.safe_bottom * height,
            "side": placement.safe_side * width,
        },
        "face": {**face, "serif": list(layout.face.serif), "sans": list(layout.face.sans)},
        "tone": layout.tone.model_dump(mode="json"),
        "words": dict(words),
        "sizes": sizes,
        "logo": {"aspect": round(mark.aspect, 5), "name": layout.logo_name},
    }


def _problems(slot: Inked, fact: SlotFacts, words: Mapping[str, str]) -> list[Problem]:
    """Everything about one slot that stands in the way."""
    found = []
    name, text = slot.slot, words.get(slot.slot, "")
    if not fact.fits:
        if slot.snag:
            why, cure = f"the word {slot.snag!r} is wider than the panel", "use a shorter word, or part it with a space"
        else:
            why, cure = "it does not fit its room", "shorten it, or part it into beats that read well as lines"
        size = f"{fact.size:g} px is the least size it may have" if not slot.told_fit else f"{fact.size:g} px"
        found.append(Problem(name, why, got=f"{text!r}; {size}", expected="words that fit", cure=cure))
    if fact.overlaps:
        what = " and ".join("the product" if o == PRODUCT else o for o in fact.overlaps)
        found.append(Problem(name, f"it touches {what}", got=text, expected="clear of everything", cure="shorten it"))
    if fact.clearance < _OUTSIDE:
        got = f"{-fact.clearance:g} px outside"
        found.append(Problem(name, "it leaves the safe zone", got=got, expected="inside", cure="shorten it"))
    if fact.contrast < LEAST_CONTRAST:
        cure = (
            "choose another tone"
            if name != LOGO
            else "give the logo as a drawing in one colour, or choose another tone"
        )
        expected = f"{LEAST_CONTRAST:g}:1 or more"
        found.append(
            Problem(name, "it cannot be read on its ground", got=f"{fact.contrast:g}:1", expected=expected, cure=cure)
        )
    return found


def _refusal(layout: Layout, problems: Sequence[Problem]) -> Refusal:
    """The first problem in full, the others by name."""
    first, *others = problems
    rest = "".join(f"; also {problem}" for problem in others)
    return Refusal(
        subject=layout.id,
        why=f"{first}{rest}",
        got=first.got,
        expected=first.expected,
        cure=first.cure,
    )
