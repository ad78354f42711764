"""An image classifier from a file: a real small network that tells red from blue, and files that are none."""

import io
from contextlib import suppress
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tiny_onnx import red_or_blue
from typer.testing import CliRunner

from styleloop.adapters.classifiers.header import NotOnnx, read_header
from styleloop.adapters.classifiers.onnx import OnnxClassifier, Unusable, shares, tensor
from styleloop.app import looking, models
from styleloop.cli.main import app
from styleloop.errors import SettingsError
from styleloop.testing import check_plugin
from styleloop.types.copy import Copy
from styleloop.types.model import ClassifierEntry
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.variant import Provenance, Rendering, Variant

PLAIN = {"mean": (0, 0, 0), "std": (1, 1, 1)}
RED = Picture(rgb=np.full((40, 90, 3), (230, 10, 20), np.uint8))
BLUE = Picture(rgb=np.full((300, 90, 3), (10, 20, 220), np.uint8))


def entry_of(path, **changed):
    given = {
        "name": "hue",
        "adapter": "onnx",
        "model": str(path),
        "labels": ("red", "blue"),
        "block": ("red",),
        **PLAIN,
    }
    return ClassifierEntry(**{**given, **changed})


def said(tmp_path, data, pictures=(RED,), **changed):
    path = tmp_path / "hue.onnx"
    path.write_bytes(data)
    return OnnxClassifier(entry_of(path, **changed)).classify(pictures)


def test_red_is_told_from_blue_whatever_the_sides_of_the_picture(tmp_path):
    red, blue = said(tmp_path, red_or_blue(), (RED, BLUE))
    assert [one.label for one in red] == ["red", "blue"]
    assert red[0].share > 0.99 > 0.01 > blue[0].share
    assert sum(one.share for one in blue) == pytest.approx(1)
    (seen,) = said(tmp_path, red_or_blue(last=True, side=0), channels="bgr", size=(32, 32))
    assert seen[1].share > 0.99


def test_it_keeps_the_contract_of_its_port(tmp_path):
    (tmp_path / "hue.onnx").write_bytes(red_or_blue())
    check_plugin("classifiers", OnnxClassifier(entry_of(tmp_path / "hue.onnx", scores="sigmoid")))


def test_what_goes_in_is_scaled_as_the_entry_says(tmp_path):
    path = tmp_path / "hue.onnx"
    path.write_bytes(red_or_blue())
    entry = entry_of(path, mean=(0.5, 0.25, 0), std=(0.5, 0.25, 2))
    header = read_header(path)
    assert header.shape == (1, 3, 32, 32)
    given = tensor(entry, header, (32, 32), Picture(rgb=np.full((8, 8, 3), (255, 0, 51), np.uint8)))
    assert given.shape == (1, 3, 32, 32)
    assert given[0, :, 3, 4] == pytest.approx([1, -1, 0.1], abs=1e-6)
    clear = Picture(rgb=np.zeros((8, 8, 3), np.uint8), alpha=np.zeros((8, 8), np.uint8))
    assert tensor(entry_of(path), header, (32, 32), clear).min() == 1  # what is transparent lies on white


