"""Versions of pieces: restyled, resized, parent linked, found when they stand already, told in words and pictures."""

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from styleloop.adapters.cards.changed import changed
from styleloop.app import comparing, diverging, flow
from styleloop.app.brand import DATA
from styleloop.app.explaining import explain, sentences
from styleloop.app.learning import plan_tests
from styleloop.app.project import Project
from styleloop.app.shipping import Person, decide, standing
from styleloop.app.versions import Asked, plan
from styleloop.app.wishes import wish
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.types.style import Effect

ADA = Person("ada", "architect")
NEEDY = '\n[likes]\nneeds = ["photo"]\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory, english_sample):
    """One campaign of one English line in two formats, by the sample brand; nothing is decided."""
    root = tmp_path_factory.mktemp("versions") / "project"
    english_sample(root)
    (root / "styleloop.toml").write_text(
        '[run]\nplacements = ["square", "wide"]\nmarkets = ["en-GB"]\nlines = 1\ntemplate = "split"\n'
        '[plugins]\nembedder = "none"\n',
        "utf-8",
    )
    _template(root, "studio", NEEDY)
    _template(root, "panel", "")
    made = Project(root)
    flow.ingest(made, [])
    flow.campaign(made, wish(made, "flask", name="launch"))
    yield made
    made.close()


def _template(root, name, more):
    """The split template under another name, as a designer's own."""
    shipped = DATA / "templates" / "split"
    folder = root / "templates" / name
    folder.mkdir(parents=True)
    for file in shipped.glob("*"):
        if file.name != "template.toml":
            (folder / file.name).write_bytes(file.read_bytes())
    said = (shipped / "template.toml").read_text("utf-8").partition("[likes]")[0].replace('"split"', f'"{name}"', 1)
    (folder / "template.toml").write_text(said + more, "utf-8")


def originals(project):
    campaign = next(c.id for c in project.store.campaigns.all() if c.name == "launch")
    return {v.placement: v for v in project.store.variants.all(campaign=campaign) if not v.parent}


def make(project, **asked):
    return flow.versions(project, Asked(**asked))


def made_by(project, done):
    return [project.store.variants.get(m["variant"]) for line in done["lines"] for m in line["made"]]


def test_a_restyled_line_keeps_brief_and_words_and_waits_whatever_was_approved(project):
    square = originals(project)["square"]
    decide(project, square.id, ADA, "approve")
    pieces = made_by(project, make(project, verb="restyle", target=square.line, template="panel"))
    assert {p.placement: p.parent for p in pieces} == {p: v.id for p, v in originals(project).items()}
    for piece in pieces:
        assert piece.words == square.words
        assert piece.provenance.brief == square.provenance.brief
        assert piece.provenance.template.startswith("panel@")
        assert piece.line != square.line
        assert standing(project, piece) is None
        assert project.store.findings.all(subject=piece.id) is not None
    assert standing(project, square).action == "approve"
    # what is approved on the original from now on is not handed to its restyled sister either
    decide(project, originals(project)["wide"].id, ADA, "approve")
    assert all(standing(project, piece) is None for piece in pieces)
    decide(project, pieces[0].id, ADA, "reject", reason="too quiet")
    assert standing(project, square).action == "approve"


def test_the_same_wish_twice_makes_nothing_new_and_the_way_back_finds_the_original(project):
    square = originals(project)["square"]
    first = make(project, verb="restyle", target=square.id, tone="slate")
    [piece] = made_by(project, first)
    count = project.store.variants.count()
    again = make(project, verb="restyle", target=square.id, tone="slate")
    assert made_by(project, again) == []
    assert [p["standing"] for line in again["lines"] for p in line["pieces"]] == [piece.id]
    back = make(project, verb="restyle", target=piece.id, tone=project.store.drafts.get(square.line).tone)
    assert [p["standing"] for line in back["lines"] for p in line["pieces"]] == [square.id]
    assert project.store.variants.count() == count
    assert plan(project, Asked(verb="restyle", target="launch")).pieces == 0  # the style that speaks made it already


