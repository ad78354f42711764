"""From the flagship into other markets: worklist, files out and in, undo, drafts, and the market's own reviewer."""

import json
import re

import pytest
import sqlalchemy as sa
from flagship import FORMAT, opened, translate
from typer.testing import CliRunner

from styleloop.adapters.exchange import read, write
from styleloop.app import explaining, flow, localising, translating
from styleloop.app.shipping import Person, decide, ship, standing
from styleloop.cli.main import app
from styleloop.errors import InputError, PolicyError
from styleloop.types.record import Refusal
from styleloop.types.segment import Piece

GERMAN = {
    "28 cm tall.\nThe flask.": "28 cm hoch.\nDie Isolierflasche.",
    "A closer look at the lid that shuts.": "Eine Isolierflasche,\nderen Deckel schließt.",
    "Have a look": "Zur Isolierflasche",
}
ARABIC = {
    "28 cm tall.\nThe flask.": "طولها 28 سم.\nالقارورة الحافظة.",
    "A closer look at the lid that shuts.": "قارورة حافظة\nغطاؤها يُغلق.",
    "Have a look": "ألقِ نظرة",
}


@pytest.fixture
def project(tmp_path):
    made = opened(tmp_path / "brand")
    yield made
    made.close()


def exported(project, market="de-DE"):
    of = localising.work(project, "launch")
    path = project.root / f"{market}.xlf"
    write(path, [localising.exchange(project, of, project.market(market))])
    return path


def come_back(project, words, market="de-DE"):
    path = exported(project, market)
    translate(path, path, words)
    return translating.bring_in(project, path, "agency")


def made(project, market="de-DE"):
    of = localising.work(project, "launch")
    wish = {"campaign": of.campaign.id, "lines": [line.id for line in of.lines], "markets": [market]}
    return flow.localise(project, wish)[market]


def state(project, market="de-DE"):
    return localising.status(project, localising.work(project, "launch"), project.market(market))


def test_what_is_known_is_taken_and_nothing_is_invented(project):
    now = state(project)
    assert (now.lines, now.pieces, now.sure, now.fuzzy, now.missing, now.complete) == (2, 10, 6, 0, 4, 0)
    of = localising.work(project, "launch")
    pieces = [p for _, us in localising.worklist(project, of, project.market("de-DE")) for u in us for p in u.pieces]
    assert {p.source for p in pieces if not p.target} == set(GERMAN)
    assert {p.match for p in pieces if p.target} == {"register", "computed"}
    assert made(project)["new"] == []
    assert "not all of it is translated for Germany: headline, cta" in made(project)["refusals"][0]


def test_there_and_back_makes_drafts_that_its_own_reviewer_must_approve(project):
    done = come_back(project, GERMAN)
    assert {c.after for c in done.changes} == set(GERMAN.values())
    assert (done.held, done.remarks, done.waiting) == ((), (), 0)
    work = made(project)
    assert (len(work["new"]), work["stopped"], work["refusals"]) == (2, 0, [])
    drafts = [project.store.drafts.get(name) for name in work["new"]]
    words = next(d for d in drafts if d.words.text("headline").startswith("28")).words
    assert words.text("price") == "45\xa0€"
    assert words.text("caption") == ("28 cm hoch. Die Isolierflasche. Preise inkl. MwSt., zzgl. Versand.")
    assert words.text("alt").startswith("Eine moosgrüne Isolierflasche mit rostrotem Streifen")
    assert {d.parent for d in drafts} == {line.id for line in localising.work(project, "launch").lines}
    backed = {s.fact for d in drafts for s in d.filled}
    assert {"product.price", "claim.hot-14-hours", "product.name"} <= backed
    assert state(project).waiting == 2
    first = project.store.variants.all(market="de-DE")[0]
    told = explaining.explain(project, first.id)["chosen_by"]
    assert told == f"a translation of {project.store.drafts.get(first.line).parent}"
    variant = project.store.variants.all(market="de-DE")[0]
    assert isinstance(ship(project, variant), Refusal)
    with pytest.raises(PolicyError, match="reviewer-gb may not decide for de-DE"):
        decide(project, variant.id, Person("p", "reviewer-gb"), "approve")
    decide(project, variant.id, Person("p", "reviewer-de"), "approve")
    assert standing(project, variant).action == "approve"
    assert not isinstance(ship(project, variant), Refusal)
    assert (state(project).waiting, state(project).approved) == (1, 1)
    assert made(project)["new"] == []
    assert "final" in {s.state for s in project.store.segments.all(locale="de-DE")}
    rows = project.store.segments.every()
    assert made(project)["new"] == []
    assert project.store.segments.every() == rows


