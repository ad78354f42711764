"""The diffusers adapter on a real, tiny pipeline."""

import hashlib
import io
import shutil

import numpy as np
import pytest
import tiny_pipeline
from PIL import Image

from styleloop.adapters.models.diffusion import Diffusers
from styleloop.app import models, starting
from styleloop.app.project import Project
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

pytestmark = pytest.mark.torch
SIDE = tiny_pipeline.SIDE


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    return tiny_pipeline.save(tmp_path_factory.mktemp("weights") / "tiny")


@pytest.fixture(scope="module")
def lora(pipeline, tmp_path_factory):
    return tiny_pipeline.save_lora(pipeline, tmp_path_factory.mktemp("lora"))


def entry(model, **more):
    said = {"steps": 2, "guidance": 3.0, **more}
    return ModelEntry(name="tiny", adapter="diffusers", model=str(model), **said)


@pytest.fixture(scope="module")
def tiny(pipeline):
    return Diffusers(entry(pipeline))


def brief(**more):
    return BackdropBrief(**{"prompt": "rain over low hills", "width": SIDE, "height": SIDE, "seed": 5, **more})


def seen(made):
    assert isinstance(made, Backdrop), made
    return np.asarray(Image.open(io.BytesIO(made.data)).convert("RGB")).astype(int)


def picture(value):
    held = io.BytesIO()
    Image.fromarray(np.asarray(value, np.uint8)).save(held, "PNG")
    return hashlib.sha256(held.getvalue()).hexdigest(), held.getvalue()


def test_the_same_brief_gives_the_same_pixels_and_another_seed_does_not(tiny):
    first, again, other = tiny.make([brief(), brief(), brief(seed=6)], {})
    assert first.data == again.data
    assert np.abs(seen(first) - seen(other)).max() > 0
    assert first.model.startswith("tiny@")


def test_the_prompt_moves_the_picture(tiny):
    one, other = tiny.make([brief(), brief(prompt="a red wall")], {})
    assert np.abs(seen(one) - seen(other)).max() > 0


def test_a_size_that_the_weights_cannot_draw_is_brought_to_the_nearest(tiny):
    [made] = tiny.make([brief(width=99, height=70)], {})
    assert seen(made).shape == (72, 96, 3)
    [made] = tiny.make([brief(width=2048, height=1024)], {})
    assert seen(made).shape == (88, 184, 3)  # as many pixels as the weights were made for, in the shape asked for


def test_it_starts_from_a_picture_and_stays_nearer_to_it_the_less_it_may_go(tiny):
    sha, data = picture(np.full((SIDE, SIDE, 3), 200))
    little, much = tiny.make([brief(source=sha, strength=s) for s in (0.5, 1.0)], {sha: data})
    assert np.abs(seen(little) - seen(much)).max() > 0


def test_a_mask_says_which_part_is_painted_anew(tiny):
    start, mask = np.full((SIDE, SIDE, 3), 90), np.zeros((SIDE, SIDE))
    mask[:, : SIDE // 2] = 255
    (sha, data), (hole, cut) = picture(start), picture(mask)
    briefs = [brief(source=sha, mask=hole, strength=1.0), brief(source=sha, strength=1.0)]
    part, whole = tiny.make(briefs, {sha: data, hole: cut})
    changed = np.abs(seen(part) - seen(whole)).mean(axis=(0, 2))
    assert changed[SIDE * 3 // 4 :].mean() > 0


def test_a_lora_changes_the_pixels_by_its_scale_and_is_gone_at_nought(pipeline, lora, tiny):
    [bare] = tiny.make([brief()], {})
    [full], [half], [none] = (
        Diffusers(entry(pipeline, lora=str(lora), lora_scale=scale)).make([brief()], {}) for scale in (1.0, 0.5, 0.0)
    )
    assert np.abs(seen(full) - seen(bare)).mean() > np.abs(seen(half) - seen(bare)).mean() > 0
    assert np.array_equal(seen(none), seen(bare))
    assert full.model.startswith(bare.model + "+pytorch_lora_weights@")
    assert full.model.endswith("*1")


def test_broken_weights_are_refused_by_name(pipeline, lora, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(pipeline, broken)
    weights = broken / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])
    torn = tmp_path / "torn.safetensors"
    torn.write_bytes(lora.read_bytes()[:500])
    said = {
        "the pipeline's folder is not there": entry(tmp_path / "nothing"),
        "the pipeline cannot be loaded": entry(broken),
        "the LoRA's file is not there": entry(pipeline, lora=str(tmp_path / "none.safetensors")),
        "the LoRA does not fit the pipeline": entry(pipeline, lora=str(torn)),
    }
    for why, wrong in said.items():
        [got] = Diffusers(wrong).make([brief()], {})
        assert isinstance(got, Refusal), got
        assert (got.why, bool(got.cure), got.permanent) == (why, True, True), got


def test_a_picture_it_calls_unfit_is_refused_and_another_seed_may_help(pipeline, tmp_path):
    strict = tiny_pipeline.save_guarded(pipeline, tmp_path / "strict")
    [got] = Diffusers(entry(strict)).make([brief()], {})
    assert isinstance(got, Refusal), got
    assert ("not fit to be seen" in got.why, got.permanent) == (True, False), got


def test_a_picture_to_start_from_that_was_not_given_is_refused(tiny):
    [got] = tiny.make([brief(source="0" * 64)], {})
    assert isinstance(got, Refusal)
    assert got.cure


def test_a_project_names_its_weights_by_folder(pipeline, lora, tmp_path):
    starting.start(tmp_path, "blank", "Acme")
    shutil.copytree(pipeline, tmp_path / "weights" / "tiny")
    shutil.copy(lora, tmp_path / "weights" / "look.safetensors")
    (tmp_path / "models.toml").write_text(
        '[[image]]\nname = "studio"\nadapter = "diffusers"\nmodel = "weights/tiny"\n'
        'lora = "weights/look.safetensors"\nlora_scale = 0.5\nsteps = 1\n',
        "utf-8",
    )
    project = Project(tmp_path)
    [made] = models.image_model(project).make([brief()], {})
    project.close()
    assert made.model.startswith("tiny@")
    assert made.model.endswith("*0.5")
