"""A real llama.cpp server with SmolLM2-135M, spoken to over the wire as an operator does: one thread, few tokens."""

import json
import os
import select
import signal
import socket
import subprocess
import sys

import pytest
import tiny_gguf
from answering import asking

from styleloop.adapters.embedders.smollm import SHIPPED, WIDTH
from styleloop.adapters.models.text.schema import first_fault, read_json
from styleloop.types.model import Answer
from styleloop.types.record import Refusal

SERVE = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port = sys.argv[1], int(sys.argv[3])
params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(sys.argv[2], 1.0)]
params.n_ctx, params.n_parallel, params.warmup, params.verbosity = 1024, 1, False, -1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
params.api_keys = ["a-key"]
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


class Server:
    """One that can be killed and started anew at the same address."""

    def __init__(self, voice):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.voice = voice
        self.start()

    def start(self):
        command = [sys.executable, "-c", SERVE, str(SHIPPED.file), str(self.voice), str(self.port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], 60)
        assert ready, "llama.cpp's server did not start"
        assert self.process.stdout.readline().startswith("http")

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    assert SHIPPED.file is not None, SHIPPED.cure
    voice = tiny_gguf.adapter(tmp_path_factory.mktemp("voice") / "voice.gguf", width=WIDTH, layers=4, strength=0.5)
    running = Server(voice)
    yield running
    if running.process.poll() is None:
        running.kill()


@pytest.fixture
def model(described, server, monkeypatch):
    monkeypatch.setenv("LLAMA_KEY", "a-key")

    def made(**more):
        url = f"http://127.0.0.1:{server.port}/v1"
        fields = {"name": "llama", "adapter": "openai", "url": url, "key_env": "LLAMA_KEY", "tries": 1, "timeout": 60}
        [found] = described({**fields, "model": "SmolLM2-135M", "temperature": 0, "max_tokens": 24, **more})
        return found

    return made


def test_answers_keep_their_schema_and_are_counted_by_the_server(model):
    shape = {"a": {"enum": ["wool", "silk"]}, "b": {"type": "string", "maxLength": 8}}
    schema = {"type": "object", "properties": shape, "required": ["a", "b"], "additionalProperties": False}
    prompts = asking("Rain.", system="", answer=json.dumps(schema))
    heard = []
    [answer] = model(temperature=0.8, max_tokens=40).write(prompts, lambda at, words: heard.append(words))
    assert not first_fault(read_json(answer.text)[1], schema)
    assert answer.model == SHIPPED.file.name
    assert 5 < answer.tokens_in < 60
    assert 0 < answer.tokens_out <= 40
    assert heard[-1].strip() == answer.text


def test_adapters_are_swapped_by_request(model):
    texts = []
    for scale in (0.0, 2.0):
        [answer] = model(lora="0", lora_scale=scale, max_tokens=16).write(asking("Rain.", system="", answer=""))
        texts.append(answer.text)
    assert texts[0] != texts[1]


def test_a_wrong_key_is_told(model, monkeypatch):
    monkeypatch.setenv("LLAMA_KEY", "another")
    [found] = model().write(asking("Rain."))
    assert "does not accept the key" in found.why


def test_it_is_given_up_in_time_and_is_free_again(model):
    [late] = model(timeout=0.2, max_tokens=900).write(asking("Count to a thousand.", system="", answer=""))
    assert "had not answered in full after 0.2 s" in late.why
    assert not late.permanent
    [next_one] = model(max_tokens=16).write(asking("Rain.", system="", answer=""))
    assert isinstance(next_one, Answer)


def test_a_server_killed_in_the_middle_of_a_batch_loses_the_rest_and_answers_when_it_is_back(model, server):
    def kill(at, words):
        if at == 1 and server.process.poll() is None:
            server.kill()

    made = model(max_tokens=16)
    prompts = asking("Rain.", "Snow.", "Fog.", system="", answer="")
    first, cut, gone = made.write(prompts, kill)
    assert isinstance(first, Answer)
    assert isinstance(cut, Refusal)
    assert "cannot be reached" in gone.why
    assert not any(one.permanent for one in (cut, gone))
    server.start()
    [again] = made.write(prompts[1:2])
    assert isinstance(again, Answer)
