"""What stands behind the product is the tone's to say, in every template that shows a ground."""

import json

import pytest

from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.testing import samples


@pytest.fixture(scope="module")
def renderer():
    return TypstRenderer()


@pytest.mark.parametrize(
    ("template", "said", "shown"),
    [
        ("hero", "wall", "sky"),
        ("hero", "weather", "weather"),
        ("hero", "sky", "sky"),
        ("hero", "plain", "plain"),
        ("split", "wall", "wall"),
        ("split", "sky", "sky"),
        ("split", "plain", "plain"),
        ("carousel", "plain", "plain"),
        ("carousel", "sky", "sky"),
    ],
)
def test_a_tone_sets_its_scene(renderer, template, said, shown):
    layout, blobs = samples.layout()
    tone = layout.tone.model_copy(update={"scene": said})
    asked = layout.model_copy(update={"template": template, "tone": tone})
    assert json.loads(renderer.scene(asked, blobs).spec)["scene"] == shown
