"""The Brand screen: what ends soon first, small edits of the files with an undo, and who may make them."""

import re
from datetime import date

import pytest
from desk_client import HERE, page, sit_down, token
from small_desk import fill, stop_on

from styleloop.app import brandedits
from styleloop.app.shipping import Person, decide, lines_of
from styleloop.errors import InputError, PolicyError
from styleloop.types.audit import Finding

CLAIMS = """\
# What may be said.
[[claims]]
slug = "ended"
proof = "Then"
ends = 2026-08-01
wordings = [{ locale = "en", text = "Once said" }]

[[claims]]
slug = "later"
proof = "Report 7"
ends = 2027-05-01
wordings = [{ locale = "en", text = "Said for long" }]

[[claims]]
slug = "soon"
proof = "Report 8"   # by the laboratory
ends = 2026-09-11
wordings = [{ locale = "en", text = "Said for <i>ten</i> days" }]
"""


@pytest.fixture(scope="module")
def furnish():
    return lambda project: (project.root / "brand/claims.toml").write_text(CLAIMS)


def post(desk, part, **fields):
    return desk.post(f"/brand/{part}", data={"token": token(desk), **fields}, headers=HERE)


def test_what_ends_soon_comes_first_and_markup_in_a_claim_is_text(untouched):
    _, desk = untouched
    text = desk.get("/brand").text
    said = page(desk, "/brand").said
    assert said.index("10 days left, until 2026-09-11") < said.index("242 days left") < said.index("ended 2026-08-01")
    assert "1 claim ends within 30 days" in said
    assert "&lt;i&gt;ten&lt;/i&gt;" in text
    assert "in no post" in said
    assert "<svg" in text
    assert not re.search(r'style="', text), "no style is written into the page"


def test_a_claim_is_added_and_ended_in_its_file_and_taken_back(desk, project):
    file = project.root / "brand/claims.toml"
    answer = post(
        desk,
        "claims",
        wording="Every seam taped",
        locale="en-GB",
        proof="A look inside",
        markets="en-GB",
        ends="2027-01-01",
    )
    assert answer.status_code == 303, answer.text
    assert "Take it back" in desk.get(answer.headers["location"].partition("#")[0]).text
    made = project.kit.claims[-1]
    assert (made.slug, made.markets, made.ends) == ("every-seam-taped", ("en-GB",), date(2027, 1, 1))
    assert "# added by ada, architect, 2026-09-01\n[[claims]]" in file.read_text()
    added = file.read_text()
    post(desk, "claims/end", slug="soon", ends="2026-09-02")
    assert 'proof = "Report 8"   # by the laboratory\nends = 2026-09-02' in file.read_text()
    newest, oldest = brandedits.edits(project)
    assert post(desk, "undo", edit=oldest.id).status_code == 409, "it was changed again since"
    post(desk, "undo", edit=newest.id)
    assert file.read_text() == added
    post(desk, "undo", edit=oldest.id)
    assert file.read_text() == CLAIMS


def test_a_term_and_a_rule(desk, project):
    post(desk, "terms", text="Brolly", rule="preferred", instead="umbrella", locale="en")
    assert (project.kit.terms[-1].text, project.kit.terms[-1].instead) == ("Brolly", "umbrella")
    (project.root / "brand/guidelines/02-voice.md").write_text("# Voice\n\nNever use exclamation marks.\n")
    project.look_again()
    rule = re.search(r'name="rule" value="(rule_\w+)"', desk.get("/brand").text)[1]
    post(desk, "rules", rule=rule, status="confirmed")
    assert [r.id for r in project.kit.rules] == [rule]
    assert "1 rule answered" in page(desk, "/brand").said
    post(desk, "rules", rule=rule, status="dropped")
    assert project.kit.rules == ()


