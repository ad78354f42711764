"""What the desk refuses: other sites, other names, paths, scripts in copy; and what its errors do not tell."""

import re

import pytest
from desk_client import HERE, HOST, Page, client_of, decide, sit_down, token
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from small_desk import LINES, fill, make_project

from styleloop.app.shipping import lines_of
from styleloop.errors import PolicyError, StoreError
from styleloop.web.desk.page import told
from styleloop.web.desk.routes.queue import inside
from styleloop.web.desk.views.piece import marked
from styleloop.web.hosts import answers_to
from styleloop.web.serve import create_app

SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.fixture
def project(tmp_path):
    made = make_project(tmp_path / "acme")
    fill(made)
    yield made
    made.close()


@pytest.fixture
def desk(project):
    return client_of(project)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """(client, project) of tests that change nothing."""
    made = make_project(tmp_path_factory.mktemp("untouched") / "acme")
    fill(made)
    yield client_of(made), made
    made.close()


def first(project) -> str:
    return next(x for x in lines_of(project) if x.state == "waiting").variants[0].id


def posts(app) -> list[str]:
    """Every address that takes a form, as the router has it."""
    inner = [posts(part) for route in app.routes if (part := getattr(route, "original_router", None))]
    own = [route.path for route in app.routes if "POST" in (getattr(route, "methods", None) or ())]
    return sorted([*own, *(path for paths in inner for path in paths)])


FIELDS = {
    "action": "approve", "who": "eve", "role": "architect", "campaign": "c", "stated": "9", "product": "umbrella",
    "markets": "en-GB", "placements": "square", "lines": "1", "sku": "umbrella", "key": "weight", "go": "keep",
    "name": "Eve", "wording": "Dry", "locale": "en", "proof": "None", "text": "brolly", "rule": "banned", "how": "line",
    "line": "mug,Clay mug", "slug": "dry", "ends": "2027-01-01", "slot": "headline",
}  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Origin": "https://evil.example"}, "good"),
        ({"Origin": "null"}, "good"),
        ({"Origin": "http://localhost:9999"}, "good"),
        ({}, "good"),
        ({"Sec-Fetch-Site": "cross-site"}, "good"),
        ({"Origin": HOST}, "forged"),
        ({"Origin": HOST}, "another browser's"),
        ({"Origin": HOST}, "none"),
    ],
)
def test_only_this_desks_own_forms_are_taken_at_every_address(untouched, headers, kind):
    desk, project = untouched
    tokens = {
        "good": token(desk),
        "forged": "0" * 64,
        "another browser's": token(TestClient(desk.app, HOST)),
        "none": "",
    }
    places = {"variant": first(project), "step": "name", "name": "0" * 16, "campaign": "campaign_0"}
    addresses = posts(desk.app)
    assert len(addresses) >= 15
    for address in addresses:
        answer = desk.post(address.format(**places), data={**FIELDS, "token": tokens[kind]}, headers=headers)
        assert answer.status_code in ((403, 422) if kind == "none" else (403,)), address
        assert "who" not in answer.cookies, address
    assert not project.store.decisions.all()
    assert not project.store.edits.all()
    assert len(project.store.campaigns.all()) == 1
    assert not (project.state / "edits").exists()
    assert not (project.state / "beginning.json").exists()


HUGE = "9" * 30


@pytest.mark.parametrize("value", ["%00", "-1", HUGE, "x" * 12_000, "%ed%a0%80", "%0d%0aSet-Cookie:a=b", "<i>%22'"])
def test_no_parameter_breaks_a_screen_or_becomes_markup(untouched, value):
    desk, project = untouched
    piece = f"/variants/{first(project)}"
    for address in (
        f"/?market={value}&state={value}&campaign={value}", f"/grid?campaign={value}", f"/results?market={value}",
        f"/results?test={value}", f"/style?market={value}", f"/facts?sku={value}", f"/facts?last={value}",
        f"/library?role={value}&language={value}&product={value}&words={value}", f"/library?before={value}",
        f"/brand?last={value}", f"/new?product={value}&lines={value}", f"/new?name={value}&day={value}",
        f"/you?back={value}", f"{piece}?state={value}", f"{piece}/versions?against={value}", f"/campaigns/{value}",
        f"/library/{value}", f"/variants/{value}", f"/new/product/{value}", f"/v1/publications?limit={value}",
    ):  # fmt: skip
        answer = desk.get(address)
        assert answer.status_code in (200, 404, 422), address[:60]
        assert "<i>" not in answer.text, address[:60]
        assert "a" not in answer.cookies, address[:60]


def test_a_file_that_cannot_be_read_says_so_and_names_no_path(tmp_path):
    project = make_project(tmp_path / "acme")
    (project.root / "checks").mkdir(exist_ok=True)
    (project.root / "checks/policy.toml").write_text("[[people]\n")
    fill(project)
    for address in ("/", "/new", "/brand"):
        answer = client_of(project).get(address)
        assert answer.status_code == 409
        assert "the terminal that runs the desk says which" in answer.text
        assert str(tmp_path) not in answer.text
    project.close()


def test_the_token_outlives_a_restart(desk, project):
    kept = token(desk)
    again = client_of(project)
    again.cookies.update(desk.cookies)
    assert token(again) == kept
    assert oct((project.state / "desk.key").stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.nip.io", ""]
)
def test_a_name_that_was_pointed_here_is_refused(untouched, host):
    desk, _ = untouched
    answer = desk.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "umbrella" not in answer.text


