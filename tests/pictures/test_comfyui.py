"""ComfyUI, spoken over the wire to a small real server."""

import hashlib
import json

import pytest
from picture_servers import endless, in_turn, png, served, silent

from styleloop.adapters.models.comfyui import ComfyUI
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

WORKFLOW = {
    "1": {"class_type": "CLIPTextEncode", "inputs": {"text": "photograph, {prompt}", "clip": ["4", 1]}},
    "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "{without}", "clip": ["4", 1]}},
    "3": {"class_type": "KSampler", "inputs": {"seed": "{seed}", "steps": "{steps}", "cfg": "{guidance}"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": "{width}", "height": "{height}"}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}},
}
DONE = {
    "status": {"status_str": "success", "completed": True},
    "outputs": {
        "7": {"images": [{"filename": "peek.png", "subfolder": "", "type": "temp"}]},
        "9": {"images": [{"filename": "a b.png", "subfolder": "x", "type": "output"}]},
    },
}


@pytest.fixture
def server():
    with served() as one:
        one.answers["/prompt"] = lambda h, _: h.say(200, {"prompt_id": "p1", "number": 1, "node_errors": {}})
        one.answers["/history/p1"] = in_turn(lambda h, _: h.say(200, {}), lambda h, _: h.say(200, {"p1": DONE}))
        one.answers["/view"] = lambda h, _: h.say(200, png())
        one.answers["/queue"] = lambda h, _: h.say(200, b"")
        yield one


@pytest.fixture
def model(server, tmp_path):
    def made(workflow=WORKFLOW, **more):
        path = tmp_path / "flow.json"
        path.write_text(workflow if isinstance(workflow, str) else json.dumps(workflow), "utf-8")
        said = {"model": str(path), "url": server.url, "timeout": 5, "tries": 1, **more}
        return ComfyUI(ModelEntry(name="comfy", adapter="comfyui", **said))

    return made


def brief(**more):
    return BackdropBrief(
        **{"prompt": 'a "wide" sky', "without": "people", "width": 512, "height": 768, "seed": 9, **more}
    )


def refused(made):
    assert isinstance(made, Refusal), made
    assert made.cure
    assert made.subject.startswith("backdrop_")
    return made


def test_the_workflow_is_filled_and_its_last_picture_is_fetched(server, model):
    [made] = model(steps=12, guidance=4.5).make([brief()], {})
    assert isinstance(made, Backdrop)
    assert made.data == png()
    assert made.model.startswith("flow@")
    sent = json.loads(server.asked[0][2])["prompt"]
    assert sent["1"]["inputs"] == {"text": 'photograph, a "wide" sky', "clip": ["4", 1]}
    assert sent["3"]["inputs"] == {"seed": 9, "steps": 12, "cfg": 4.5}
    assert sent["5"]["inputs"] == {"width": 512, "height": 768}
    assert [path.partition("?")[0] for _, path, _ in server.asked] == ["/prompt", "/history/p1", "/history/p1", "/view"]
    assert "a+b.png" in server.asked[-1][1]
    assert "type=output" in server.asked[-1][1]


def test_a_picture_to_start_from_is_laid_on_the_server_first(server, model):
    server.answers["/upload/image"] = lambda h, _: h.say(200, {"name": "kept.png", "subfolder": "", "type": "input"})
    flow = {**WORKFLOW, "6": {"class_type": "LoadImage", "inputs": {"image": "{source}"}}}
    sha = hashlib.sha256(png()).hexdigest()
    [made] = model(flow).make([brief(source=sha)], {sha: png()})
    assert isinstance(made, Backdrop)
    assert json.loads(server.asked[1][2])["prompt"]["6"]["inputs"]["image"] == "kept.png"
    assert png() in server.asked[0][2]
    [made] = model().make([brief(source=sha)], {sha: png()})
    assert "no place for a picture" in refused(made).why
    [made] = model(flow).make([brief()], {})
    assert "wants a picture" in refused(made).why


ERROR = {"status": {"status_str": "error", "completed": False,
                    "messages": [["execution_start", {}], ["execution_error", {
                        "node_id": "3", "node_type": "KSampler", "exception_message": "out of memory"}]]}}  # fmt: skip
# fmt: off
REJECTED = {"error": {"type": "prompt_outputs_failed_validation", "message": "Outputs failed validation"},
            "node_errors": {"3": {"errors": [{"message": "Value not in list", "details": "sampler_name"}]}}}
# fmt: on


def told(**more):
    return lambda h, _: h.say(200, {"p1": {**DONE, **more}})


@pytest.mark.parametrize(
    ("path", "answer", "why", "permanent"),
    [
        ("/prompt", lambda h, _: h.say(400, REJECTED), "does not take this", True),
        ("/prompt", lambda h, _: h.say(429, b"queue is full"), "takes no more requests now", False),
        ("/prompt", lambda h, _: h.say(200, b"<html>"), "does not speak as ComfyUI does", True),
        ("/prompt", lambda h, _: h.say(200, {}), "no number came", True),
        ("/history/p1", lambda h, _: h.say(200, {"p1": ERROR}), "a node of the workflow failed", True),
        ("/history/p1", lambda h, _: h.say(200, {"p1": {**DONE, "outputs": {}}}), "gives no picture", True),
        ("/prompt", lambda h, _: h.say(200, b"[" * 200_000), "does not speak as ComfyUI does", True),
        ("/history/p1", told(status="ok"), "does not speak as ComfyUI does", True),
        ("/history/p1", told(outputs=[1]), "does not speak as ComfyUI does", True),
        ("/history/p1", told(outputs={"9": {"images": 5}}), "gives no picture", True),
        ("/history/p1", told(outputs={"9": {"images": [{"filename": "\ud83d"}]}}), "does not speak as", True),
        ("/history/p1", told(status={"status_str": "error", "messages": 5}), "a node of the workflow failed", True),
        ("/view", lambda h, _: h.say(200, png()[:60]), "sent no picture", False),
        ("/view", endless, "sent too much", True),
    ],
)
def test_what_goes_wrong_is_said_with_a_cure(server, model, path, answer, why, permanent):
    server.answers[path] = answer
    [made] = model().make([brief()], {})
    assert why in refused(made).why
    assert made.permanent is permanent, made


def test_the_node_that_failed_is_named(server, model):
    server.answers["/history/p1"] = lambda h, _: h.say(200, {"p1": ERROR})
    [made] = model().make([brief()], {})
    assert made.got == "node 3, KSampler: out of memory"
    server.answers["/prompt"] = lambda h, _: h.say(400, REJECTED)
    [made] = model().make([brief()], {})
    assert "node 3" in made.got
    assert "sampler_name" in made.got


def test_a_key_that_the_server_repeats_is_not_said_again(server, model, monkeypatch):
    monkeypatch.setenv("STYLELOOP_TEST_KEY", "s3cret-key")
    fault = {"node_id": "3", "exception_message": "s3cret-key"}
    for path, answer in (
        ("/history/p1", told(status={"status_str": "error", "messages": [["execution_error", fault]]})),
        ("/prompt", lambda h, _: h.say(400, {"error": "x" * 290 + "s3cret-key"})),
        ("/prompt", lambda h, _: h.say(400, b"s3cret-key")),
        ("/prompt", lambda h, _: h.say(200, b"x" * 115 + b"s3cret-key")),
    ):
        server.answers[path] = answer
        [made] = model(key_env="STYLELOOP_TEST_KEY").make([brief()], {})
        assert "s3cret" not in str(refused(made))


def test_a_full_queue_is_waited_out_where_another_try_may_help(server, model):
    full = lambda h, _: h.say(429, b"full", (("retry-after", "0"),))  # noqa: E731
    server.answers["/prompt"] = in_turn(full, server.answers["/prompt"])
    [made] = model(tries=2).make([brief()], {})
    assert isinstance(made, Backdrop)


def test_a_picture_that_never_comes_is_taken_off_the_queue(server, model):
    server.answers["/history/p1"] = lambda h, _: h.say(200, {})
    [made] = model(timeout=0.3).make([brief()], {})
    assert "did not finish in 0.3 s" in refused(made).why
    assert not made.permanent
    assert server.asked[-1][1] == "/queue"
    assert json.loads(server.asked[-1][2]) == {"delete": ["p1"]}


def test_a_silent_server_and_one_that_is_down(server, model):
    server.answers["/prompt"] = silent
    [made] = model(timeout=0.2).make([brief()], {})
    assert "did not answer in 0.2 s" in refused(made).why
    [made] = model(url="http://127.0.0.1:9").make([brief()], {})
    assert "cannot be reached" in refused(made).why
    assert not made.permanent


@pytest.mark.parametrize(
    ("flow", "why"),
    [
        ("{", "cannot be read"),
        ({"nodes": [], "links": []}, "no workflow in API format"),
        ({"1": {"class_type": "SaveImage", "inputs": {}}}, "no place for the prompt"),
    ],
)
def test_a_workflow_that_cannot_work_is_refused_before_anything_is_sent(server, model, flow, why):
    [made] = model(flow).make([brief()], {})
    assert why in refused(made).why
    assert not server.asked
