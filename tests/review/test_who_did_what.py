"""Deciding at once, out of order and on what is no longer there; what is remembered, carried on, asked for and told."""

import json
import threading
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from reviewed_project import (
    AT,
    ME,
    approve,
    campaign,
    drawn,
    english,
    make_project,
    puffery,
)
from typer.testing import CliRunner

from styleloop import review
from styleloop.adapters.stores.engine import open_engine
from styleloop.adapters.stores.store import Store
from styleloop.app import flow, register, trail, trailfiles
from styleloop.app.making import make_brief
from styleloop.app.noise import noise
from styleloop.app.project import Project
from styleloop.app.reasons import reasons
from styleloop.app.shipping import Person, decide, lines_of, pack, ship, standing
from styleloop.app.wishes import basis
from styleloop.cli.main import app
from styleloop.errors import InputError, PolicyError
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal
from styleloop.types.review import Edit

OTHER = Person("p-4", "architect")


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path / "project")


def said(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def test_of_two_who_decide_at_once_the_second_is_told(project):
    name, start, told = english(project)[0].id, threading.Barrier(2), []

    def decided(person, action):
        here = Project(project.root, project.clock)
        start.wait()
        try:
            told.append(decide(here, name, person, action, reason="Mine.", seen="")[0])
        except PolicyError as refused:
            told.append(str(refused))
        here.close()

    threads = [threading.Thread(target=decided, args=a) for a in ((ME, "approve"), (OTHER, "reject"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    made = [one for one in told if not isinstance(one, str)]
    refused = [one for one in told if isinstance(one, str)]
    assert len(made) == len(refused) == 1
    assert f"{made[0].who}, architect, decided on" in refused[0]
    assert standing(project, english(project)[0]) == made[0]
    assert trailfiles.verify_project(project).holds


def test_the_order_of_decisions_is_kept_whatever_the_clock_says(project):
    first = english(project)[0]
    one = decide(project, first.id, ME, "approve")[0]
    project.clock.later(hours=-5)
    two = decide(project, first.id, OTHER, "change", reason="Drier.")[0]
    assert (two.follows, standing(project, first).id) == (one.id, two.id)
    again = decide(project, first.id, OTHER, "approve")[0]
    project.clock.later(hours=5)
    twice = decide(project, first.id, ME, "approve")[0]
    assert len({one.id, two.id, again.id, twice.id}) == 4, "the same word at the same time is a new one if it follows"
    assert standing(project, first).id == twice.id


def test_a_decision_on_what_is_no_longer_shown_is_refused(project):
    first = english(project)[0]
    with pytest.raises(PolicyError, match="is not what was looked at"):
        decide(project, first.id, ME, "approve", seal="0" * 64)
    with pytest.raises(PolicyError, match="is gone"):
        decide(project, first.id, ME, "approve", seen="decision_1")
    assert decide(project, first.id, ME, "approve", seal=first.seal, seen="")


def test_identical_content_made_again_keeps_its_decision_and_says_which(project):
    approve(project)
    first = english(project)[0]
    later = campaign("umbrella-again")
    project.store.campaigns.add([later])
    again = drawn(project, project.store.drafts.get(first.line), "square", of=later.id, renderer="typst@2")
    project.store.variants.add([again])
    assert (again.seal, again.id == first.id) == (first.seal, False)
    (line,) = lines_of(project, later.id)
    assert line.state == "approved"
    assert line.decisions[0].variant == first.id
    assert not isinstance(pack(project, again), Refusal)
    project.store.findings.add([puffery(again.id, severity="block")])
    assert lines_of(project, later.id)[0].state == "blocked"


def test_talk_set_aside_once_is_remembered_in_that_sentence_and_market(project):
    first, second = english(project)
    talk = [puffery(v.id) for v in (first, second)]
    project.store.findings.add(talk)
    decide(project, first.id, ME, "approve", dismissed=[talk[0].id], reason="It is the handle that people like.")
    known = review.known_places({f.id: f for f in talk}, {first.id: first.words}, project.store.decisions.all())
    found = review.remembered([talk[1]], second.words, "en-GB", known)[talk[1].id]
    assert (
        found.words() == "set aside before by p-17, architect, on 2026-09-01 because It is the handle that people like."
    )
    other = second.words.replaced("body", second.words.text("body").replace("bit is the handle", "bit is all of it"))
    assert not review.remembered([talk[1]], other, "en-GB", known)
    assert not review.remembered([talk[1]], second.words, "en-US", known)


def test_why_a_line_was_sent_back_stands_in_the_next_brief(project):
    wish, first = campaign(), english(project)[0]
    before = basis(project, wish)
    assert reasons(project, wish, "en-GB") == ()
    decide(project, first.id, ME, "change", reason="Shorter, and no gale.")
    note = "Shorter, and no gale. Not “It rained. Again.” again."
    assert reasons(project, wish, "en-GB") == (note,)
    assert reasons(project, wish, "de-DE") == ()
    assert basis(project, wish) != before, "the same `run` makes something new"
    flow.fit(project)
    asked = make_brief(project, wish, "en-GB")
    assert note in asked.notes
    assert "It rained. Again." in asked.avoid
    assert note not in make_brief(project, wish, "de-DE").notes
    draft = project.store.drafts.get(first.line)
    edit = Edit(
        before=draft.words, after=Copy.of(headline="It won't stop."), reason="Drier.", who="p-4", role="legal",
        market="en-GB", variant=first.id, line=draft.id, made="draft_2", at=AT,
    )  # fmt: skip
    project.store.edits.add([edit])
    assert reasons(project, wish, "en-GB")[1] == (
        "Drier: a reviewer wrote ‘It won't stop.’ in the headline instead of “It rained. Again.”."
    )
    decide(project, first.id, ME, "approve")
    assert len(reasons(project, wish, "en-GB")) == 1, "what was approved since is no note"


def test_a_noisy_check_asks_to_be_tuned(project):
    first = english(project)[0]
    talk = [puffery(first.id, f"best {n}") for n in range(12)]
    project.store.findings.add(talk)
    assert noise(project)[0].words == "claims: 12 remarks in 90 days, none answered yet"
    decide(project, first.id, ME, "approve", reason="It is.", dismissed=[f.id for f in talk[:5]])
    found = {n.rule: n for n in noise(project)}
    assert (found["puffery"].hits, found["puffery"].answered, found["puffery"].dismissed) == (12, 12, 5)
    assert found["puffery"].noisy
    assert "5 of 12 answered remarks were set aside (42%)" in found["puffery"].words
    assert "most often because “It is.”. Tune it" in found["puffery"].words
    decide(project, first.id, ME, "approve", dismissed=[f.id for f in talk[:4]])
    project.clock.later(days=100)
    assert noise(project) == ()


def sent(project):
    approve(project)
    return [ship(project, variant) for variant in english(project)]


def test_the_register_says_what_is_out_what_ends_and_what_has_to_come_down(project, tmp_path):
    here = ["-C", project.root]
    assert said("live", *here)[1].startswith("Nothing is out.")
    posts = sent(project)
    kinds = {(h.kind, h.key, h.ends) for h in register.live(project)[0].rests_on}
    assert kinds == {
        ("product", "umbrella", None),
        ("claim", "gale", date(2026, 10, 31)),
        ("fact", "weight", None),
        ("licence", "umbrella.jpg", date(2026, 9, 20)),
        ("person", "release-9", date(2026, 9, 20)),
    }
    assert len(register.live(project, {"licence": "Lark Pictures"})) == 2
    assert len(register.live(project, {"licence": "Royalty-free"})) == 2
    assert register.live(project, {"claim": "gale", "person": "release-8"}) == ()
    assert register.ending(project, register.live(project), 10) == ()
    assert [h.kind for _, h in register.ending(project, register.live(project), 20)][::2] == ["licence", "person"]
    code, told = said("live", "--claim", "gale", "--ending", "5", "--json", *here)
    assert code == 1, "the command asks today's clock, and the claim has ended"
    assert "does not hold" in json.loads(told)[0]["why"][0]
    slips = {
        "claim": "gail gale",
        "product": "umbrela umbrella",
        "person": "relase-9 release-9",
        "fact": "wieght weight",
    }
    for verb, kind in [("live", kind) for kind in slips] + [("recall", "person")]:
        slip, meant = slips[kind].split()
        told = rf"there is no such {kind}; field: --{kind}; got: '?{slip}'?; expected: {meant}\b.*what to do"
        with pytest.raises(InputError, match=told):
            said(verb, f"--{kind}", slip, *here)
    with pytest.raises(InputError, match="expected: Lark Pictures"):
        said("live", "--licence", "lark picture", "--ending", "5", *here)
    assert said("live", "--fact", "price", *here)[:2] == (0, "Nothing that is out rests on fact price.\n")
    rows = said("recall", "--claim", "gale", "--csv", *here)[1].splitlines()
    assert rows[0] == "post,channel,market,format,product,url,files,since,why"
    assert rows[1].startswith(f"{posts[0].name},folder,en-GB,square,umbrella,")
    signed = ["--who", "p-4", "--role", "legal", "--reason", "Proof withdrawn."]
    with pytest.raises(PolicyError, match="reason"):
        said("recall", posts[0].name, "--withdrawn", "--who", "p-4", *here)
    assert "would be recorded" in said("recall", "--claim", "gale", "--withdrawn", "--dry-run", *signed, *here)[1]
    assert len(register.live(project)) == 2
    assert said("recall", posts[0].name, "--withdrawn", *signed, *here)[0] == 0
    assert [one.name for one in register.live(project)] == [posts[1].name]
    with pytest.raises(InputError, match="no such post is live"):
        said("recall", posts[0].name, "--ended", *signed, *here)
    assert all((project.root / "published").rglob(f"{posts[0].name}.jpg")), "its files stay"
    assert isinstance(ship(project, english(project)[0]).id, str)
    assert [one.name for one in register.live(project)] == [posts[1].name], "what was withdrawn stays withdrawn"


def test_the_trail_tells_all_of_it_and_a_name_can_be_erased(project, tmp_path, monkeypatch):
    here = ["-C", project.root]
    assert "no such entry" in said("trail", *here)[1]
    posts = sent(project)
    register.withdraw(project, [posts[0].name], "ended", OTHER, "Summer is over.")
    assert [one.kind for one in project.store.trail.every()] == [
        "claim", "decision", "decision", "publication", "publication", "withdrawal",
    ]  # fmt: skip
    trail.name(project, "p-17", "Ann Example")
    assert "p-17 (Ann" in said("trail", "--who", "p-17", *here)[1]
    assert [e.kind for e in trail.entries(project, claim="gale")] == [
        "claim",
        "publication",
        "publication",
        "withdrawal",
    ]
    assert len(trail.entries(project, variant=english(project)[0].id)) == 2
    assert trail.entries(project, since=AT.date() + timedelta(days=1)) == ()
    file = tmp_path / "trail.jsonl"
    assert said("trail", "export", file, *here)[0] == 0
    assert "Ann Example" not in file.read_text("utf-8")  # three letters may stand in a key by chance
    assert (project.state / "trail" / "key.pem").stat().st_mode & 0o777 == 0o600
    assert said("trail", "erase", "p-17", "--dry-run", *here)[1] == "The name behind p-17 would be erased.\n"
    assert said("trail", "erase", "p-17", "--who", "p-4", "--role", "legal", *here)[0] == 0
    assert trail.people(project) == (("p-17", "", 3), ("p-4", "", 1))
    assert said("trail", "verify", *here)[0] == 0
    assert said("trail", "verify", file, "--key", f"{file}.pub", "--json")[0] == 0
    page = (Path(__file__).resolve().parents[2] / "docs" / "review.md").read_text("utf-8")
    recomputed = page.partition("```python\n")[2].partition("```")[0]
    monkeypatch.setattr("sys.argv", ["check", str(file), f"{file}.pub"])
    exec(recomputed, {})  # what the page tells others to do
    whole = file.read_text("utf-8")
    file.write_text(whole.replace('"approve"', '"reject"', 1), "utf-8")
    code, told = said("trail", "verify", file)
    assert (code, told.splitlines()[0].startswith("- line 2: it is not")) == (1, False)
    assert "entry 2 was changed" in told
    monkeypatch.setattr("sys.argv", ["check", str(file), f"{file}.pub"])
    with pytest.raises(AssertionError, match="entry 2 was changed"):
        exec(recomputed, {})


def test_who_reaches_the_database_is_told_of_as_well(project):
    sent(project)
    with pytest.raises(InputError, match="something else stands there"):
        trailfiles.export(project, project.root / "styleloop.toml")
    trailfiles.export(project, project.root / "out" / "trail.jsonl")
    with project.store.engine.begin() as connection:
        with pytest.raises(sa.exc.IntegrityError, match="append-only"):
            connection.execute(sa.text("UPDATE trail SET kind = 'claim' WHERE seq = 2"))
        for trigger in ("trail_no_update", "trail_no_delete"):
            connection.execute(sa.text(f"DROP TRIGGER {trigger}"))
    with project.store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM trail WHERE seq = 5"))
    breaks = trailfiles.verify_project(project).breaks
    assert breaks[0].startswith("entry 5 is missing or was written anew: it was the end of the export")
    assert breaks[1].startswith("no entry tells of the publication")
    with project.store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE trail SET body = replace(body, 'p-17', 'p-18') WHERE seq = 2"))
    assert trailfiles.verify_project(project).breaks[0] == "entry 2 was changed: its content does not give its hash"
    with pytest.raises(InputError, match="the trail does not hold: entry 2 was changed"):
        trailfiles.export(project, project.root / "out" / "again.jsonl")


def test_what_was_decided_before_there_was_a_trail_is_written_into_it(tmp_path, project):
    sent(project)
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = open_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(files("styleloop.adapters.stores") / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
        for one in project.store.decisions.all():
            row = {"id": one.id, "variant": one.variant, "market": one.market, "body": one.model_dump_json()}
            connection.execute(
                sa.text("INSERT INTO decisions (id, variant, market, body) VALUES (:id, :variant, :market, :body)"), row
            )
    engine.dispose()
    store = Store(url, (tmp_path / "blobs").as_uri())
    told = store.trail.every()
    assert [(e.kind, e.body["backfilled"], e.body["id"]) for e in told] == [
        ("decision", True, d.id) for d in project.store.decisions.all()
    ]
    seal = english(project)[0].seal
    assert [d.seal for d in store.decisions.all(seal=seal)] == [seal]
    store.close()
