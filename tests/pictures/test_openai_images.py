"""The images API, spoken over the wire to a small real server."""

import hashlib
import io
import json
import re
import socket

import pytest
from picture_servers import drawing, endless, failing, in_turn, png, served, silent
from PIL import Image

from styleloop.adapters.models.openai_images import OpenAIImages, offered
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

PATH = "/v1/images/generations"


@pytest.fixture
def server():
    with served() as one:
        yield one


def model(server, **more):
    said = {"model": "gpt-image-1", "url": f"{server.url}/v1", "timeout": 5, "tries": 1, "price_picture": 0.04, **more}
    return OpenAIImages(ModelEntry(name="pictures", adapter="openai_images", **said))


def brief(**more):
    return BackdropBrief(**{"prompt": "low hills", "without": "people", "width": 1200, "height": 628, **more})


def asked(server):
    return json.loads(server.asked[-1][2])


def refused(made):
    assert isinstance(made, Refusal), made
    assert made.cure
    assert made.subject.startswith("backdrop_")
    return made


def test_a_picture_in_the_answer_is_given_with_its_price(server):
    server.answers[PATH] = drawing(png(1536, 1024))
    [made] = model(server).make([brief()], {})
    assert made == Backdrop(data=png(1536, 1024), model="gpt-image-1", cost=0.04)
    told = asked(server)
    assert (told["size"], told["n"], told["model"]) == ("1536x1024", 1, "gpt-image-1")
    assert "low hills" in told["prompt"]
    assert "people" in told["prompt"]


def test_a_picture_behind_a_link_is_fetched_from_the_endpoints_own_host(server):
    server.answers[PATH] = lambda h, _: h.say(200, {"data": [{"url": f"{server.url}/files/1.png"}]})
    server.answers["/files/1.png"] = lambda h, _: h.say(200, png())
    [made] = model(server).make([brief()], {})
    assert isinstance(made, Backdrop)
    assert made.data == png()


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/x.png",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "x",
        "http://[::",
        "http://a:99999/",
    ],
)
def test_a_link_into_a_private_network_is_not_followed(server, url):
    server.answers[PATH] = lambda h, _: h.say(200, {"data": [{"url": url}]})
    [made] = model(server).make([brief()], {})
    assert "not public" in refused(made).why
    assert len(server.asked) == 1


class Account:
    """A purse that remembers what was paid."""

    def __init__(self):
        self.pictures = []

    def hold(self, subject, tokens_in, tokens_out, *, pictures=0):
        return self

    def settle(self, tokens_in, tokens_out, *, pictures=0, guessed=False):
        self.pictures.append(pictures)
        return 0.04 * pictures


def linking(url):
    return lambda h, _: h.say(200, {"data": [{"url": url}]})


@pytest.mark.parametrize(
    ("answer", "paid"),
    [
        (linking("http://10.0.0.1/x.png"), 1),
        (drawing(b"no picture at all"), 1),
        (lambda h, _: h.say(200, {"data": 5}), 1),
        (failing(500), 0),
        (lambda h, _: h.say(302, b"", (("location", "http://127.0.0.1:1/"),)), 0),
    ],
)
def test_what_an_endpoint_answered_is_paid_whatever_it_is_worth(server, answer, paid):
    server.answers[PATH] = answer
    account = Account()
    said = {"model": "m", "url": f"{server.url}/v1", "tries": 1, "price_picture": 0.04}
    entry = ModelEntry(name="pictures", adapter="openai_images", **said)
    refused(*OpenAIImages(entry, account).make([brief()], {}))
    assert account.pictures == [paid]


def test_a_link_is_followed_to_the_address_that_was_looked_at_and_to_few_ports(server, monkeypatch):
    asked, real = [], socket.create_connection

    def looked_up(host, port, *_, **__):
        asked.append(host)
        number = host if host == "127.0.0.1" else "8.8.8.8"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    def connected(address, *more, **said):
        if address[0] == "127.0.0.1":
            return real(("127.0.0.1", address[1]), *more, **said)
        asked.append(address)
        raise ConnectionRefusedError("refused")

    made = model(server)
    server.answers[PATH] = drawing(png())
    made.make([brief()], {})  # the endpoint's own connection stands
    server.answers[PATH] = linking("https://files.example/x.png")
    with monkeypatch.context() as patched:
        patched.setattr("styleloop.adapters.fetching.addresses.socket.getaddrinfo", looked_up)
        patched.setattr("socket.create_connection", connected)
        [refusal] = made.make([brief()], {})
    assert "cannot be fetched" in refused(refusal).why
    assert [one for one in asked if one != "127.0.0.1"] == ["files.example", ("8.8.8.8", 443)]
    for port in (8080, 22):
        server.answers[PATH] = linking(f"http://127.0.0.1:{port}/x.png")
        [refusal] = made.make([brief()], {})
        assert "this port" in refused(refusal).got


def test_a_link_that_leads_on_is_not_followed(server):
    server.answers[PATH] = lambda h, _: h.say(200, {"data": [{"url": f"{server.url}/files/1.png"}]})
    server.answers["/files/1.png"] = lambda h, _: h.say(302, b"", (("location", "http://127.0.0.1:1/"),))
    [made] = model(server).make([brief()], {})
    assert "sends its caller elsewhere" in refused(made).why
    server.answers[PATH] = lambda h, _: h.say(302, b"", (("location", "http://127.0.0.1:1/"),))
    [made] = model(server).make([brief()], {})
    assert "sends its caller elsewhere" in refused(made).why


