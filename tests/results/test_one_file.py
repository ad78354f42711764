"""Randomised tests from one table: words and answers together, in one command."""

import json
import random

import pytest
from typer.testing import CliRunner

from styleloop.app import flow, ingesting, starting
from styleloop.app.learning import answered, lifts
from styleloop.app.measuring import versions
from styleloop.app.planning import plan
from styleloop.app.project import Project
from styleloop.cli.main import app
from styleloop.errors import InputError

HEAD = "Test,Variant,Headline,Impressions,Clicks\n"
SPRING = HEAD + "spring,A,Meet the can.,5000,90\nspring,B,Who would not want a can?,5000,190\n"


@pytest.fixture
def brand(tmp_path):
    starting.start(tmp_path / "brand", "blank", "Acme")
    (tmp_path / "brand" / "styleloop.toml").write_text('[plugins]\nembedder = "none"\n')
    return tmp_path / "brand"


def read(root, text, name="export.csv", **more):
    """The report of reading `text` from outside the project, and the project after it."""
    file = root.parent / name
    file.write_text(text, "utf-8")
    project = Project(root)
    (report,) = ingesting.ingest(project, [file], **more).files
    return report, project


def counted(project):
    """What every version has by now: its name -> (exposures, clicks, share)."""
    names = {a.id: a.name for a in project.store.assets.all()}
    return {names[r.subject]: (r.shown, r.clicked, r.propensity) for r in project.store.responses.all()}


def said(root, *arguments):
    return CliRunner().invoke(app, [*arguments, "-C", str(root)])


def test_one_table_brings_words_and_answers_as_a_randomised_test(brand):
    report, project = read(brand, SPRING)
    assert (report.rows, report.kept, report.merged, report.refusals) == (2, 2, 0, [])
    assert (report.tests, report.versions) == (1, 2)
    assert counted(project) == {"spring A": (5000, 90, None), "spring B": (5000, 190, None)}
    measured = project.store.measurements(versions(project))
    for asset in project.store.assets.all(role="own"):
        assert (asset.test, asset.locale) == ("spring", "en-GB")
        assert any(m.name == "copy.words" for m in measured[asset.id])
    assert {r.exposure for r in project.store.responses.all()} == {"randomised"}
    (lift,) = lifts(project)
    assert (lift.arm, lift.control, lift.verdict) == ("spring B", "spring A", "better")


def test_the_command_says_what_it_took_for_granted_and_dry_run_keeps_nothing(brand):
    file = brand.parent / "export.csv"
    file.write_text(SPRING, "utf-8")
    dry = json.loads(said(brand, "ingest", str(file), "--dry-run", "--json").stdout)
    assert (dry["tests"], dry["versions"], dry["kept"], dry["refused"]) == (1, 2, 2, 0)
    assert not Project(brand).store.assets.count()
    told = " ".join(said(brand, "ingest", str(file), "--dry-run").stdout.split())
    assert "1 test with 2 new versions, taken as divided by chance" in told
    assert "observational" in told


def test_results_reads_the_same_file_and_the_style_learns_from_it(brand):
    rows, chance = [], random.Random(3)
    for test in range(6):
        for arm, line in enumerate(("Meet the can", "Who would not want a good old can in the wet garden")):
            clicks = 150 + 150 * arm + chance.randrange(20)
            rows.append(f"t{test},{'AB'[arm]},{line} {test}{'?' if arm else '.'},1500,{clicks}")
    file = brand.parent / "export.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    done = json.loads(said(brand, "results", str(file), "--json").stdout)
    assert [x["verdict"] for x in done] == ["better"] * 6
    style = Project(brand).store.current("global")
    assert set(style.tests) == {f"t{n}" for n in range(6)}
    longer = next(e for e in style.effects if e.measure == "copy.graphemes")
    assert longer.tests == 6
    assert longer.mean > 0


def test_twice_the_same_changes_nothing_and_grown_counts_replace(brand):
    read(brand, SPRING)
    report, project = read(brand, SPRING, "copy.csv")
    assert report.versions == 0
    assert counted(project) == {"spring A": (5000, 90, None), "spring B": (5000, 190, None)}
    _, project = read(brand, SPRING.replace(",5000,90", ",8000,150").replace(",5000,190", ",8000,330"))
    assert counted(project) == {"spring A": (8000, 150, None), "spring B": (8000, 330, None)}
    assert project.store.responses.count() == 2
    (lift,) = lifts(project)
    assert lift.shown == 8000


def test_later_reports_need_no_words_and_may_name_days(brand):
    read(brand, SPRING.replace("Test,", "Day,Test,").replace("spring,", "2026-03-01,spring,"))
    _, project = read(brand, "day,test,variant,shown,clicked\n2026-03-02,spring,b,100,3\n", "later.csv")
    (each,) = answered(project)
    assert sorted((str(r.day), r.shown) for r in each.rows) == [
        ("2026-03-01", 5000), ("2026-03-01", 5000), ("2026-03-02", 100),
    ]  # fmt: skip


