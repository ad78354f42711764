"""What endpoints do to their callers: every failure is a refusal in plain words, with the cure and no key in it."""

import gzip
import json
import logging
import re
import socket
import ssl
import threading
import time

import pytest
from answering import LINE, asking, chunk, fails, says

from styleloop.app.spending import Spending
from styleloop.types.model import Answer
from styleloop.types.record import Refusal

KEY = "sk-very-secret-0123456789"


@pytest.fixture
def model(described, endpoint, monkeypatch):
    monkeypatch.setenv("TEST_KEY", KEY)

    def made(**more):
        fields = {"name": "far", "adapter": "openai", "url": endpoint.url, "model": "m", "key_env": "TEST_KEY"}
        [found] = described({**fields, "tries": 1, "timeout": 5, **more})
        found.chat.left_out.clear()
        return found

    return made


def test_an_answer_is_checked_counted_and_heard_while_it_comes(model, endpoint):
    endpoint.answers(says(LINE))
    heard = []
    [answer] = model(price_in=100, price_out=1000).write(asking("Rain."), lambda at, words: heard.append((at, words)))
    assert answer.text == LINE
    assert (answer.model, answer.tokens_in, answer.tokens_out, answer.ended) == ("weights-1", 20, 5, "whole")
    assert answer.cost == pytest.approx((20 * 100 + 5 * 1000) / 1e6)
    assert heard == [(0, LINE[: len(LINE) // 2]), (0, LINE)]
    [(path, headers, body)] = endpoint.seen
    assert (path, headers["authorization"]) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert body["response_format"]["json_schema"]["strict"] is True
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert not [name for name in headers if "stainless" in name or "openai" in name]


def plain(handler):
    handler.whole(200, json.dumps({"choices": [{"message": {"content": LINE}, "finish_reason": "stop"}]}).encode())


def test_an_endpoint_that_does_not_stream_will_do(model, endpoint):
    endpoint.answers(plain)
    [answer] = model().write(asking("Rain."))
    assert answer.text == LINE
    assert answer.tokens_out > 0  # estimated, for none were named


def page(handler):
    handler.whole(200, b"<html>Welcome</html>", "text/html")


def half_json(handler):
    handler.begun()
    handler.event(chunk('{"headl'))
    handler.wfile.write(b'data: {"choices": [{"delta": {"cont')


def flood(handler):
    handler.begun()
    handler.event(chunk("x" * 1_100_000))


def endless(handler):
    handler.begun()
    while True:
        handler.wfile.write(b": keep waiting " + b"." * 60_000 + b"\n\n")


def bomb(handler):
    handler.whole(200, gzip.compress(b" " * 5_000_000), Content_Encoding="gzip")


def hangs_up(handler):
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def elsewhere(handler):
    handler.whole(307, b"", Location="http://203.0.113.7/v1/chat/completions")


def breaks_off(handler):
    handler.begun()
    handler.event(chunk('{"headline": "It r'))
    handler.event({"error": {"message": "out of memory", "code": 500}})


@pytest.mark.parametrize(
    ("answer", "why", "permanent"),
    [
        (says("Sure! Here it is: " + LINE), "not the JSON that was asked for", False),
        (says('{"headline": "It rained'), "not the JSON that was asked for", False),
        (says('{"headline": "It rai', end="length"), "ran into its limit of tokens", True),
        (says('{"headlines": []}'), "does not keep the shape.*no headline", False),
        (says(json.dumps({"headline": "rain " * 20})), "does not keep the shape.*100 characters, at most 40", False),
        (says('{"headline": "\\ud800"}'), "half a character", False),
        (says("[" * 5000), "nested too deep", False),
        (says('{"headline": NaN}'), "NaN is not JSON", False),
        (says(""), "the answer is empty", False),
        (says("I cannot help with that.", end="content_filter"), "the model refuses", True),
        (says("", refusal="I will not."), "the model refuses.*I will not", True),
        (says('{"headline"', end=None), "broke off in the middle", False),
        (half_json, "broke off in the middle", False),
        (breaks_off, "broke off with an error.*out of memory", False),
        (flood, "too long to be one", True),
        (endless, "sent too much", True),
        (bomb, "compressed", True),
        (page, "answers with text/html", True),
        (hangs_up, "cannot be reached", False),
        (elsewhere, r"sends its caller elsewhere.*203\.0\.113\.7", True),
        (fails(400, "bad thing"), "does not take this request.*HTTP 400: bad thing", True),
        (
            fails(401, f"Incorrect API key provided: {KEY}"),
            r"does not accept the key.*provided: \*\*\*.*TEST_KEY",
            True,
        ),
        (fails(404, "model m not found"), "knows no such model or address.*'m'", True),
        (fails(400, "this model's maximum context length is 8 tokens"), "prompt is too long", True),
        (fails(429, "slow down"), "takes no more requests now.*per_minute", False),
        (fails(429, "pay", code="insufficient_quota"), "account at far is used up", True),
        (fails(500, "oops"), "far failed.*HTTP 500: oops", False),
        (fails(503, "loading model"), "takes no more requests", False),
        (lambda handler: handler.whole(502, b"<html>" + b"x" * 500, "text/html"), "far failed", False),
    ],
)
def test_a_bad_answer_is_a_refusal_with_its_cure(model, endpoint, answer, why, permanent, caplog):
    endpoint.answers(answer)
    with caplog.at_level(logging.DEBUG):
        [found] = model(max_tokens=100).write(asking("Rain."))
    assert isinstance(found, Refusal), found
    assert re.search(why, str(found)), found
    assert found.cure
    assert found.permanent is permanent
    assert KEY not in str(found) + caplog.text + repr(found)


def named_like_the_key(handler):
    handler.begun()
    handler.event({**chunk(LINE, "stop"), "model": f"weights-{KEY[:5]}\u200b{KEY[5:]}"})
    handler.event("[DONE]")


ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in KEY)
PADDING = "x" * 190


@pytest.mark.parametrize(
    "answer",
    [
        named_like_the_key,
        lambda handler: handler.whole(307, b"", Location=f"http://203.0.113.7/{KEY.replace('-', '%2d')}"),
        lambda handler: handler.whole(200, b"x", Content_Encoding=KEY),
        lambda handler: handler.whole(200, b"x", f"text/{KEY}"),
        lambda handler: handler.whole(200, KEY.encode()),
        says("", refusal=f"I will not tell {KEY}."),
        says(f"no {KEY}"),
        says(json.dumps({"headline": KEY})),
        says(f'{{"headline": "{ESCAPED}"}}'),
        fails(400, f"response_format {PADDING[:141]}{KEY}"),
        fails(418, f"{PADDING}{KEY}"),
    ],
)
def test_no_word_of_an_endpoint_carries_the_key_on(model, endpoint, answer, caplog):
    endpoint.answers(answer)
    [found] = model(max_tokens=100).write(asking("Rain."))
    kept = (repr(found) + caplog.text).lower().replace("\\\\", "\\")
    assert not [part for part in ("secret", "0123456789", ESCAPED[:30]) if part in kept]


def test_half_a_character_and_figures_beyond_reason_are_refused_and_free_what_was_held(described, endpoint, project):
    fields = {"name": "odd", "adapter": "openai", "url": endpoint.url, "model": "m", "tries": 1, "price_in": 1}
    [made] = described({**fields, "price_out": 1, "budget": 5})
    endpoint.answers(says("\ud83d", usage=None))
    [found] = made.write(asking("Rain.", answer=""))
    assert "half a character" in found.why
    endpoint.answers(says(LINE, usage=(10**30, 5)))
    [found] = made.write(asking("Rain."))
    assert "more tokens than a request can have" in found.why
    made.purse.hold("x", 1, 1).settle(10**400, 0)
    spent = Spending(project.state).spent("odd", "USD")
    assert (spent.requests, spent.held, spent.open) == (3, 0, 0)


def trickle(handler):
    handler.begun()
    while not handler.server.stopped.wait(0.02):
        handler.event(chunk(" "))


def trickled_headers(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.stopped.wait(0.02):
        handler.wfile.write(b"X-More: 1\r\n")


def silence(handler):
    handler.server.stopped.wait(30)


@pytest.mark.parametrize("slow", [trickle, trickled_headers, silence])
def test_a_slow_trickle_ends_with_the_time_of_the_whole_answer(model, endpoint, slow):
    endpoint.answers(slow)
    [found] = model(timeout=0.3).write(asking("Rain."))
    assert "had not answered in full after 0.3 s" in str(found)
    assert not found.permanent


def test_what_another_try_may_mend_is_tried_again_and_paid_once_for_each(model, endpoint):
    endpoint.answers(fails(429, "slow down", Retry_After="0"), says("no JSON"), says(LINE))
    [answer] = model(tries=3, price_out=1000).write(asking("Rain."))
    assert answer.text == LINE
    assert (answer.tokens_in, answer.tokens_out) == (40, 10)  # of the broken answer too
    assert answer.cost == pytest.approx(0.01)
    assert len({body["seed"] for _, _, body in endpoint.seen}) == 3


def test_a_wait_that_is_too_long_is_told_instead_of_waited_for(model, endpoint):
    endpoint.answers(fails(429, "tomorrow", Retry_After="86400"))
    [found] = model(tries=3).write(asking("Rain."))
    assert "it asks to wait 86400 s" in str(found)
    assert len(endpoint.seen) == 1


def test_what_no_try_mends_is_asked_once_for_a_whole_batch(model, endpoint):
    endpoint.answers(fails(401, "no"))
    found = model(tries=3).write(asking("Rain.", "Snow.", "Fog."))
    assert [one.subject for one in found] == [prompt.id for prompt in asking("Rain.", "Snow.", "Fog.")]
    assert len(endpoint.seen) == 1


def test_an_endpoint_without_structured_output_is_told_in_the_prompt_and_that_is_said(model, endpoint, caplog):
    endpoint.answers(
        fails(400, "unknown field: response_format"),
        fails(422, "stream_options is not supported"),
        says(f"```json\n{LINE}\n```", usage=None),
        says('{"shape": "wrong"}'),
    )
    made = model()
    answer, refused = made.write(asking("Rain.", "Snow."))
    assert answer.text == LINE  # the fence is taken off
    assert "does not keep the shape" in refused.why  # and still everything is checked
    assert "far does not take response_format: its answers are checked here" in caplog.text
    sent = endpoint.seen[-1][2]
    assert "response_format" not in sent
    assert "stream_options" not in sent
    assert '"maxLength": 40' in sent["messages"][0]["content"]


def test_newer_endpoints_are_told_their_own_word_for_most_tokens(model, endpoint):
    endpoint.answers(
        fails(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."), says(LINE)
    )
    [answer] = model(max_tokens=77).write(asking("Rain."))
    assert isinstance(answer, Answer)
    assert endpoint.seen[-1][2]["max_completion_tokens"] == 77
    assert "max_tokens" not in endpoint.seen[-1][2]


def test_nobody_there_is_found_out_once_for_a_batch(described):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    [model] = described(
        {"name": "gone", "adapter": "openai", "url": f"http://127.0.0.1:{port}/v1", "model": "m", "tries": 1}
    )
    found = model.write(asking("Rain.", "Snow."))
    assert all("gone cannot be reached; got: the connection was refused" in str(one) for one in found)
    assert not any(one.permanent for one in found)


def test_a_certificate_nobody_knows_is_told_apart(described, tmp_path):
    key, cert = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def once():
            with pytest.raises(OSError), context.wrap_socket(listening.accept()[0], server_side=True):
                pass

        thread = threading.Thread(target=once)
        thread.start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/v1"
        [model] = described({"name": "sealed", "adapter": "openai", "url": url, "model": "m"})
        [found] = model.write(asking("Rain."))
        thread.join()
    assert "encrypted connection to sealed is not to be trusted" in found.why
    assert "self" in found.got.lower()
    assert found.permanent


def self_signed(folder):
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1)
    )
    cert = made.sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "key.pem", folder / "cert.pem"


def test_the_key_may_lie_in_a_file_and_its_absence_is_told(model, endpoint, tmp_path, monkeypatch):
    endpoint.answers(says(LINE))
    made = model(key_env="OTHER_KEY")
    [found] = made.write(asking("Rain."))
    assert "OTHER_KEY" in found.cure
    assert not endpoint.seen
    (tmp_path / "key").write_text("from-a-file\n", "utf-8")
    monkeypatch.setenv("OTHER_KEY_FILE", str(tmp_path / "key"))
    [answer] = made.write(asking("Rain."))
    assert isinstance(answer, Answer)
    assert endpoint.seen[0][1]["authorization"] == "Bearer from-a-file"


def test_a_key_that_cannot_be_one_is_not_repeated(model, endpoint, tmp_path, monkeypatch, caplog):
    endpoint.answers(says(LINE))
    for number, raw in enumerate((b"sk-one\nsk-two", "sk-clé".encode(), b"sk-\xff\xfe")):
        (tmp_path / f"key{number}").write_bytes(raw)
        monkeypatch.setenv("ODD_KEY_FILE", str(tmp_path / f"key{number}"))
        with caplog.at_level(logging.DEBUG):
            [found] = model(key_env="ODD_KEY").write(asking("Rain."))
        assert "holds signs that no key has" in found.why
        assert "sk-" not in str(found) + caplog.text
    assert not endpoint.seen


def test_no_more_requests_leave_in_a_minute_than_the_entry_says(model, endpoint):
    endpoint.answers(says(LINE))
    begun = time.monotonic()
    model(per_minute=600).write(asking("Rain.", "Snow.", "Fog."))
    assert time.monotonic() - begun >= 0.2  # two gaps of a tenth of a second


def test_what_the_environment_says_for_another_endpoint_goes_nowhere(model, endpoint, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-ambient")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-ambient")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "Authorization: Bearer ambient\nX-Team: ambient")
    endpoint.answers(says(LINE))
    [answer] = model(key_env="", temperature=0.5).write(asking("Rain."))
    assert isinstance(answer, Answer)
    assert "ambient" not in str(endpoint.seen)
    assert "authorization" not in endpoint.seen[0][1]


def test_an_adapter_is_a_model_of_its_own_or_a_number_with_a_strength(model, endpoint):
    endpoint.answers(says(LINE))
    model(lora="voice").write(asking("Rain."))
    model(lora="0", lora_scale=0.5).write(asking("Rain."))
    assert endpoint.seen[0][2]["model"] == "voice"
    assert endpoint.seen[1][2]["lora"] == [{"id": 0, "scale": 0.5}]


def test_several_requests_at_once_keep_their_order(model, endpoint):
    together = threading.Barrier(3, timeout=10)

    def waits(handler):
        together.wait()
        asked = handler.server.seen
        says(json.dumps({"headline": f"{len(asked)} asked"}))(handler)

    endpoint.answers(waits)
    heard = set()
    found = model(threads=3).write(asking("Rain.", "Snow.", "Fog."), lambda at, words: heard.add(at))
    assert [one.prompt for one in found] == [prompt.id for prompt in asking("Rain.", "Snow.", "Fog.")]
    assert heard == {0, 1, 2}