@pytest.mark.parametrize(
    ("host", "configured", "answers"),
    [
        ("127.0.0.1:8765", "127.0.0.1", True),
        ("[::1]:8765", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("desk.acme.example:443", "desk.acme.example", True),
        ("10.0.0.7:8765", "0.0.0.0", True),
        ("10.0.0.7:8765", "127.0.0.1", False),
        ("acme.example", "0.0.0.0", False),
    ],
)
def test_the_desk_answers_to_loopback_and_to_what_was_configured(host, configured, answers):
    assert answers_to(host, [configured]) is answers


@given(st.text(max_size=40))
def test_no_host_header_breaks_the_check(header):
    assert answers_to(header, ["127.0.0.1"]) in (True, False)


@pytest.mark.parametrize(
    "status", ["/", "/grid", "/nope", "/variants/nope", "/v1/queue", "/v1/nope", "/static/desk.js"]
)
def test_every_answer_carries_the_strict_headers(untouched, status):
    desk, _ = untouched
    headers = desk.get(status).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_no_page_asks_another_host_or_writes_script_or_style_inline(untouched):
    desk, project = untouched
    for address in ("/", "/grid", "/results", "/style", "/runs", "/new", "/you", f"/variants/{first(project)}"):
        text = desk.get(address).text
        assert not re.search(r'(src|href)="(https?:)?//', text), address
        assert " style=" not in text
        assert not re.search(r"<script(?! src=)", text)
        assert not re.search(r"\son\w+=", text)


def test_html_in_copy_names_and_reasons_is_shown_and_never_run(tmp_path):
    project = make_project(tmp_path / "hostile")
    hostile = tuple((m, f"{SCRIPT}\n{m}", f"{SCRIPT} 410 g") for m, _, _ in LINES)
    fill(project, hostile, name=SCRIPT, stopped=None)
    client = client_of(project)
    sit_down(client, who=SCRIPT[:64])
    variant = first(project)
    client.post("/new", data={"token": token(client), "product": SCRIPT, "name": SCRIPT, "lines": "1"}, headers=HERE)
    decide(client, variant, "change", reason=SCRIPT)
    for address in ("/?state=all", "/grid", "/runs", f"/variants/{variant}", "/you", "/results"):
        text = client.get(address).text
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address
    shown = Page(client.get(f"/variants/{variant}").text)
    assert SCRIPT in shown.said
    assert all("onerror" not in tag for _, tag in shown.tags)
    project.close()


@pytest.mark.parametrize(
    "name",
    [
        "../../styleloop.toml",
        "..%2f..%2fstyleloop.toml",
        "%2e%2e/desk.key",
        "desk.key",
        "a" * 64,
        "A" * 64,
        "0" * 63 + "g",
    ],
)
def test_pictures_are_named_by_their_hash_and_by_nothing_else(untouched, name):
    desk, _ = untouched
    for folder in ("pictures", "thumbs"):
        answer = desk.get(f"/{folder}/{name}")
        assert answer.status_code == 404
        assert "[run]" not in answer.text


def test_a_blob_that_is_no_picture_is_not_shown(untouched):
    desk, project = untouched
    for data in (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"PK\x03\x04" + b"0" * 99):
        assert desk.get(f"/pictures/{project.store.blobs.put(data)}").status_code == 415


def test_a_drawing_is_shown_only_as_pixels(untouched):
    desk, project = untouched
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>'
    answer = desk.get(f"/thumbs/{project.store.blobs.put(drawing)}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8\xff")


def test_a_picture_changed_on_the_disk_is_not_shown(desk, project):
    sha = project.store.variants.all()[0].rendering.file
    (project.state / "blobs" / sha[:2] / sha[2:]).write_bytes(b"\xff\xd8\xff other")
    assert desk.get(f"/pictures/{sha}").status_code == 410


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_nobody_is_sent_to_another_site(back):
    assert inside(back) == "/"


def test_errors_tell_no_passwords_and_no_traces(desk, project):
    with project.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE variants")
    for address in ("/", "/v1/queue"):
        answer = desk.get(address)
        assert answer.status_code == 503
        assert "no such table" not in answer.text
        assert "SELECT" not in answer.text
        assert "Traceback" not in answer.text
    assert "hunter2" not in told(StoreError("cannot open postgresql://styleloop:hunter2@db.internal/desk"))
    assert told(PolicyError("the role x may not")) == "the role x may not"


def test_what_nobody_expected_is_answered_without_a_trace(project):
    app = create_app(project)
    app.add_api_route("/v1/broken", lambda: 1 / 0)
    client = TestClient(app, base_url=HOST, raise_server_exceptions=False)
    answer = client.get("/v1/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "division" not in answer.text


@pytest.mark.parametrize(
    ("address", "status"), [("/v1/nope", 404), ("/v1/variants/nope", 404), ("/v1/publications?limit=many", 422)]
)
def test_the_api_answers_failures_as_problem_json(untouched, address, status):
    desk, _ = untouched
    answer = desk.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["detail"]


def test_pages_answer_failures_for_people(untouched):
    desk, _ = untouched
    assert "There is nothing at this address." in Page(desk.get("/nope").text).said
    assert desk.get("/approve").status_code == 405
    missing = desk.get("/variants/nope")
    assert missing.status_code == 404
    assert "No piece is named nope." in Page(missing.text).said


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70), st.just("warn")), max_size=5))
def test_marking_words_never_loses_or_doubles_one(text, spans):
    assert "".join(words for _, words in marked(text, spans)) == text
