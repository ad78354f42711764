"""Frames and models in one pool: a campaign with an echo model, prompts of a project's own, a model that fails."""

from __future__ import annotations

import pytest

from styleloop.app import drafting, flow, making
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.errors import SettingsError
from styleloop.types.record import Refusal
from styleloop.types.variant import Draft

ECHO = '[[text]]\nname = "parrot"\nadapter = "echo"\n'


@pytest.fixture(scope="module")
def root(tmp_path_factory, english_sample):
    """The sample brand's English ads, read and fitted."""
    folder = tmp_path_factory.mktemp("brand")
    english_sample(folder)
    toml = folder / "styleloop.toml"
    toml.write_text(toml.read_text("utf-8").replace("[run]", '[run]\nmarkets = ["en-GB"]'), "utf-8")
    project = Project(folder)
    flow.ingest(project, [])
    project.close()
    return folder


@pytest.fixture
def project(root):
    made = Project(root)
    yield made
    made.close()
    for name in ("models.toml", "prompts/draft.md"):
        (root / name).unlink(missing_ok=True)


def drafted(project, ticks=None):
    asked = wish(project, "flask", markets=("en-GB",), placements=("square",), lines=3)
    brief = making.make_brief(project, asked, "en-GB")
    style = project.store.styles.get(brief.style)
    heard = (lambda *told: ticks.append(told)) if ticks is not None else (lambda *told: None)
    return drafting.written(project, brief, style, 24, heard)


def lines(items):
    return [d.words.text("headline") for d in items if isinstance(d, Draft)]


def test_a_project_without_models_drafts_as_ever(project):
    assert drafted(project) == drafted(project)
    assert len(lines(drafted(project))) >= 3


def test_an_echo_of_the_prompt_never_becomes_copy_and_takes_nothing_from_the_frames(project):
    before = lines(drafted(project))
    (project.root / "models.toml").write_text(ECHO)
    ticks: list[tuple] = []
    found = drafted(project, ticks)
    assert [d.words.text("headline") for d in found if isinstance(d, Draft) and d.models] == []
    assert lines(found) == before
    refused = [r for r in found if isinstance(r, Refusal) and r.why.startswith("parrot@1 (")]
    assert refused
    assert all("flask" in r.subject for r in refused)
    assert any(stage == "parrot@1 writes en-GB" for stage, *_ in ticks)


def test_a_campaign_runs_to_the_queue_with_a_model_in_the_project(project):
    (project.root / "models.toml").write_text(ECHO)
    made = flow.campaign(project, wish(project, "flask", markets=("en-GB",), placements=("square",), lines=2))
    assert len(made["en-GB"]["lines"]) == 2
    assert any("parrot@1" in why for why in made["en-GB"]["refusals"])


def test_a_prompt_file_of_the_project_is_used_and_a_wrong_one_is_said(project):
    own = project.root / "prompts" / "draft.md"
    own.parent.mkdir(exist_ok=True)
    shipped = drafting.prompt_file(project)
    own.write_text("You are brief.\n---\n" + "\n".join(f"{{{{{gap}}}}}" for gap in drafting.drafts.PLACEHOLDERS))
    assert drafting.prompt_file(project).version != shipped.version
    assert drafting.prompt_file(project).system == "You are brief."
    own.write_text("You are brief.\n---\n{{count}}")
    (project.root / "models.toml").write_text(ECHO)
    with pytest.raises(SettingsError, match=r"prompts/draft\.md: placeholder \{\{audiences\}\} is forgotten"):
        drafted(project)
