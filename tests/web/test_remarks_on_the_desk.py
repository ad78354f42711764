"""What a person meets on the desk: one remark for one fault, the order of the queue, what would be held back."""

import json
import re

import pytest
from desk_client import Page, client_of, decide, page, sit_down
from small_desk import fill, make_project, stop_on
from typer.testing import CliRunner

from styleloop.app.editing import fixed
from styleloop.app.shipping import lines_of
from styleloop.cli.main import app
from styleloop.review import remarks, together
from styleloop.types.audit import Span


@pytest.fixture
def project(tmp_path):
    made = make_project(tmp_path / "acme")
    fill(made, drawable=True)
    yield made
    made.close()


@pytest.fixture
def desk(project):
    client = client_of(project)
    sit_down(client)
    return client


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
