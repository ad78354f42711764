"""Typst sets the words on transparent pages, one per slot; the painter paints; the two are blended and encoded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from styleloop.adapters.models.backdrop import takes
from styleloop.adapters.models.kept import Kept
from styleloop.adapters.models.painter import Painter
from styleloop.adapters.renderers.blend import Mime, encoded, plated, reread, set_in
from styleloop.adapters.renderers.facts import slot_facts
from styleloop.adapters.renderers.mark import Mark, read_mark
from styleloop.adapters.renderers.parts import Parts, focus, pushable
from styleloop.adapters.renderers.setting import SetType, TypeSetter
from styleloop.adapters.renderers.templates import LOGO, Template, TemplateShelf
from styleloop.adapters.renderers.veils import behind_words, veiled
from styleloop.adapters.renderers.verdict import check_faces, problems, refusal
from styleloop.adapters.renderers.words import Problem, canvas, drawn_words, kept_words
from styleloop.ports import ImageModel
from styleloop.types.picture import Bytes, Picture, pixel_hash
from styleloop.types.record import Refusal, canonical
from styleloop.types.scene import Scene
from styleloop.types.variant import Drawn, Layout, Rendering, SlotFacts

DRAWN = "digitalCreation"
"""IPTC digital source type of a picture that no model made."""


@dataclass(frozen=True, eq=False)
class _Composed:
    """A picture before its words are laid on it, and what is known about it."""

    parts: Parts
    facts: tuple[SlotFacts, ...]
    dropped: tuple[str, ...]
    backdrop: str = ""


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
        self.painter: ImageModel = painter or Painter()
        self._shelf = TemplateShelf(templates)
        self._setter = TypeSetter(self._shelf)
        self._templates: dict[str, Template] = {}
        self._marks: Kept[str, Mark] = Kept(16)
        self._mime: Mime = mime

    @property
    def source_type(self) -> str:
        """What its pictures are, as a last part of IPTC's terms: what the painter says, else drawn by a program."""
        return str(getattr(self.painter, "source_type", DRAWN))

    def templates(self) -> tuple[str, ...]:
        """Every template there is, by name."""
        return self._shelf.names()

    def template(self, name: str) -> Template:
        """What the template `name` declares: its slots, limits and version.

        Raises:
            SettingsError: there is no such template, or its `template.toml` is wrong.
        """
        if name not in self._templates:
            self._templates[name] = self._shelf.load(name)
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
                drawn.append(refusal(layout, [problem]))
        return drawn

    def scene(self, layout: Layout, blobs: Mapping[str, bytes]) -> Scene:
        """What the painter is asked for under the words of `layout`; only the logo's blob is needed.

        Raises:
            InputError: the words cannot be set.
            SettingsError: a template is wrong.
        """
        template = self._named(layout.template)
        return _scene(layout, self._made(layout, template, _kept(layout, template)[0], blobs))

    def _made(
        self, layout: Layout, template: Template, words: Mapping[str, str], blobs: Mapping[str, bytes]
    ) -> SetType:
        check_faces(layout, words, self._shelf.fonts)
        made = self._setter.set(layout, template, words, self._mark(layout, blobs))
        if layout.backdrop and takes(made.stage):
            return replace(made, veils=behind_words(made.slots, made.stage, layout))
        return made

    def parts(self, layout: Layout, blobs: Mapping[str, bytes]) -> Parts | Refusal:
        """The layers of a finished picture, for its motion, or what stands in its way.

        Raises:
            SettingsError: a template is wrong.
        """
        try:
            made = self._composed(layout, blobs)
        except Problem as problem:
            return refusal(layout, [problem])
        return made if isinstance(made, Refusal) else made.parts

    def _draw(self, layout: Layout, blobs: Mapping[str, bytes]) -> Drawn | Refusal:
        made = self._composed(layout, blobs)
        if isinstance(made, Refusal):
            return made
        ground = plated(made.parts.ground, made.parts.slots)
        return self._finished(layout, set_in(ground, made.parts.slots), made)

    def _composed(self, layout: Layout, blobs: Mapping[str, bytes]) -> _Composed | Refusal:
        template = self._named(layout.template)
        words, dropped = _kept(layout, template)
        made = self._made(layout, template, words, blobs)
        scene = _scene(layout, made)
        [painted] = self.painter.paint([scene], blobs)
        if isinstance(painted, Refusal):
            return painted.model_copy(update={"subject": layout.id, "why": f"picture: {painted.why}"})
        picture, mask = painted
        bare, alphas = veiled(picture.rgb, mask.rgb[..., 0], made.slots, made.veils)
        ground = plated(bare, made.slots)
        near = max(2, round(template.near * min(scene.width, scene.height)))
        facts = slot_facts(made.slots, ground, mask.rgb[..., 0], layout.placement, near, alphas)
        if found := problems(made.slots, facts, words):
            return refusal(layout, found)
        panel = None if alphas else pushable(made.stage, layout, mask.rgb[..., 0])
        parts = Parts(bare, made.slots, panel, focus(mask.rgb[..., 0], panel))
        return _Composed(parts, facts, dropped, picture.source if picture.source == scene.backdrop else "")

    def _named(self, label: str) -> Template:
        name, _, version = label.partition("@")
        template = self.template(name)
        if version and version != template.version:
            why = "the layout was made for another version of it"
            cure = "lay the draft out again"
            raise Problem("template", why, got=label, expected=template.label, cure=cure)
        return template

    def _mark(self, layout: Layout, blobs: Mapping[str, bytes]) -> Mark:
        if kept := self._marks.get(layout.logo):
            return kept
        data = blobs.get(layout.logo)
        if data is None:
            why = "its file is not among the files given"
            raise Problem(LOGO, why, got=layout.logo[:16], expected="its bytes", cure="read the logo again")
        mark = read_mark(data)
        if isinstance(mark, Refusal):
            raise Problem(LOGO, mark.why, got=mark.got, expected=mark.expected, cure=mark.cure)
        return self._marks.put(layout.logo, mark)

    def _finished(self, layout: Layout, picture: Bytes, made: _Composed) -> Drawn:
        most = layout.placement.drawn_bytes
        data = encoded(picture, self._mime, most)
        if most and len(data) > most:
            cure = "choose a plainer picture or template, or a format that takes more"
            expected = f"at most {most}, which leaves room for the marks of publishing"
            raise Problem("file", "it is too large", got=f"{len(data)} bytes", expected=expected, cure=cure)
        seen = picture if self._mime == "image/png" else reread(data)  # a PNG gives back what was put in
        sha = hashlib.sha256(data).hexdigest()
        size = (layout.placement.width, layout.placement.height)
        rendering = Rendering(
            layout=layout.id,
            placement=layout.placement.name,
            width=size[0],
            height=size[1],
            mime=self._mime,
            bytes=len(data),
            file=sha,
            pixels=pixel_hash(seen),
            facts=made.facts,
            renderer=f"{self.name}@{self.version}",
            painter=f"{self.painter.name}@{self.painter.version}",
            dropped=made.dropped,
            backdrop=made.backdrop,
        )
        return Drawn(rendering=rendering, data=data, picture=Picture(rgb=seen, source=sha, full_size=size))


def _kept(layout: Layout, template: Template) -> tuple[dict[str, str], tuple[str, ...]]:
    placement = layout.placement
    canvas(placement)
    return kept_words(drawn_words(layout.words, template), template, placement.width, placement.height)


def _scene(layout: Layout, made: SetType) -> Scene:
    return Scene(
        width=layout.placement.width,
        height=layout.placement.height,
        mirrored=layout.direction == "rtl",
        picture=layout.picture,
        framing=layout.framing,
        quiet=tuple(veil.box for veil in made.veils),
        backdrop=layout.backdrop if takes(made.stage) else "",
        spec=canonical(made.stage),
    )
