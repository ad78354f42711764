"""The contract of each port, as checks a plug-in author can run.

    from styleloop.testing import check_plugin
    check_plugin("guardrails", MyGuardrail())

A check raises AssertionError with the broken promise in words. Every installed plug-in is checked this way in CI.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from styleloop.app.registry import PORTS
from styleloop.testing import samples
from styleloop.testing.grounding import check_index, check_passage_embedder
from styleloop.testing.models import check_text_model
from styleloop.testing.points import check_points
from styleloop.types.audit import FAMILIES, Finding
from styleloop.types.backdrop import BackdropBrief
from styleloop.types.channel import Post, Receipt
from styleloop.types.measurement import Subject
from styleloop.types.picture import Picture, pixel_hash
from styleloop.types.record import Refusal
from styleloop.types.row import Row
from styleloop.types.variant import Drawn


def check_plugin(port: str, made: Any) -> None:
    """Every promise of `port`, kept by `made`.

    Raises:
        AssertionError: names the promise that is broken.
    """
    assert port in PORTS, f"no port {port!r}; expected one of {sorted(PORTS)}"
    assert isinstance(made, PORTS[port]), f"{made!r} lacks something that port {port} has"
    assert re.fullmatch(r"[a-z][a-z0-9_-]*", made.name), f"name: lower-case word expected, got {made.name!r}"
    assert str(made.version), "version: must not be empty; numbers of two versions never meet"
    CHECKS[port](made)


def check_source(made: Any) -> None:
    """Reads rows with their place; never leaves the root; never raises for bad bytes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        good, bad = root / "ads.csv", root / "noise.csv"
        good.write_text("headline,locale\nIt rained.,en-GB\n", "utf-8")
        bad.write_bytes(bytes(range(256)) * 8)
        for path in (good, bad, root):
            sure = made.claims(path)
            assert 0 <= sure <= 1, f"claims: expected 0 to 1, got {sure}"
            for item in made.read(path, root):
                assert isinstance(item, Row | Refusal), f"read gave {type(item).__name__}, not Row or Refusal"
                assert not isinstance(item, Row) or item.where.file, "a row must say which file it came from"


