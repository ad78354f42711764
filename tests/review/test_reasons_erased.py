"""A reason that names somebody can be erased, and the chain that it was part of still holds."""

import json

import pytest
import sqlalchemy as sa
from reviewed_project import AT, ME, campaign, english, make_project
from typer.testing import CliRunner

from styleloop.app import trail
from styleloop.app.reasons import reasons
from styleloop.app.shipping import Person, decide
from styleloop.app.trailfiles import export, verify_file, verify_project
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.types.review import ERASED, Decision

NAMED, OTHER = "Ann Example asked for it; ask Ann.", "Say what it weighs."


@pytest.fixture
def project(tmp_path):
    made = make_project(tmp_path / "project")
    yield made
    made.close()


def said(project, *words):
    done = CliRunner().invoke(app, [*map(str, words), "-C", str(project.root)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return " ".join(done.stdout.split())


def kept(project) -> str:
    """Everything in the database, as text."""
    with project.store.engine.connect() as here:
        return "\n".join(here.connection.driver_connection.iterdump())


def test_a_name_is_erased_from_every_reason_and_the_chain_holds(project, tmp_path):
    first, second = english(project)
    trail.name(project, "p-9", "Ann Example")
    told = decide(project, first.id, ME, "change", reason=NAMED)
    assert len(told) == 2, "both sizes, each with the reason"
    decide(project, second.id, Person("p-4", "architect"), "reject", reason=OTHER)
    assert project.store.decisions.get(told[0].id) == told[0], "kept apart, and read as it was given"
    older = export(project, tmp_path / "older.jsonl")
    assert "Ann" not in older.file.read_text("utf-8"), "the chain holds no words"
    assert NAMED in older.reasons.read_text("utf-8")
    assert verify_file(older.file, older.public_key).notes == ()
    notes = reasons(project, campaign(), "en-GB")
    assert not any("Ann Example" in note for note in notes), "a brief is for good: it knows people by their ids"
    would = said(project, "trail", "erase", "p-9", "--dry-run")
    assert (
        would
        == "The name behind p-9 would be erased. The words of 2 reasons that name the person would be erased, too."
    )
    assert NAMED in kept(project)
    assert "2 reasons that name the person are erased" in said(project, "trail", "erase", "p-9", "--who", "p-4")
    assert "Ann" not in kept(project).replace("Ann-", ""), "neither the name nor a part of it is anywhere"
    files = b"".join(path.read_bytes() for path in project.state.glob("styleloop.db*"))
    assert b"Ann Example" not in files, "nor in a page of the database that is free now"
    assert OTHER in kept(project)
    assert {d.reason for d in project.store.decisions.all()} >= {ERASED, OTHER}
    checked = verify_project(project)
    assert checked.holds
    assert checked.notes == ("reason erased, or not here: entries 2, 3",), checked.notes
    assert ERASED in said(project, "trail", "--json")
    newer = export(project, tmp_path / "newer.jsonl")
    assert verify_file(newer.file, newer.public_key).holds
    assert verify_file(older.file, older.public_key).holds, "an older export holds as it did"
    assert "Ann" not in newer.reasons.read_text("utf-8")


def test_one_reason_is_erased_by_its_entry_with_those_that_repeat_it(project):
    first = english(project)[0]
    decide(project, first.id, ME, "reject", reason="Told by somebody in the lift.")
    rows = [row["seq"] for row in project.store.trail.rows("decision")]
    assert said(project, "trail", "erase", rows[0]) == (
        f"The reason of entry {rows[0]}, and 1 that repeat it is erased; the trail holds as before."
    )
    assert "lift" not in kept(project)
    assert verify_project(project).holds
    for entry in (rows[0], 99):
        with pytest.raises(InputError):
            trail.erase_reason(project, entry)


def test_other_words_in_place_of_a_reason_are_told_of(project, tmp_path):
    decide(project, english(project)[0].id, ME, "reject", reason=OTHER)
    made = export(project, tmp_path / "trail.jsonl")
    made.reasons.write_text(made.reasons.read_text("utf-8").replace("weighs", "costs"), "utf-8")
    assert "the words of its reason are not those that were sealed" in verify_file(made.file, made.public_key).breaks[0]
    made.reasons.write_text('{"salt":1}\n', "utf-8")
    with pytest.raises(InputError, match="holds no reason"):
        verify_file(made.file, made.public_key)
    made.reasons.unlink()
    assert verify_file(made.file, made.public_key).holds, "the chain needs no words"
    with project.store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE reasons SET words = 'It costs.'"))
    assert not verify_project(project).holds


def test_what_was_decided_before_reasons_were_kept_apart_still_counts(project):
    first = english(project)[0]
    old = Decision(
        variant=first.id, seal=first.seal, market=first.market, action="reject", who="p-17", role="architect",
        reason=NAMED, at=AT,
    )  # fmt: skip
    project.store.decisions.add([old])
    assert project.store.decisions.get(old.id) == old
    assert "sealed" not in json.dumps(project.store.trail.rows("decision")[0]["body"])
    assert verify_project(project).holds
    trail.name(project, "p-9", "Ann Example")
    done = trail.erase(project, "p-9")
    assert (done.name, done.reasons, done.older) == (True, 0, (project.store.trail.rows("decision")[0]["seq"],))


@pytest.mark.parametrize(("words", "so"), [("ask ann.", True), ("Annual report", False), ("Jo said", False)])
def test_a_part_of_a_name_counts_as_a_whole_word(words, so):
    assert trail.names(words, "Ann Jo Example") is so