def test_it_starts_from_a_picture_and_says_by_transparency_what_is_painted_anew(server):
    server.answers["/v1/images/edits"] = drawing(png())
    source, mask = png(), png(colour=(255, 255, 255))
    blobs = {hashlib.sha256(data).hexdigest(): data for data in (source, mask)}
    [made] = model(server).make([brief(source=next(iter(blobs)), mask=list(blobs)[1])], blobs)
    assert isinstance(made, Backdrop)
    sent = re.search(rb'name="mask".*?\r\n\r\n(\x89PNG.*?)\r\n--', server.asked[-1][2], re.DOTALL)[1]
    assert Image.open(io.BytesIO(sent)).convert("RGBA").getpixel((3, 3))[3] == 0


def test_too_many_requests_are_waited_out_where_another_try_may_help(server):
    server.answers[PATH] = in_turn(failing(429, head=(("retry-after", "0"),)), drawing(png()))
    [made] = model(server, tries=2).make([brief()], {})
    assert isinstance(made, Backdrop)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("answer", "why", "permanent"),
    [
        (failing(429), "takes no more requests now", False),
        (failing(429, "insufficient_quota"), "takes no more requests now", True),
        (failing(400, "content_policy_violation"), "refuses to draw this", True),
        (failing(400, "moderation_blocked"), "refuses to draw this", True),
        (failing(401), "does not accept the key", True),
        (failing(404, "model_not_found"), "answered with an error", True),
        (failing(500), "answered with an error", False),
        (lambda h, _: h.say(200, b"<html>hello</html>"), "did not answer as the images API does", False),
        (lambda h, _: h.say(200, {"data": []}), "did not answer as the images API does", False),
        (lambda h, _: h.say(200, {"data": [{"b64_json": "%%%"}]}), "did not answer as the images API does", False),
        (lambda h, _: h.say(200, {"data": 5}), "did not answer as the images API does", False),
        (lambda h, _: h.say(200, b"[" * 200_000), "did not answer as the images API does", False),
        (lambda h, _: h.say(200, {"data": [{"url": "http://[::1"}]}), "not public", True),
        (lambda h, _: h.say(200, {"data": [{"url": "http://a.example/\ud83d"}]}), "not public", True),
        (drawing(b"no picture at all"), "sent no picture", False),
        (drawing(png()[:90]), "sent no picture", False),
        (endless, "sent too much", True),
    ],
)
def test_what_goes_wrong_is_said_with_a_cure(server, answer, why, permanent):
    server.answers[PATH] = answer
    [made] = model(server).make([brief()], {})
    assert why in refused(made).why
    assert made.permanent is permanent, made


def test_a_silent_endpoint_is_left_after_its_timeout(server):
    server.answers[PATH] = silent
    [made] = model(server, timeout=0.2).make([brief()], {})
    assert "did not answer in 0.2 s" in refused(made).why
    assert not made.permanent


def test_an_endpoint_that_is_down_is_refused_one_by_one(server):
    made = OpenAIImages(ModelEntry(name="p", adapter="openai_images", url="http://127.0.0.1:9/v1", tries=1)).make(
        [brief(), brief(seed=1)], {}
    )
    assert all("cannot be reached" in refused(one).why and not one.permanent for one in made)


def test_the_key_comes_from_where_the_entry_says(server, monkeypatch, tmp_path):
    seen = []
    server.answers[PATH] = lambda h, body: (seen.append(h.headers["authorization"]), drawing(png())(h, body))
    [made] = model(server, key_env="STYLELOOP_TEST_KEY").make([brief()], {})
    assert "is not set" in refused(made).why
    assert not seen
    (tmp_path / "key").write_text("s3cret\n", "utf-8")
    monkeypatch.setenv("STYLELOOP_TEST_KEY_FILE", str(tmp_path / "key"))
    model(server, key_env="STYLELOOP_TEST_KEY").make([brief()], {})
    assert seen == ["Bearer s3cret"]
    (tmp_path / "key").write_bytes(b"s3cret\xff\xfe")
    [made] = model(server, key_env="STYLELOOP_TEST_KEY").make([brief()], {})
    assert "holds signs that no key has" in refused(made).why


def test_sizes_are_those_that_a_model_draws():
    assert offered("dall-e-3", 1080, 1920) == (1024, 1792)
    assert offered("dall-e-2", 600, 500) == (512, 512)
    assert offered("gpt-image-1", 1080, 1080) == (1024, 1024)
    assert offered("anything", 1200, 628) == (1536, 1024)


def dripping(handler, _):
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopped.wait(0.05):
        handler.wfile.write(b" ")


def test_an_endpoint_that_drips_holds_nobody(server):
    server.answers[PATH] = dripping
    [made] = model(server, timeout=0.3).make([brief()], {})
    assert "did not answer in 0.3 s" in refused(made).why


def test_a_key_that_an_endpoint_repeats_is_not_said_again(server, monkeypatch):
    monkeypatch.setenv("STYLELOOP_TEST_KEY", "s3cret-key")
    for answer in (
        failing(401, message="wrong key s3cret-key"),
        failing(400, message="x" * 260 + "s3cret-key"),
        lambda h, _: h.say(302, b"", (("location", "http://127.0.0.1:1/S3cret%2dkey"),)),
        lambda h, _: h.say(200, b"x", (("content-encoding", "s3cret-key"),)),
        lambda h, _: h.say(200, {"no": "s3cret-key"}),
        linking("http://s3cret-key.invalid/"),
    ):
        server.answers[PATH] = answer
        [made] = model(server, key_env="STYLELOOP_TEST_KEY").make([brief()], {})
        assert "s3cret" not in str(refused(made)).lower()