def test_rows_without_days_are_totals_of_no_day(brand):
    _, project = read(brand, SPRING)
    (lift,) = lifts(project)
    assert lift.days is None
    flow.fit(project)
    with pytest.raises(InputError, match="exposures a day there are is not known"):
        plan(project)


def test_versions_with_the_same_words_are_one_with_both_counts_and_both_shares(brand):
    report, project = read(brand, SPRING + "spring,C,MEET the can.,5000,100\n")
    assert (report.kept, report.merged, report.versions) == (2, 1, 2)
    assert counted(project)["spring A"] == (10_000, 190, pytest.approx(2 / 3))
    assert counted(project)["spring B"] == (5000, 190, pytest.approx(1 / 3))
    (lift,) = lifts(project)
    assert lift.advice != "run again"


def test_given_shares_are_added_too(brand):
    text = "test,arm,headline,shown,clicked,share\nx,A,One can.,2000,40,20%\nx,B,Two cans?,5000,99,0.5\n"
    _, project = read(brand, text + "x,C,One can.,3000,50,0.3\n")
    assert counted(project) == {"x A": (5000, 90, pytest.approx(0.5)), "x B": (5000, 99, 0.5)}


def test_the_same_row_twice_counts_once(brand):
    report, project = read(brand, SPRING + "spring,B,Who would not want a can?,5000,190\n")
    assert "row 3" in str(report.refusals[0])
    assert counted(project)["spring B"] == (5000, 190, None)


def test_one_name_for_two_lines_is_refused_with_both(brand):
    report, project = read(brand, SPRING + "spring,B,Another line.,5000,90\n")
    (refusal,) = report.refusals
    assert (refusal.got, refusal.expected) == ("Another line.", "Who would not want a can?")
    assert str(refusal.where) == "export.csv, row 4, headline"
    assert "version of their own" in refusal.cure
    assert counted(project)["spring B"] == (5000, 190, None)


def test_a_test_in_two_markets_is_two_comparisons(brand):
    market = brand / "markets" / "en-GB.toml"
    (brand / "markets" / "de-DE.toml").write_text(market.read_text("utf-8").replace("en-GB", "de-DE"), "utf-8")
    lines = {"en-GB": ("Meet the can.", "Want a can?"), "de-DE": ("Die Kanne ist da.", "Noch eine Kanne?")}
    rows = [f"spring,{'AB'[i]},{m},{line},5000,{90 + 60 * i}\n" for m in lines for i, line in enumerate(lines[m])]
    report, project = read(brand, "test,variant,market,headline,shown,clicked\n" + "".join(rows))
    assert report.refusals == []
    assert {e.test.market: len(e.rows) for e in answered(project)} == {"en-GB": 2, "de-DE": 2}
    assert sorted(x.arm for x in lifts(project)) == ["spring B de-DE", "spring B en-GB"]
    report, _ = read(brand, SPRING, "nowhere.csv")
    assert {r.where.field for r in report.refusals} == {"locale"}


def test_who_was_not_chosen_by_chance_teaches_nothing(brand):
    text = SPRING.replace("Clicks\n", "Clicks,Exposure\n").replace("90\n", "90,observational\n")
    _, project = read(brand, text.replace("190\n", "140,observational\n"))
    assert lifts(project) == ()


def test_a_picture_beside_the_table_is_the_version(brand):
    from PIL import Image

    for name, colour in (("a.png", (200, 30, 30)), ("b.png", (30, 30, 200))):
        Image.new("RGB", (64, 64), colour).save(brand.parent / name)
    text = "test,variant,picture,market,shown,clicked\nx,A,a.png,en-GB,900,20\nx,B,b.png,en-GB,900,30\n"
    report, project = read(brand, text + "x,C,gone.png,en-GB,900,30\n")
    assert [(str(r.where), r.got) for r in report.refusals] == [("export.csv, row 4, picture", "gone.png")]
    assert len({a.picture for a in project.store.assets.all()}) == 2
    assert sorted(counted(project)) == ["x A", "x B"]


def test_a_folder_may_hold_ads_and_their_report(brand):
    folder = brand.parent / "agency"
    folder.mkdir()
    (folder / "ads.csv").write_text(
        "name,headline,locale,test\nad1,Meet it.,en-GB,t\nad2,Who would?,en-GB,t\n", "utf-8"
    )
    report = (
        "test,ad,day,shown,clicked,exposure\nt,ad1,2026-03-01,900,20,randomised\nt,ad2,2026-03-01,900,40,randomised\n"
    )
    (folder / "report.csv").write_text(report, "utf-8")
    project = Project(brand)
    assert ingesting.ingest(project, [folder]).refusals == []
    assert counted(project) == {"ad1": (900, 20, None), "ad2": (900, 40, None)}
    more, project = read(brand, report.replace("03-01", "03-02"), "elsewhere.csv")
    assert (more.kept, more.versions, more.refusals) == (2, 0, [])
    assert sum(r.shown for r in project.store.responses.all()) == 3600