def check_decoder(made: Any) -> None:
    """Upright sRGB of the asked size; refuses what is no picture; one bad file never sinks the batch."""
    raster = io.BytesIO()
    Image.fromarray(np.full((600, 900, 3), (200, 40, 40), np.uint8)).save(raster, "PNG")
    rect = b'<rect width="90" height="60" fill="#c82828"/>'
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60">' + rect + b"</svg>"
    for data in (raster.getvalue(), drawing):
        if not made.accepts(data[:4096]):
            continue
        good, bad = made.decode([data, data[: len(data) // 3]], 300)
        assert isinstance(good, Picture), f"a good picture was refused: {good}"
        assert isinstance(bad, Refusal | Picture), "a broken picture must be refused, not raised"
        assert max(good.width, good.height) >= 300, f"asked for at least 300 px, got {good.width} x {good.height}"
        middle = good.rgb[good.height // 2, good.width // 2]
        assert abs(int(middle[0]) - 200) < 12 and int(middle[1]) < 60, f"expected sRGB red, got {middle}"
    assert not made.accepts(b"<!doctype html><html><body>not a picture</body></html>"), "accepts an HTML page"


def check_extractor(made: Any) -> None:
    """Only declared measures, in range and unit, deterministic; absent rather than zero."""
    specs = {spec.name: spec for spec in made.specs}
    assert specs, "an extractor declares its measures in `specs`"
    for spec in specs.values():
        assert spec.unit and spec.formula and spec.source, f"{spec.name}: unit, formula and source must be given"
    rng = np.random.default_rng(3)
    picture = Picture(rgb=rng.integers(0, 255, (120, 160, 3), dtype=np.uint8))
    subjects = [
        Subject("a", "en-GB", samples.words(), picture, samples.slot_facts(), (1080, 1080)),
        Subject("b", "ar-AE", samples.words("أمطرت السماء،\nوستمطر ثانيةً."), None),
        Subject("c", "en-GB", samples.words(""), None),
    ]
    first, again = made.extract(subjects), made.extract(subjects)
    assert len(first) == len(subjects), "one result per subject, in order"
    assert list(first) == list(again), "the same subject must give the same numbers"
    for subject, numbers in zip(subjects, first, strict=True):
        for m in () if isinstance(numbers, Refusal) else numbers:
            assert m.subject == subject.id, f"{m.name}: subject {m.subject!r}, expected {subject.id!r}"
            assert m.name in specs, f"{m.name} is not declared in specs"
            assert m.unit == specs[m.name].unit, f"{m.name}: unit {m.unit!r}, declared {specs[m.name].unit!r}"
            assert m.extractor == f"{made.name}@{made.version}", f"{m.name}: extractor {m.extractor!r}"
            low, high = specs[m.name].low, specs[m.name].high
            assert low <= m.value <= high, f"{m.name}: {m.value} outside {low} to {high}"


def check_embedder(made: Any) -> None:
    """A finite point of the declared size for each text, whatever the batch; refuses a text without words."""
    assert all(re.fullmatch(r"[a-z]{2,3}", language) for language in made.languages), "languages: `en`, `de`, ..."
    texts = ["It rained.", "", "It will rain again, and again, and the tent will hold!", "It rained. " * 900]
    found = check_points(made.embed, texts, made.size)
    assert not np.allclose(found[0], found[2]), "two texts must not be one point"


def check_image_model(made: Any) -> None:
    """The asked size, the same pixels for the same scene, a mask of the same size."""
    from styleloop.app.registry import make

    layout, blobs = samples.layout()
    scene = getattr(make("renderers", "typst"), "scene", None)
    if scene is None:
        return
    asked = scene(layout, blobs)
    (first,), (again,) = made.paint([asked], blobs), made.paint([asked], blobs)
    assert not isinstance(first, Refusal), f"a good scene was refused: {first}"
    picture, mask = first
    assert (picture.width, picture.height) == (asked.width, asked.height), "picture of another size than asked"
    assert (mask.width, mask.height) == (asked.width, asked.height), "mask of another size than asked"
    assert pixel_hash(picture.rgb) == pixel_hash(again[0].rgb), "the same scene must give the same pixels"
    assert mask.rgb.max() > 200, "the mask shows where the product is"


def check_backdrop_model(made: Any) -> None:
    """A picture that can be read for each brief, and who made it; what cannot be done is refused with a cure."""
    from styleloop.app.registry import make

    briefs = [
        BackdropBrief(prompt="a low stone wall under a wide grey sky", width=64, height=64, seed=seed)
        for seed in (1, 2)
    ]
    found = made.make([*briefs, briefs[0].model_copy(update={"source": "0" * 64})], {})
    assert len(found) == 3, "one result per brief, in order"
    assert isinstance(found[2], Refusal), "a picture to start from that was not given must be refused"
    for one in found:
        if isinstance(one, Refusal):
            assert one.cure, f"a refusal says what to do: {one}"
            continue
        assert one.model, "who made it is said"
        [seen] = make("decoders", "raster").decode([one.data], 64)
        assert not isinstance(seen, Refusal), f"a picture that cannot be read must be refused: {seen}"


def check_classifier(made: Any) -> None:
    """A probability for each label, the same each time, or a refusal with a cure; one result per picture, in order."""
    grey = Picture(rgb=np.full((48, 96, 3), 128, np.uint8))
    clear = Picture(rgb=grey.rgb, alpha=np.zeros((48, 96), np.uint8))
    assert list(made.classify([])) == [], "no pictures, no answers"
    first, again = made.classify([grey, clear]), made.classify([grey, clear])
    assert len(first) == 2, "one result per picture, in order"
    assert list(first) == list(again), "the same picture must give the same probabilities"
    for one in first:
        if isinstance(one, Refusal):
            assert one.why and one.cure, f"a refusal says what is wrong and what to do: {one}"
            continue
        assert made.model, "which weights judged is said"
        assert one and all(likelihood.label for likelihood in one), "every number has a label"
        assert all(0 <= likelihood.share <= 1 for likelihood in one), f"a probability is 0 to 1: {one}"


def check_renderer(made: Any) -> None:
    """Draws at size with true facts; refuses by slot what cannot fit; one bad layout never sinks the batch."""
    layout, blobs = samples.layout()
    endless, _ = samples.layout("Donaudampfschifffahrtsgesellschaftskapitaenspatent" * 6)
    good, bad = made.draw([layout, endless], blobs)
    assert isinstance(good, Drawn), f"a good layout was refused: {good}"
    assert isinstance(bad, Refusal), "copy that fits nowhere must be refused, never clipped"
    assert "headline" in str(bad), f"a refusal names the slot: {bad}"
    drawing = good.rendering
    assert (drawing.width, drawing.height) == (layout.placement.width, layout.placement.height), "another size"
    with Image.open(io.BytesIO(good.data)) as file:
        pixels = np.asarray(file.convert("RGB"))
    assert drawing.pixels == pixel_hash(pixels), "`pixels` must be the hash of the decoded file"
    assert all(f.fits and not f.missing for f in drawing.facts), "an accepted picture has no failing fact"
    assert {f.slot for f in drawing.facts} >= {"headline", "cta"}, "facts for every slot that was set"
    (again,) = made.draw([layout], blobs)
    assert isinstance(again, Drawn) and again.data == good.data, "the same layout must give the same file"


def check_guardrail(made: Any) -> None:
    """Findings of declared rules, about the item given, with evidence; deterministic; silent on harmless words."""
    assert made.family in FAMILIES, f"family: one of {', '.join(FAMILIES)} expected, got {made.family!r}"
    assert made.rules, "a guardrail declares its rules in words"
    loud = samples.audit_item("Revolutionary! 97 % of hikers say: the best shell in the world. Free. " * 9)
    calm = samples.audit_item("It rained.\nIt will rain again.")
    first, again = made.check([loud, calm]), made.check([loud, calm])
    assert len(first) == 2, "one result per item, in order"
    assert list(first) == list(again), "the same item must give the same findings"
    for item, found in zip((loud, calm), first, strict=True):
        for finding in () if isinstance(found, Refusal) else (f for f in found if not isinstance(f, Refusal)):
            assert isinstance(finding, Finding) and finding.subject == item.subject, "a finding names its subject"
            assert finding.guardrail == f"{made.name}@{made.version}", f"guardrail {finding.guardrail!r}"
            assert finding.rule in made.rules, f"rule {finding.rule!r} is not declared"
            assert finding.message and finding.cited, "a finding has a message and cites what it rests on"
            span = finding.span
            if span is not None:
                text = item.words.text(span.slot)
                assert text[span.start : span.end] == span.text, f"span {span.text!r} is not at its place"
    quiet = () if isinstance(first[1], Refusal) else first[1]
    blocks = [f for f in quiet if isinstance(f, Finding) and f.severity == "block"]
    assert not blocks, f"harmless words: {blocks}"


def check_channel(made: Any) -> None:
    """Sends once per key and says what it took."""
    if made.name != "folder":
        return
    post = Post(
        key="publication_0011223344556677", name="check-post", files=(("caption.txt", b"It rained."),), market="en-GB"
    )
    with tempfile.TemporaryDirectory() as folder:
        (first,), (again,) = made.publish([post], folder), made.publish([post], folder)
        assert isinstance(first, Receipt) and isinstance(again, Receipt), f"refused: {first} {again}"
        assert again.already and not first.already, "the same key twice is sent once"
        assert first.files == again.files and first.key == post.key, "the receipt is the same"
        found = [p for p in Path(folder).rglob("caption.txt")]
        assert len(found) == 1 and found[0].read_bytes() == b"It rained.", "exactly one copy arrived, whole"


CHECKS: dict[str, Callable[[Any], None]] = {
    "sources": check_source,
    "decoders": check_decoder,
    "extractors": check_extractor,
    "embedders": check_embedder,
    "passage_embedders": check_passage_embedder,
    "indexes": check_index,
    "text_models": check_text_model,
    "image_models": check_image_model,
    "backdrop_models": check_backdrop_model,
    "classifiers": check_classifier,
    "renderers": check_renderer,
    "guardrails": check_guardrail,
    "channels": check_channel,
}
"""Port -> its contract."""
