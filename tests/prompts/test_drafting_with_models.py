"""Frames and models in one pool: a campaign with an echo model, prompts of a project's own, a model that fails."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from spoken_server import speaking

from styleloop.app import drafting, flow, grounding, making
from styleloop.app.explaining import explain, sentences
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
    shutil.rmtree(folder / "brand" / "guidelines")  # reading them takes time, and has tests of its own
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


@pytest.fixture(scope="module")
def brief(root):
    """Three lines for the flask. Made once: looking up passages takes time."""
    made = Project(root)
    found = making.make_brief(made, wish(made, "flask", markets=("en-GB",), placements=("square",), lines=3), "en-GB")
    made.close()
    return found


def drafted(project, brief, ticks=None):
    heard = (lambda *told: ticks.append(told)) if ticks is not None else (lambda *told: None)
    return drafting.written(project, brief, project.store.styles.get(brief.style), 24, heard)


def lines(items):
    return [d.words.text("headline") for d in items if isinstance(d, Draft)]


@pytest.fixture(scope="module")
def before(root, brief):
    """What is drafted where there is no model."""
    made = Project(root)
    found = drafted(made, brief)
    made.close()
    return found


def test_a_project_without_models_drafts_from_its_frames_alone(before):
    assert len(lines(before)) >= 3
    assert not any(d.models for d in before if isinstance(d, Draft))


def test_an_echo_of_the_prompt_never_becomes_copy_and_takes_nothing_from_the_frames(project, brief, before):
    (project.root / "models.toml").write_text(ECHO)
    ticks: list[tuple] = []
    found = drafted(project, brief, ticks)
    assert [d.words.text("headline") for d in found if isinstance(d, Draft) and d.models] == []
    assert lines(found) == lines(before)
    refused = [r for r in found if isinstance(r, Refusal) and r.why.startswith("parrot@1 (")]
    assert refused
    assert all("flask" in r.subject for r in refused)
    assert any(stage == "parrot@1 writes en-GB" for stage, *_ in ticks)


def test_a_prompt_file_of_the_project_is_used_and_a_wrong_one_is_said(project, brief):
    own = project.root / "prompts" / "draft.md"
    own.parent.mkdir(exist_ok=True)
    shipped = drafting.prompt_file(project)
    own.write_text("You are brief.\n---\n" + "\n".join(f"{{{{{gap}}}}}" for gap in drafting.drafts.PLACEHOLDERS))
    assert drafting.prompt_file(project).version != shipped.version
    assert drafting.prompt_file(project).system == "You are brief."
    own.write_text("You are brief.\n---\n{{count}}")
    (project.root / "models.toml").write_text(ECHO)
    with pytest.raises(SettingsError, match=r"prompts/draft\.md: placeholder \{\{audiences\}\} is forgotten"):
        drafted(project, brief)


LONG = "It was cold on Monday, and on Tuesday, and then there was a flask."
SHORT = ("Tea forgets.\nThe flask does not.", "Cold tea sulks.\nThe flask shrugs.", "Rain waits.\nTea does not.")


def says(*headlines: str) -> str:
    return json.dumps({"lines": [dict(headline=h, body="", cta="", caption="", cited=[]) for h in headlines]})


def entry(url: str, **told) -> str:
    fields = {"name": "pen", "adapter": "openai", "model": "pen-7b", "url": url, "tries": 1, "timeout": 10} | told
    return "[[text]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items())


def test_a_model_is_told_in_numbers_what_is_off_and_asked_again(project, brief):
    def reply(number, user):
        return 200, says(*SHORT) if "asked for" in user else says(LONG, "Hot for 99 hours.\nThe flask.")

    with speaking(reply) as (url, prompts):
        (project.root / "models.toml").write_text(entry(url))
        found = drafted(project, brief)
    again = next(user for user in prompts if "asked for" in user)
    told = again.split("<data earlier>")[1].split("</data earlier>")[0]
    assert "14 words, asked for" in told
    assert "'99 hours' is a number that no fact of the product has" in told
    by_model = [d for d in found if isinstance(d, Draft) and d.models]
    assert [d.words.text("headline") for d in by_model][:3] != [LONG]
    assert set(SHORT) <= {d.words.text("headline") for d in by_model}
    assert {d.models for d in by_model} == {("pen-7b",)}
    assert len(prompts) <= (1 + drafting.AGAIN) * 4


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (lambda number, user: (500, "boom"), "pen@"),
        (lambda number, user: (200, "I am sorry, but I cannot."), "not JSON|shape|JSON"),
        (lambda number, user: (200, ""), "pen@"),
        (lambda number, user: (200, says("Hot for 99 hours.")), "99 hours"),
    ],
    ids=["down", "chatty", "silent", "inventing"],
)
def test_a_model_that_fails_costs_the_others_nothing_and_says_why(project, brief, before, reply, said):
    with speaking(reply) as (url, _):
        (project.root / "models.toml").write_text(entry(url))
        found = drafted(project, brief)
    assert lines(found) == lines(before)
    assert any(re.search(said, str(r)) and r.why.startswith("pen@") for r in found if isinstance(r, Refusal))


def test_what_came_before_the_budget_was_spent_is_used_and_the_rest_is_said(project, brief):
    with speaking(lambda number, user: (200, says(SHORT[number % 3]))) as (url, prompts):
        # 400 tokens at most cost 1.00, so there is room for one request, not for two.
        money = {"price_out": 2500.0, "budget": 1.02, "max_tokens": 400}
        (project.root / "models.toml").write_text(entry(url, name="purse", **money))
        found = drafted(project, brief)
    assert len(prompts) == 1
    assert [d.words.text("headline") for d in found if isinstance(d, Draft) and d.models] == [SHORT[0]]
    assert any("budget" in str(r) and r.why.startswith("purse@") for r in found if isinstance(r, Refusal))


def test_lines_of_a_model_stand_in_the_same_pool_and_the_choice_says_so(project, brief):
    with speaking(lambda number, user: (200, says(*SHORT))) as (url, _):
        (project.root / "models.toml").write_text(entry(url))
        made = making.write_lines(project, brief, (), 2, with_proposals=False)
    assert len(made.chosen) == 2
    for draft in made.chosen:
        reasons = "; ".join(draft.chosen_why)
        assert re.search(r"from \d+ lines that are on brand and new: .*\d of pattern@1.*, 3 of pen@", reasons)
        assert "of clicks" in reasons
        assert "from the house style" in reasons


def test_a_campaign_runs_to_the_queue_with_a_model_in_the_project(project, monkeypatch):
    monkeypatch.setattr(grounding, "passage_embedder", lambda: None)  # passages by their words: points take seconds
    (project.root / "models.toml").write_text(ECHO)
    made = flow.campaign(project, wish(project, "flask", markets=("en-GB",), placements=("square",), lines=1))
    assert len(made["en-GB"]["lines"]) == 1
    assert any("parrot@1" in why for why in made["en-GB"]["refusals"])
    drawn = next(v for v in project.store.variants.all() if v.line in made["en-GB"]["lines"])
    said = sentences(explain(project, drawn.id))
    assert any(re.match(r"  because from \d+ lines? that are on brand and new: ", line) for line in said)
    assert any("at this dial" in line for line in said)
    assert any(line.startswith("made by pattern@1") for line in said)