@pytest.mark.parametrize(
    ("part", "fields", "says"),
    [
        ("claims", {"wording": "x", "locale": "en", "proof": ""}, "proof"),
        ("claims", {"wording": "x", "locale": "en", "proof": "y", "ends": "tomorrow"}, "no day"),
        (
            "claims",
            {"wording": "x", "locale": "en", "proof": "y", "starts": "2027-01-02", "ends": "2027-01-01"},
            "before",
        ),
        ("claims", {"wording": "x", "locale": "en", "proof": "y", "markets": "xx-XX"}, "not known"),
        ("claims/end", {"slug": "nobody", "ends": "2027-01-01"}, "no such claim"),
        ("terms", {"text": "revolutionary", "rule": "banned", "locale": "en"}, "already"),
        ("terms", {"text": "x", "rule": "preferred"}, "instead"),
        ("terms", {"text": "x" * 301, "rule": "banned"}, "too many"),
        ("rules", {"rule": "rule_0", "status": "confirmed"}, "no such rule"),
        ("undo", {"edit": "../../x"}, "no such edit"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_and_nothing_is_written(untouched, part, fields, says):
    project, desk = untouched
    before = {p: p.read_bytes() for p in (project.root / "brand").rglob("*.toml")}
    answer = post(desk, part, **fields)
    assert answer.status_code == 422
    assert says in re.search(r'class="refused" role="alert"[^>]*>([^<]*)', answer.text)[1]
    assert before == {p: p.read_bytes() for p in (project.root / "brand").rglob("*.toml")}


def test_who_is_no_architect_sees_and_changes_nothing(desk, project):
    sit_down(desk, "bo", "legal")
    assert "/brand/terms" not in desk.get("/brand").text
    assert post(desk, "terms", text="x", rule="banned").status_code == 409
    data = {"token": "0" * 64, "text": "x", "rule": "banned"}
    assert desk.post("/brand/terms", data=data, headers=HERE).status_code == 403
    assert not brandedits.edits(project)


def test_where_people_are_listed_nobody_else_changes_brand_or_facts(desk, project):
    seats = (
        'who = "bo"\nroles = ["architect"]', 'who = "ada"\nroles = ["architect"]\nuntil = 2026-08-01',
        'who = "eve"\nroles = ["architect"]\nmarkets = ["en-GB"]',
    )  # fmt: skip
    (project.root / "checks").mkdir(exist_ok=True)
    (project.root / "checks/policy.toml").write_text("".join(f"[[people]]\n{seat}\n" for seat in seats))
    for who in ("ada", "zoe", "eve"):
        sit_down(desk, who)
        assert post(desk, "terms", text="x", rule="banned").status_code == 409
        assert "/brand/terms" not in desk.get("/brand").text
        sent = desk.post("/brand/new/name", data={"token": token(desk), "name": "x", "go": "keep"}, headers=HERE)
        assert sent.status_code == 409
        brought = {"token": token(desk), "how": "line", "line": "mug,Clay mug"}
        answer = desk.post("/new/product", data=brought, headers=HERE)
        assert answer.status_code == (303 if who == "eve" else 409), "who decides in one market may state facts"
    assert not brandedits.edits(project)
    sit_down(desk, "bo")
    assert post(desk, "terms", text="x", rule="banned").status_code == 303


def test_a_check_that_is_set_aside_again_and_again_asks_to_be_tuned(desk, project):
    lines = tuple(("en-GB", f"It rained {n}.", f"Umbrella. Holds for 14 hours, {n}.") for n in range(10))
    fill(project, lines, stopped=None)
    claims = next(g for g in project.guardrails if g.name == "claims")
    for size in project.store.variants.all():
        found = stop_on(size.id, size.words.text("body")).model_dump(exclude={"id"})
        project.store.findings.add([Finding.model_validate({**found, "guardrail": f"claims@{claims.version}"})])
    for line in lines_of(project):
        first = line.variants[0]
        found = [f.id for f in project.store.findings.all(subject=first.id)]
        decide(project, first.id, Person("ada", "architect"), "approve", reason="It does.", dismissed=found)
    said = page(desk, "/brand").said
    assert "Ask to be tuned" in said
    assert "styleloop checks explain unsupported-number" in desk.get("/brand").text
    assert "10 of 10, 100 %" in said


def test_an_edit_never_leaves_the_brands_folders(untouched):
    project, _ = untouched
    for file in ("../x.toml", "styleloop.toml", ".styleloop/x", "/etc/passwd"):
        with pytest.raises(InputError):
            brandedits.change(project, file, "x")
    one = brandedits.change(project, "brand/kit.toml", "name = 1")
    ada = Person("ada", "architect")
    with pytest.raises(InputError, match="nothing was written"):
        brandedits.write(project, [one], ada, "breaks it")
    with pytest.raises(PolicyError):
        brandedits.write(project, [one], Person("bo", "reviewer"), "not theirs")
    assert "My brand" in (project.root / "brand/kit.toml").read_text()