@pytest.mark.parametrize(
    ("data", "changed", "why"),
    [
        (b"", {}, "it is empty"),
        (b"not a network at all", {}, "no ONNX file, or a damaged one"),
        (red_or_blue()[:-30], {}, "no ONNX file, or a damaged one"),
        (red_or_blue(inputs=2), {}, "it has 2 inputs (picture, more1)"),
        (red_or_blue(labels=3), {}, "its file gives 3 numbers and the entry names 2 labels"),
        (red_or_blue(labels=3, declared=2), {}, "it gave 3 numbers, [1, 3], and the entry names 2 labels"),
        (red_or_blue(), {"size": (16, 16)}, "its input is 32 x 32 pixels and the entry's size is 16 x 16"),
        (red_or_blue(side=0), {}, "its input is any x any pixels and the entry has no size"),
        (red_or_blue(infinite=True), {}, "NaN or infinite"),
        (red_or_blue().replace(b"MatMul", b"NatMul"), {}, "OpenCV cannot run its file"),
        (red_or_blue(), {"timeout": 0.001}, "it took more than 0.001 s"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_judge_says_why_and_what_to_do(tmp_path, data, changed, why):
    (found,) = said(tmp_path, data, **changed)
    assert isinstance(found, Refusal)
    assert why in found.why
    assert "classifier hue" in found.why
    assert found.cure
    assert found.permanent == ("took more" not in why)


def test_a_file_that_is_not_there_is_named(tmp_path):
    (found,) = OnnxClassifier(entry_of(tmp_path / "gone.onnx")).classify([RED])
    assert "gone.onnx cannot be read" in found.why


def test_numbers_that_are_not_what_the_entry_says_are_no_probabilities():
    assert shares(np.array([2.0, 0.0, 0.0]), "softmax") == pytest.approx([0.787, 0.1065, 0.1065], abs=1e-3)
    assert shares(np.array([0.0, -9e9]), "sigmoid") == pytest.approx([0.5, 0])
    assert shares(np.array([0.2, 0.9]), "probabilities") == pytest.approx([0.2, 0.9])
    for numbers, scores, why in (([7.2, 0.6], "probabilities", "no probabilities"), ([0.9, 0.1], "softmax", "already")):
        with pytest.raises(Unusable, match=why):
            shares(np.array(numbers), scores)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_header_is_refused_or_read_and_never_more(tmp_path_factory, data):
    whole = bytearray(red_or_blue())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.onnx"
    path.write_bytes(bytes(whole))
    with suppress(NotOnnx):
        assert len(read_header(path)) == 3


TABLE = """
[[classifier]]
name = "hue"
adapter = "onnx"
model = "hue.onnx"
labels = ["red", "blue"]
mean = [0, 0, 0]
std = [1, 1, 1]
"""


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("", "it would never object"),
        ('block = ["green"]', "there is no green"),
        ('block = ["red"]\nsize = [4, 4]', "8 to 2048 pixels"),
        ('block = ["red"]\nthreshold = 0', "threshold"),
        ('block = ["red"]\nlayers = 3', "layers"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_refused_with_its_field(project, more, why):
    (project.root / "models.toml").write_text(TABLE + more, "utf-8")
    with pytest.raises(SettingsError, match=why) as problem:
        models.read_models(project.root)
    assert "[[classifier]] 1 (hue)" in str(problem.value)


def test_the_verb_judges_a_picture(project, tmp_path):
    (project.root / "models.toml").write_text(TABLE + 'block = ["red"]', "utf-8")
    asked = ["models", "check", "hue", "-C", str(project.root)]
    refused = CliRunner().invoke(app, asked)
    assert refused.exit_code == 1
    assert "cannot be read" in refused.stdout
    (project.root / "hue.onnx").write_bytes(red_or_blue())
    Image.fromarray(RED.rgb).save(tmp_path / "red.png")
    told = CliRunner().invoke(app, [*asked, "--picture", str(tmp_path / "red.png")])
    assert told.exit_code == 0
    assert "red 0.99" in told.stdout
    listed = CliRunner().invoke(app, ["models", "-C", str(project.root)])
    assert "try it on your own pictures" in listed.stdout
    (project.root / "models.toml").unlink()


def png(rgb):
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "PNG")
    return file.getvalue()


def test_every_picture_of_a_piece_is_judged_once(project):
    (project.root / "models.toml").write_text(TABLE + 'block = ["red"]', "utf-8")
    (project.root / "hue.onnx").write_bytes(red_or_blue())
    red, blue = (project.store.blobs.put(png(one.rgb)) for one in (RED, BLUE))
    variant = piece(blue, backdrop=red)
    (picture, backdrop) = looking.judged(project, [variant], {}, {})[variant.id]
    assert (picture.of, backdrop.of) == ("picture", "backdrop")
    assert picture.likelihoods[1].share > 0.99
    assert backdrop.likelihoods[0].share > 0.99
    assert backdrop.model.startswith("hue.onnx ")
    (project.root / "models.toml").write_text(
        TABLE.replace("mean", "timeout = 0.001\nmean") + 'block = ["red"]', "utf-8"
    )
    (late, _) = looking.judged(project, [variant], {}, {})[variant.id]
    assert "took more than" in late.why, "another entry is another judge"
    (project.root / "models.toml").write_text(TABLE.replace("mean", "mien"), "utf-8")
    (broken,) = looking.judged(project, [variant], {}, {})[variant.id]
    assert "mien" in broken.why
    (project.root / "models.toml").unlink()
    assert looking.judged(project, [variant], {}, {}) == {}


def piece(file, backdrop):
    drawn = Rendering(
        layout="l", placement="wide", width=90, height=300, mime="image/png", bytes=1, file=file, pixels="p", facts=(),
        renderer="r@1", painter="p@1", backdrop=backdrop,
    )  # fmt: skip
    made = Provenance(made=datetime(2026, 11, 30, tzinfo=UTC), drafter="x@1")
    return Variant(
        campaign="c", line="d", market="en-GB", placement="wide", product="pot", words=Copy.of(headline="It rained."),
        rendering=drawn, seal="s", provenance=made,
    )  # fmt: skip