def test_an_approved_flagship_says_nothing_for_a_market(project):
    """Approval in Britain does not let the German one out."""
    come_back(project, GERMAN)
    made(project)
    for variant in project.store.variants.all(market="en-GB"):
        decide(project, variant.id, Person("p", "reviewer-gb"), "approve")
    assert [ship(project, v).why for v in project.store.variants.all(market="de-DE")] == ["nobody has approved it"] * 2


def test_a_right_to_left_market_isolates_what_travels_as_text(project):
    come_back(project, ARABIC, "ar-AE")
    assert made(project, "ar-AE")["refusals"] == []
    captions = [d.words.text("caption") for d in project.store.drafts.all(market="ar-AE")]
    assert all(c.endswith("الأسعار شاملة ضريبة القيمة المضافة.") for c in captions)
    headlines = [d.words.text("headline") for d in project.store.drafts.all(market="ar-AE")]
    assert not any("\u2068" in h for h in headlines)
    assert state(project, "ar-AE").waiting == 2


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("82 cm hoch.\nDie Isolierflasche.", "“28” of the source"),
        ("28 cm tall.\nThe flask.", "stands as in the source"),
        ("28 cm tall it stands.\nAnd it keeps your tea warm.", "reads as en-GB"),
        ("28 cm hoch.\n" + "Die Isolierflasche, " * 8, "more than there is room for"),
        ("28 cm hoch.\nDie \u202eIsolierflasche.", "U+202E right-to-left override, which no picture may show"),
        ("\u200d\n\u200b", "Nothing in it can be seen"),
    ],
)
def test_a_wrong_translation_is_held_and_the_others_are_taken(project, wrong, why):
    done = come_back(project, {**GERMAN, "28 cm tall.\nThe flask.": wrong})
    assert [h.unit.rpartition(".")[2] for h in done.held] == ["headline"]
    assert why in " ".join(done.held[0].why)
    assert len(done.changes) == 2
    assert len(made(project)["new"]) == 1


def broken(project, change):
    path = exported(project)
    translate(path, path, GERMAN)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("28 cm hoch.", "28 cm hoch { $rabatt }."), "not a placeholder of the source"),
        (lambda t: t.replace('trgLang="de-DE"', 'trgLang="sv-SE"'), "no market here.*sv-SE"),
        (lambda t: t.replace('srcLang="en-GB"', 'srcLang="fr-FR"'), "translates from another language"),
        (lambda t: t.replace("<source>Hot for 14 hours.", "<source>Hot for 41 hours."), "sources were changed"),
        (lambda t: t.replace("</file>", ""), "not well-formed"),
        (
            lambda t: re.sub(' type="fmt" subType="xlf:lb"|<originalData>.*?</originalData>', "", t, flags=re.S),
            "placeholder is unknown",
        ),
        (lambda t: t.replace("<xliff", '<!DOCTYPE x [<!ENTITY a "b">]><xliff'), "document type or entities"),
    ],
)
def test_a_broken_file_is_refused_and_nothing_is_imported(project, change, said):
    path = broken(project, change)
    with pytest.raises(InputError, match=said):
        translating.bring_in(project, path, "agency")
    assert project.store.segments.every() == ()


def test_a_dry_run_keeps_nothing_and_the_same_file_twice_changes_nothing(project):
    path = exported(project)
    translate(path, path, GERMAN)
    tried = translating.bring_in(project, path, "agency", dry_run=True)
    assert (len(tried.changes), tried.batch, project.store.segments.count()) == (3, "", 0)
    first = translating.bring_in(project, path, "agency")
    again = translating.bring_in(project, path, "agency")
    assert (len(first.changes), len(again.changes), again.batch) == (3, 0, "")


