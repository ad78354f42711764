"""What people say of facts: written down, dated, kept over the next reading, and taken back."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from styleloop.app import facts, ingesting, starting
from styleloop.app.factfiles import append, read_rulings, rulings_file
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.cli.main import app
from styleloop.errors import InputError, PolicyError
from styleloop.types.product import Fact
from styleloop.types.ruling import Ruling

ADA = Person("ada", "architect")
FEED = "sku,name,description,price\nmug,Clay mug,{},12.50\njug,Jug,Blue jug.,20\n"
MUG = "Clay mug with a wide handle. Weighs 312 g."
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)


def feed(root, text=MUG):
    (root / "products" / "feed.csv").write_text(FEED.format(f'"{text}"'), "utf-8")


@pytest.fixture
def root(tmp_path):
    starting.start(tmp_path, "blank", "Acme")
    feed(tmp_path)
    return tmp_path


@pytest.fixture
def project(root):
    made = Project(root, lambda: AT)
    ingesting.ingest(made)
    yield made
    made.close()


def status(project, sku="mug"):
    return {one.fact.key: one.fact.status for one in facts.told(project, sku)}


def test_facts_are_listed_with_the_sentence_they_were_read_from(project):
    found = {one.fact.key: one for one in facts.told(project, "mug")}
    assert set(found) == {"material-clay", "part-wide-handle", "measure-weight"}
    assert found["measure-weight"].sentence == ("", "Weighs 312 g", ".")
    assert found["part-wide-handle"].sentence == ("Clay mug with a ", "wide handle", ".")
    assert all(one.waiting for one in found.values())


def test_a_yes_is_written_down_and_outlives_the_next_reading(project, root):
    facts.rule(project, "mug", "measure-weight", "confirm", ADA)
    assert status(project)["measure-weight"] == "confirmed"
    (block,) = tomllib.loads(rulings_file(root).read_text("utf-8"))["rulings"]
    assert (block["action"], str(block["day"]), block["who"]) == ("confirm", "2026-11-30", "ada")
    assert all(f.unchanged for f in ingesting.ingest(project).files[:1]), "the feed is not read again for one yes"
    with (root / "products" / "feed.csv").open("a") as file:
        file.write("bowl,Bowl,Wooden bowl.,9\n")
    ingesting.ingest(project)
    assert status(project)["measure-weight"] == "confirmed"
    assert status(project)["material-clay"] == "stated"


def test_a_file_that_says_otherwise_by_now_is_asked_about_anew(project, root):
    facts.rule(project, "mug", "measure-weight", "confirm", ADA)
    feed(root, MUG.replace("312", "400"))
    ingesting.ingest(project)
    first = facts.told(project)[0]
    assert (first.fact.key, first.fact.number, first.fact.status) == ("measure-weight", 400, "stated")
    assert first.before is not None
    assert first.before.was.number == 312


def test_dropped_is_gone_and_comes_back_when_taken_back(project, root):
    facts.rule(project, "mug", "part-wide-handle", "drop", ADA)
    assert "part-wide-handle" not in status(project)
    feed(root, MUG + " ")
    ingesting.ingest(project)
    assert "part-wide-handle" not in status(project)
    assert [r.key for r in facts.dropped(project, "mug")] == ["part-wide-handle"]
    facts.rule(project, "mug", "part-wide-handle", "undo", ADA)
    assert status(project)["part-wide-handle"] == "stated"
    assert len(read_rulings(rulings_file(root))[0]) == 2, "nothing is ever taken out of the file"


def test_an_edit_is_confirmed_and_its_number_follows_its_words(project):
    facts.rule(project, "mug", "measure-weight", "edit", ADA, label="Weighs 330 g")
    fact = next(one.fact for one in facts.told(project, "mug") if one.fact.key == "measure-weight")
    assert (fact.number, fact.status, dict(fact.labels)["en"]) == (330, "confirmed", "Weighs 330 g")
    facts.rule(project, "mug", "measure-weight", "edit", ADA, label="Weighs 331 g")
    facts.rule(project, "mug", "measure-weight", "undo", ADA)
    assert next(o.fact.number for o in facts.told(project, "mug") if o.fact.key == "measure-weight") == 330
    facts.rule(project, "mug", "measure-weight", "undo", ADA)
    assert status(project)["measure-weight"] == "stated"
    with pytest.raises(InputError, match="not exactly one"):
        facts.rule(project, "mug", "measure-weight", "edit", ADA, label="Weighs nothing")


def test_what_may_not_be_is_refused_in_words(project, root):
    with pytest.raises(PolicyError, match=r"decides in no market.* do: .*, architect"):
        facts.rule(project, "mug", "measure-weight", "confirm", Person("eve", "intern"))
    with pytest.raises(InputError, match=r"no such fact.*material-clay"):
        facts.rule(project, "mug", "zorb", "confirm", ADA)
    with pytest.raises(InputError, match="taken back"):
        facts.rule(project, "mug", "measure-weight", "undo", ADA)
    facts.rule(project, "mug", "measure-weight", "confirm", ADA, dry_run=True)
    assert not rulings_file(root).exists()


def test_one_block_that_cannot_be_read_leaves_the_others(project, root):
    facts.rule(project, "mug", "measure-weight", "confirm", ADA)
    with rulings_file(root).open("a") as file:
        file.write('\n[[rulings]]\nsku = "mug"\nkey = "material-clay"\naction = "praise"\n')
    (refused,) = ingesting.ingest(project).refusals
    assert "ruling 2" in str(refused)
    assert status(project)["measure-weight"] == "confirmed"


def test_a_sheet_adds_what_it_states_and_refuses_rows_of_unknown_products(project, root):
    rows = "sku,key,value,unit\nmug,Weight,999,g\nmug,Capacity,350,ml\njug,Material,Zorb,\nnobody,Weight,1,g\n"
    (root / "products" / "specs.csv").write_text(rows)
    report = ingesting.ingest(project)
    assert [r.subject for r in report.refusals] == ["nobody"]
    found = {one.fact.key: one.fact for one in facts.told(project, "mug")}
    assert found["measure-weight"].number == 312, "what was known wins"
    assert (found["measure-capacity"].number, found["measure-capacity"].source) == (350, "products/specs.csv, row 3")
    assert any("1 of 4 rows" in note for note in report.notes)


def test_typed_facts_win_by_what_they_are_about_unless_they_are_all(project, root):
    typed = (
        '[[products]]\nsku = "mug"\n{}[[products.facts]]\nkey = "weight"\nkind = "measure"\nnumber = 95\nunit = "g"\n'
    )
    (root / "products" / "products.toml").write_text(typed.format(""))
    ingesting.ingest(project)
    assert set(status(project)) == {"weight", "material-clay", "part-wide-handle"}
    (root / "products" / "products.toml").write_text(typed.format("only_these_facts = true\n"))
    ingesting.ingest(project)
    assert set(status(project)) == {"weight"}


def test_one_wrong_product_is_refused_by_itself(project, root):
    (root / "products" / "products.toml").write_text(
        '[[products]]\nsku = "mug"\nweight = 3\n\n[[products]]\nsku = "jug"\ncategory = "kitchen"\n'
    )
    (refused,) = ingesting.ingest(project).refusals
    assert refused.subject == "mug"
    assert "weight" in str(refused)
    jug = project.store.products.find("jug")
    assert jug is not None
    assert jug.category == "kitchen"


@settings(max_examples=15, deadline=None)
@given(
    text=st.text(min_size=1, max_size=40).filter(lambda t: t.isprintable() or "\x7f" in t or "\n" in t),
    number=st.none() | st.floats(min_value=0.01, max_value=1e6),
)
def test_whatever_a_fact_says_is_read_as_it_was_written(tmp_path_factory, text, number):
    path = tmp_path_factory.mktemp("rulings") / "products" / "facts.toml"
    was = Fact(key="k", kind="measure", labels=(("en", text),), number=number, evidence=text, unit="g")
    ruling = Ruling(sku=text, key="k", action="confirm", day=AT.date(), who="ada", role="architect", was=was)
    append(path, [ruling])
    append(path, [ruling])
    assert read_rulings(path) == ((ruling, ruling), ())


def test_the_verb_lists_confirms_and_takes_back(project, root):
    def said(*words, code=0):
        done = CliRunner().invoke(app, ["facts", *words, "-C", str(root)])
        assert done.exit_code == code, done.output
        return done.output

    assert "3 facts; 3 wait" in said("mug")
    assert [row["key"] for row in json.loads(said("jug", "--json"))] == ["colour-blue"]
    who = ("--who", "ada", "--role", "architect")
    assert "Would be confirmed" in said("confirm", "mug", "measure-weight", *who, "--dry-run")
    assert "Now confirmed" in said("confirm", "mug", "measure-weight", *who)
    assert "ada," in said("mug")
    assert "Now dropped" in said("drop", "mug", "material-clay", *who)
    assert "Now stated" in said("undo", "mug", "material-clay", *who)
    assert "measure-weight" not in said("--waiting")
