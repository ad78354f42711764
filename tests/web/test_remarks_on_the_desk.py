"""What a person meets on the desk: one remark for one fault, the order of the queue, what would be held back."""

import json
import re

import pytest
from desk_client import HERE, Page, client_of, decide, page, sit_down, token
from small_desk import AT, LINES, PRODUCT, fill, make_project, stop_on
from typer.testing import CliRunner

from styleloop.app.editing import fixed
from styleloop.app.shipping import lines_of
from styleloop.cli.main import app
from styleloop.review import remarks, together
from styleloop.types.audit import Span
from styleloop.types.review import Edit


@pytest.fixture(scope="module")
def furnish():
    return lambda project: fill(project, drawable=True)


def repeated(project):
    """The stopped line, whose caption repeats the body and its fault."""
    line = next(x for x in lines_of(project) if x.state == "blocked")
    for piece in line.variants:
        one = stop_on(piece.id, piece.words.text("caption"))
        span = Span(**{**one.span.model_dump(), "slot": "caption"})
        project.store.findings.add([type(one).model_validate({**one.model_dump(exclude={"id"}), "span": span})])
    return next(x for x in lines_of(project) if x.line == line.line)


def test_a_fault_that_the_caption_repeats_is_one_remark_everywhere(desk, project):
    line = repeated(project)
    first = line.variants[0]
    own = [f for f in line.findings if f.subject == first.id]
    assert (len(line.findings), len(own)) == (6, 2)
    shown = desk.get(f"/variants/{first.id}").text
    assert shown.count('name="dismissed"') == 1
    assert "claims, body, caption" in Page(shown).said
    assert "1 remark" in page(desk, "/").said
    told = CliRunner().invoke(app, ["review", line.line, "--project", str(project.root)])
    assert told.output.count("“14 hours” is not") == 1, told.output
    given = [
        "--approve",
        "--dismiss",
        line.findings[-1].id,
        "--reason",
        "Own test.",
        "--who",
        "ada",
        "--role",
        "architect",
    ]
    would = CliRunner().invoke(app, ["review", line.line, *given, "--dry-run", "--json", "-C", str(project.root)])
    assert set(json.loads(would.output)[0]["dismissed"]) == {f.id for f in own}, would.output
    assert [len(group) for group in remarks(line.findings)] == [6]
    assert fixed(project, first.id, own[0].id)["caption"] == fixed(project, first.id, own[1].id)["body"]
    box = re.search(r'name="dismissed" value="([^"]+)"', shown)[1]
    assert decide(desk, first.id, "approve", dismissed=box, reason="Own test.").status_code == 303
    kept = project.store.decisions.all(variant=first.id)[0]
    assert set(kept.dismissed) == {f.id for f in own}
    assert "1 remark set aside" in page(desk, f"/variants/{first.id}").said


def test_what_says_the_same_is_set_aside_together_and_nothing_else_is():
    one, other = stop_on("variant_1", "for 14 hours"), stop_on("variant_1", "Up to 14 hours")
    apart = stop_on("variant_1", "for 14 hours").model_copy(update={"id": "finding_x", "rule": "another"})
    assert set(together([one, other, apart], [other.id])) == {one.id, other.id}
    assert together([one], ["finding_0"]) == ("finding_0",)


def heavier(project):
    """Another weight among the facts, once the lines have been written."""
    fact = PRODUCT.facts[0].model_copy(update={"number": 480})
    project.store.products.add([PRODUCT.model_copy(update={"facts": (fact,)})])


def test_what_publishing_would_hold_back_is_told_before_anybody_approves(desk, project):
    line = next(x for x in lines_of(project) if x.market == "de-DE")
    assert "No objection from" in page(desk, f"/variants/{line.variants[0].id}").said
    assert decide(desk, line.variants[0].id, "approve").status_code == 303
    assert "no longer holds" not in page(desk, "/?state=approved").said
    heavier(project)
    said = page(desk, f"/variants/{line.variants[1].id}?state=all").said
    assert "It would be held back today" in said
    assert "what it rests on has changed since: fact: weight (" in said
    assert "styleloop run --product umbrella" in said
    assert "No objection" not in said
    assert "no longer holds" in page(desk, "/?state=approved").said
    resting = [x for x in lines_of(project) if any(project.store.drafts.get(x.line).filled)]
    assert page(desk, "/grid").said.count("no longer holds") == len(resting) == 3
    project.store.products.add([PRODUCT])
    assert "no longer holds" not in page(desk, "/grid").said


def group(desk, stated: int):
    campaign = re.search(r'name="campaign" value="(\w+)"', desk.get("/").text)[1]
    data = {"token": token(desk), "campaign": campaign, "stated": str(stated)}
    return desk.post("/approve", data=data, headers=HERE)


def test_the_whole_group_is_approved_without_what_no_longer_holds(tmp_path):
    project = make_project(tmp_path / "acme")
    fill(project, (*LINES, ("en-GB", "Dry is a decision.", "Umbrella, and ribs.")))
    desk = client_of(project)
    sit_down(desk)
    assert "Approve 12 " in page(desk, "/").said, "three lines and the new one; nothing that a check stops"
    heavier(project)
    said = page(desk, "/").said
    assert "Approve 3 " in said, "what is on the button is what the button does"
    assert "9 formats left out: what it rests on has changed since: fact: weight (" in said
    old = group(desk, 12)
    assert old.status_code == 409
    assert "the button said Approve 12, but 3 can be approved now" in Page(old.text).said
    assert not project.store.decisions.count()
    assert group(desk, 3).status_code == 303
    after = page(desk, "/").said
    assert "Approved 3 formats. 9 formats left out: what it rests on has changed since: fact: weight (" in after
    assert {x.state for x in lines_of(project) if x.headline.startswith("Dry")} == {"approved"}
    assert "Approve " not in re.sub("Approved", "", after), "no button where nothing can be approved at once"
    told = CliRunner().invoke(
        app, ["review", "--approve-all", "--who", "ada", "--role", "architect", "-C", str(project.root)]
    )
    assert "Approve 0; 9 left out: what it rests on has changed since" in " ".join(told.output.split())
    project.close()


def test_the_next_line_is_the_next_that_the_queue_showed(desk, project):
    fill(project, [("en-GB", "Dry is a decision.", "Umbrella. 410 g, and ribs.")], name="second", stopped=None)
    shown = re.findall(r'<a class="open" href="(/variants/\w+)"', desk.get("/").text)
    assert len(shown) == 5
    at, met = shown[1], [shown[1]]
    for _ in shown[2:]:
        at = decide(desk, at.rpartition("/")[2], "reject", reason="No.").headers["location"]
        met.append(at)
    assert met == shown[1:]
    assert decide(desk, at.rpartition("/")[2], "reject", reason="No.").headers["location"] == shown[0], (
        "what was passed over"
    )


def test_that_somebody_else_must_approve_is_said_beforehand(desk, project):
    (project.root / "checks").mkdir(exist_ok=True)
    (project.root / "checks" / "policy.toml").write_text("[[approval]]\nfour_eyes = true\n", "utf-8")
    line = next(x for x in lines_of(project) if x.state == "waiting")
    new, words = line.variants[0].id, line.variants[0].words
    wrote = Edit(
        before=words, after=words, reason="", who="ada", role="architect",
        market=line.market, variant=new, line="draft_1", made=line.line, at=AT,
    )  # fmt: skip
    project.store.edits.add([wrote])
    assert "Ada wrote or edited this line" in page(desk, f"/variants/{new}").said
    sit_down(desk, "grace")
    assert "wrote or edited this line" not in page(desk, f"/variants/{new}").said