def test_a_restyled_line_is_tested_against_its_original_and_is_no_new_line_of_the_batch(project):
    campaign = wish(project, "flask", name="twins", placements=("square",))
    flow.campaign(project, campaign)
    [first] = project.store.variants.all(campaign=campaign.id)
    before = diverging.report(project, "en-GB", campaign).batches[-1]
    [second] = made_by(project, make(project, verb="restyle", target=first.id, template="panel"))
    assert diverging.report(project, "en-GB", campaign).batches[-1] == before
    for piece in (first, second):
        decide(project, piece.id, ADA, "approve")
    [test] = plan_tests(project, campaign)
    assert [arm.subject for arm in test.arms] == [first.id, second.id]
    assert test.control == test.arms[0].name


def test_another_style_version_changes_what_the_style_asks_of_pictures(project):
    square = originals(project)["square"]
    spoken = project.store.styles.get(square.provenance.style)
    larger = Effect(
        measure="layout.headline_size", mean=-0.2, sd=0.01, low=-0.25, high=-0.15, spread=0.02, tests=9, verdict="hurts"
    )
    said = spoken.model_dump(exclude={"id"}) | {"parent": spoken.id, "effects": [*spoken.effects, larger]}
    style = type(spoken).model_validate(said)
    project.store.styles.add([style])
    [piece] = made_by(project, make(project, verb="restyle", target=square.id, style=style.id))
    assert piece.provenance.style == style.id
    words = [c.words for c in comparing.changes(project, square, piece)]
    assert any(word.startswith("the style asks for the headline smaller") for word in words)
    sizes = [next(f.size for f in v.rendering.facts if f.slot == "headline") for v in (square, piece)]
    assert sizes[1] < sizes[0]
    assert [s.style for s in project.store.scores.all(subject=piece.line)] == [style.id]


def test_a_line_in_a_further_format_is_the_same_line_and_waits(project):
    wide = originals(project)["wide"]
    done = make(project, verb="resize", target=wide.line, to=("x-wide", "square"))  # square stands already
    [piece] = made_by(project, done)
    assert (piece.line, piece.parent) == (wide.line, wide.id)
    assert piece.provenance.template == wide.provenance.template
    assert standing(project, piece) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"verb": "restyle", "target": "nothing"}, "nothing has that name"),
        ({"verb": "restyle", "target": "launch", "template": "spilt"}, "no such template.*expected: .*split"),
        ({"verb": "restyle", "target": "launch", "tone": "mauve"}, "no such palette.*moss"),
        ({"verb": "restyle", "target": "launch", "tone": "ember"}, "cannot be read on its own ground.*moss"),
        ({"verb": "restyle", "target": "launch", "style": "style_0"}, "no such style version"),
        ({"verb": "resize", "target": "launch", "to": ("poster",)}, "no such format.*square"),
        ({"verb": "resize", "target": "launch", "to": ("google-search",)}, "words alone has no picture"),
        ({"verb": "resize", "target": "launch"}, "no format is given"),
    ],
)
def test_what_cannot_be_asked_for_is_told_with_what_can(project, asked, said):
    with pytest.raises(InputError, match=said):
        plan(project, Asked(**asked))


def test_a_template_that_needs_what_the_line_has_not_is_refused_with_the_cure(project):
    done = make(project, verb="restyle", target="launch", template="studio")
    assert made_by(project, done) == []
    assert re.search(
        r"studio does not take this line: it needs a photograph; expected: one of .*split", done["refusals"][0]
    )
    assert "--template" in done["refusals"][0]


def test_auto_chooses_a_template_per_line_and_why_says_so(project):
    square = originals(project)["square"]
    planned = plan(project, Asked(verb="restyle", target=square.id, template="auto"))
    [line] = planned.lines
    assert line.draft.template == line.template
    assert any("studio left out: it needs a photograph" in why for why in line.draft.template_why)
    campaign = wish(project, "flask", name="by itself", placements=("square",), template="auto", lines=2)
    made = flow.campaign(project, campaign)["en-GB"]["lines"]
    assert len({project.store.drafts.get(name).template for name in made}) == 2
    piece = project.store.variants.all(line=made[0])[0]
    said = "\n".join(sentences(explain(project, piece.id)))
    assert f"template {piece.provenance.template}" in said
    assert "  because " in said


