"""A GGUF file behind llama.cpp: whole, damaged, with an adapter, killed."""

import os
import signal
from contextlib import suppress

import pytest
import tiny_gguf
from answering import asking
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.models.text import llama
from styleloop.adapters.models.text.gguf_file import digest, read_header
from styleloop.adapters.models.text.schema import first_fault, read_json, read_schema
from styleloop.errors import InputError
from styleloop.testing import check_plugin
from styleloop.types.model import Answer
from styleloop.types.record import Refusal


@pytest.fixture(scope="module", autouse=True)
def weights(project):
    folder = project.root / "models"
    folder.mkdir()
    tiny_gguf.model(folder / "tiny.gguf")
    tiny_gguf.adapter(folder / "voice.gguf", strength=2.0)
    yield folder
    llama.close_all()


@pytest.fixture
def model(described):
    def made(**more):
        fields = {"name": "tiny", "adapter": "gguf", "model": "models/tiny.gguf", "max_tokens": 60, "temperature": 0}
        [found] = described({**fields, "tries": 1, "timeout": 30, **more})
        return found

    return made


def test_answers_keep_their_schema_and_name_their_file_by_hash(model, weights):
    heard = []
    prompts = asking("Rain.", "Snow.")
    found = model(temperature=1.5, max_tokens=400).write(prompts, lambda at, words: heard.append(at))
    for prompt, answer in zip(prompts, found, strict=True):
        assert isinstance(answer, Answer), answer
        assert not first_fault(read_json(answer.text)[1], read_schema(prompt.answer))
        assert answer.model == f"tiny#{digest(weights / 'tiny.gguf')}"
        assert answer.tokens_out > 0
    assert set(heard) == {0, 1}


def test_the_same_prompt_and_seed_give_the_same_answer_in_any_company(model):
    made = model(temperature=1.0)
    [alone] = made.write(asking("Rain."))
    assert list(made.write(asking("Snow.", "Rain.")))[1] == alone


def test_an_adapter_speaks_as_strongly_as_it_is_told_to_from_one_loaded_file(model):
    texts = {}
    for scale in (0.0, 0.5, 1.0):
        [answer] = model(lora="models/voice.gguf", lora_scale=scale).write(asking("Rain.", answer=""))
        assert f"+voice#{answer.model.split('#')[-1]}" in answer.model
        assert answer.model.endswith(f"@{scale:g}")
        texts[scale] = answer.text
    [bare] = model().write(asking("Rain.", answer=""))
    assert texts[0.0] == bare.text
    assert len(set(texts.values())) == 3
    assert len(llama._RUNNING) == 2  # with the adapter and without: shared by every strength


def test_a_file_that_would_end_the_process_it_is_loaded_in_ends_another(model, weights):
    words = tiny_gguf.vocabulary()
    words[40] = words[41]  # llama.cpp asserts that no word stands twice
    tiny_gguf.model(weights / "twice.gguf", words)
    found = model(model="models/twice.gguf").write(asking("Rain.", "Snow."))
    for one in found:
        assert "llama.cpp cannot load twice.gguf" in one.why
        assert "its process ended with -6" in one.got
        assert one.permanent


def test_a_killed_process_is_a_refusal_and_the_next_prompt_starts_another(model):
    def kill(at, words):
        [running] = [one for wanted, one in llama._RUNNING.items() if wanted.lora is None]
        if at == 1 and running.alive:
            os.kill(running.process.pid, signal.SIGKILL)

    short, long = '{"enum": ["wool"]}', ""  # the long one is more than llama.cpp has said when it is first heard
    prompts = [*asking("Rain.", answer=short), *asking("Snow.", answer=long), *asking("Fog.", answer=short)]
    first, killed, after = model(max_tokens=3500).write(prompts, kill)
    assert (first.text, after.text) == ('"wool"', '"wool"')
    assert isinstance(killed, Refusal)
    assert "ended while it was answering" in killed.why
    assert "exit -9" in killed.got
    assert not killed.permanent


def test_it_ends_in_time(model):
    [found] = model(timeout=0.05, max_tokens=3500, lora="models/voice.gguf").write(asking("Rain.", answer=""))
    assert "had not answered in full after 0.05 s" in str(found)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"model": ""}, "tiny has no file to load"),
        ({"model": "models/none.gguf"}, "there is no such file; got: models/none.gguf"),
        ({"model": "models/page.gguf"}, "not a GGUF file; got: page.gguf"),
        ({"model": "models/empty.gguf"}, "not a GGUF file"),
        ({"model": "models/cut.gguf"}, "cut short or damaged"),
        ({"model": "models/voice.gguf"}, "model and lora are mixed up"),
        ({"lora": "models/tiny.gguf"}, "model and lora are mixed up"),
        ({"lora": "models/wide.gguf"}, "llama.cpp cannot load tiny.gguf with wide.gguf"),
    ],
)
def test_a_file_that_is_no_good_is_told_before_anything_is_asked(model, weights, fields, said):
    (weights / "page.gguf").write_bytes(b"<html>not found</html>")
    (weights / "empty.gguf").write_bytes(b"")
    (weights / "cut.gguf").write_bytes((weights / "tiny.gguf").read_bytes()[:-40])
    tiny_gguf.adapter(weights / "wide.gguf", width=48)
    found = model(**fields).write(asking("Rain.", "Snow."))
    for one in found:
        assert isinstance(one, Refusal)
        assert said in str(one)
        assert one.cure
        assert one.permanent


@settings(max_examples=60, deadline=None)
@given(st.integers(4, 6000), st.binary(min_size=1, max_size=9), st.booleans())
def test_a_damaged_header_is_read_or_told_never_a_crash(tmp_path_factory, at, noise, cut):
    whole = damaged_bytes(tmp_path_factory)
    data = whole[:at] if cut else whole[:at] + noise + whole[at + len(noise) :]
    file = tmp_path_factory.getbasetemp() / "noise.gguf"
    file.write_bytes(data)
    with suppress(InputError):  # and nothing else
        assert read_header(file).numbers >= 0


def damaged_bytes(tmp_path_factory, known={}):  # noqa: B006 - made once
    if not known:
        known["data"] = tiny_gguf.model(tmp_path_factory.mktemp("whole") / "tiny.gguf").read_bytes()
    return known["data"]


def test_it_keeps_the_contract_with_a_real_file(model):
    check_plugin("text_models", model())