def test_an_import_is_taken_back_and_the_taking_back_too(project):
    first = come_back(project, GERMAN)
    other = {**GERMAN, "Have a look": "Mehr sehen"}
    path = exported(project)
    (exchange,) = read(path)
    units = [
        u.model_copy(
            update={
                "pieces": tuple(
                    Piece.model_validate({**p.model_dump(), "target": other.get(p.source, p.target)}) for p in u.pieces
                )
            }
        )
        for u in exchange.units
    ]
    write(path, [exchange.model_copy(update={"units": tuple(units)})])
    second = translating.bring_in(project, path, "agency")
    assert [(c.before, c.after) for c in second.changes] == [("Zur Isolierflasche", "Mehr sehen")]
    rows = project.store.segments.every()
    assert len(translating.take_back(project, second.batch, "me", dry_run=True)) == 1
    assert project.store.segments.every() == rows
    (back,) = translating.take_back(project, second.batch, "me")
    assert (back.before, back.after) == ("Mehr sehen", "Zur Isolierflasche")
    rows = len(project.store.segments.every())
    assert len(translating.take_back(project, first.batch, "me")) == 2  # what was said again since stays
    assert len(project.store.segments.every()) == rows + 2
    undone = [s.batch for s in project.store.segments.every() if s.batch.startswith("undo")]
    translating.take_back(project, undone[-1], "me")
    assert {s.target for s in project.store.segments.all()} == set(GERMAN.values())
    with pytest.raises(InputError, match=f"no such import.*{first.batch}"):
        translating.take_back(project, "import_0", "me")


def test_a_tmx_of_another_tool_fills_the_memory(project):
    path = project.root / "agency.tmx"
    entries = "".join(
        f'<tu><tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="de"><seg>{de}</seg></tuv></tu>'
        for en, de in {
            "Have a look": "Zur Isolierflasche",
            "A closer look at the lid that shut.": "Eine Flasche",
        }.items()
    )
    path.write_text(f'<tmx version="1.4"><header srclang="en"/><body>{entries}</body></tmx>', "utf-8")
    done = translating.bring_in(project, path, "agency")
    assert [c.after for c in done.changes] == ["Zur Isolierflasche", "Eine Flasche"]
    now = state(project)
    assert (now.sure, now.fuzzy, now.missing) == (8, 1, 1)
    sent = read(exported(project))[0]
    like = next(p for u in sent.units for p in u.pieces if p.match == "fuzzy")
    assert (like.target, like.state) == ("Eine Flasche", "initial")
    assert 0.7 <= like.score < 1


def test_the_database_itself_refuses_to_rewrite_the_memory(project):
    come_back(project, GERMAN)
    for change in ("UPDATE segments SET body = '{}'", "DELETE FROM segments"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), project.store.engine.begin() as connection:
            connection.execute(sa.text(change))
    assert project.store.segments.count() == len(GERMAN)


def test_a_market_of_the_same_language_is_shown_the_source_and_takes_nothing_by_itself(project):
    (project.root / "markets" / "en-AU.toml").write_text("", "utf-8")
    project._kit_seen = 0
    now = state(project, "en-AU")
    assert (now.sure, now.fuzzy, now.missing) == (4, 6, 0)
    work = localising.lacking(project, localising.work(project, "launch"), project.market("en-AU"))
    assert {(text, text) for text in GERMAN} < {(w.source, w.candidate) for w in work}


def test_a_market_without_a_price_goes_without_and_says_so(project):
    (project.root / "markets" / "de-AT.toml").write_text("", "utf-8")
    project._kit_seen = 0
    assert state(project, "de-AT").notes == ("flask has no price in de-AT: lines go without one",)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "nothing has that name"),
        (("launch", "--to", "sv-SE"), "no such market"),
        (("launch", "--to", "en-GB"), "flagship market itself"),
        (("--to", "de-DE"), "which lines"),
        (("launch", "--export", "a.docx"), "kind is unknown"),
        (("launch", "--export", "a.xlf"), "one language"),
        (("launch", "--import", "a.xlf"), "takes no campaign"),
        (("--undo", "x", "--import", "a.xlf"), "one at a time"),
    ],
)
def test_what_cannot_be_done_is_said(project, arguments, said):
    with pytest.raises(InputError, match=said):
        CliRunner().invoke(app, ["localise", *arguments, "-C", str(project.root)], catch_exceptions=False)


def test_the_verb_speaks_json(project):
    done = CliRunner().invoke(
        app, ["localise", "launch", "--to", "de-DE", "--dry-run", "--json", "-C", str(project.root)]
    )
    (market,) = json.loads(done.stdout)["markets"]
    assert {w["source"] for w in json.loads(done.stdout)["work"]} == set(GERMAN)
    assert (market["market"], market["missing"], market["reviewers"]) == ("de-DE", 4, ["reviewer-de"])
    assert FORMAT in localising.work(project, "launch").campaign.placements