def test_why_tells_the_chain_with_what_changed_at_each_step(project):
    square = originals(project)["square"]
    [restyled] = made_by(project, make(project, verb="restyle", target=square.id, tone="moss", template="panel"))
    [resized] = made_by(project, make(project, verb="resize", target=restyled.id, to=("x-wide",)))
    answer = explain(project, resized.id)
    assert [link["variant"] for link in answer["chain"]] == [square.id, restyled.id, resized.id]
    assert {"template", "palette"} <= {c["what"] for c in answer["chain"][1]["changes"]}
    assert "format" in {c["what"] for c in answer["chain"][2]["changes"]}
    said = "\n".join(sentences(answer))
    assert f"first made as {square.id}" in said
    assert "-> moss" in said
    assert explain(project, square.id)["chain"][-1]["changes"] == []


def test_two_versions_on_one_sheet_by_pixel_or_by_part(project, tmp_path):
    square, wide = (originals(project)[name] for name in ("square", "wide"))
    [restyled] = made_by(project, make(project, verb="restyle", target=square.id, tone="weather"))
    told = comparing.compared(project, square, restyled)
    assert told["pixels"]["share"] > 0.2
    file = comparing.keep_sheet(project, square, restyled, tmp_path / "one.png")
    with Image.open(file) as sheet:
        assert min(sheet.size) > 800
    other = comparing.compared(project, square, wide)
    assert other["pixels"] is None
    assert "compared part by part, not pixel by pixel" in comparing.sentences(other)[-1]
    assert any(c["what"] == "slot" and "of the short side" in c["before"] for c in other["changes"])
    with pytest.raises(InputError, match=r"ends in \.png"):
        comparing.keep_sheet(project, square, wide, tmp_path / "one.jpg")


def test_only_what_changed_to_the_eye_is_outlined():
    rng = np.random.default_rng(7)
    ground = rng.integers(90, 160, (60, 80, 1), dtype=np.uint8)
    before = np.repeat(np.repeat(np.repeat(ground, 3, 2), 6, 0), 6, 1)
    saved = io.BytesIO()
    Image.fromarray(before).save(saved, "JPEG", quality=88)
    again = np.asarray(Image.open(saved).convert("RGB"))
    assert changed(before, again).regions == ()
    after = again.copy()
    after[100:160, 200:300] = (220, 30, 40)
    found = changed(before, after)
    [(x0, y0, x1, y1)] = found.regions
    assert np.allclose((x0, y0, x1, y1), (200, 100, 300, 160), atol=8)
    assert found.share == pytest.approx(60 * 100 / before[..., 0].size, rel=0.25)


@pytest.mark.slow
def test_the_commands_of_the_page_on_versions_run(project, tmp_path, monkeypatch):
    """Every `$ styleloop` line of docs/versions.md, with the ids of this project in the place of its names."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "versions.md").read_text("utf-8")
    square, wide = (originals(project)[name].id for name in ("square", "wide"))
    names = {"VARIANT": square, "OTHER": wide, "LINE": originals(project)["square"].line, "CAMPAIGN": "launch"}
    names["STYLE"] = originals(project)["square"].provenance.style
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^\$ styleloop (.+)$", page, re.M)
    assert len(commands) >= 6
    for command in commands:
        words = [names.get(word, word) for word in command.split()]
        asked = [*words, "-C", str(project.root), *(["--dry-run"] if words[0] in ("restyle", "resize") else [])]
        done = CliRunner().invoke(app, asked, catch_exceptions=False)
        assert done.exit_code == 0, f"{command}\n{done.output}"


def test_the_verbs_make_it_durably_and_say_what_came_of_it(project):
    def run(*arguments):
        return CliRunner().invoke(app, [*arguments, "-C", str(project.root)], catch_exceptions=False)

    square = originals(project)["square"]
    first = json.loads(run("restyle", square.id, "--tone", "slate", "--template", "panel", "--json").stdout)
    [piece] = made_by(project, first)
    assert piece.parent == square.id
    again = run("restyle", square.id, "--tone", "slate", "--template", "panel")
    assert "Nothing new: all of it stands already." in again.stdout
    assert f"there already: {piece.id}" in again.stdout
    assert run("restyle", "launch", "--template", "studio").exit_code == 1
