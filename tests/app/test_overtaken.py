"""What was approved and then overtaken, by a rule, a price or a person, does not leave; the newest word counts."""

import shutil

import pytest
import sqlalchemy as sa

from styleloop.app import auditing, flow, ingesting, making, starting
from styleloop.app.project import Project
from styleloop.app.shipping import Person, approve_all, decide, lines_of
from styleloop.app.wishes import wish

ME = Person("me", "architect")


@pytest.fixture(scope="module")
def kept(tmp_path_factory, read_sample):
    """(folder, campaign) of one line of the flask, approved in two formats, not yet posted; each test has a copy."""
    root = tmp_path_factory.mktemp("overtaken") / "project"
    read_sample(root)
    project = Project(root)
    asked = wish(project, "flask", markets=("en-GB",), placements=("wide", "square"), lines=1)
    flow.campaign(project, asked)
    assert approve_all(project, ME).count == 2
    project.close()
    return root, asked


@pytest.fixture
def approved(kept, tmp_path):
    folder, asked = kept
    project = Project(shutil.copytree(folder, tmp_path / "project"))
    yield project, asked
    project.close()


def test_what_still_holds_leaves_once(approved):
    project, asked = approved
    assert len(flow.publish(project, asked)["published"]) == 2
    assert flow.publish(project, asked)["published"] == []
    assert len(list((project.root / "published").rglob("*.jpg"))) == 2


def test_a_word_banned_since_does_not_leave(approved):
    project, asked = approved
    terms = project.root / "brand" / "terms.toml"
    terms.write_text(terms.read_text("utf-8") + '\n[[terms]]\ntext = "flask"\nrule = "banned"\nwhy = "test"\n', "utf-8")
    fresh = Project(project.root)
    done = flow.publish(fresh, asked)
    assert done["published"] == []
    assert all("flask" in line and "not use" in line for line in done["refused"])


def test_a_fact_that_changed_since_does_not_leave(approved):
    project, asked = approved
    products = project.root / "products" / "products.toml"
    products.write_text(products.read_text("utf-8").replace("0.75", "0.7").replace("14 h", "13 h"), "utf-8")
    text = products.read_text("utf-8")
    start = text.index('sku = "flask"')
    products.write_text(text[:start] + text[start:].replace("amount = ", "amount = 1", 6), "utf-8")
    ingesting.ingest(project)
    done = flow.publish(project, asked)
    assert done["published"] == []
    assert all("not among what is known" in line or "which is £138" in line for line in done["refused"])


def test_a_second_run_does_not_make_again_what_still_stands(approved):
    project, asked = approved
    [old] = lines_of(project)
    product = project.store.products.find("flask")
    news = product.facts[0].model_copy(update={"key": "told-since"})
    project.store.products.add([product.model_copy(update={"facts": (*product.facts, news)})])
    flow.campaign(project, asked)
    [new] = [line for line in lines_of(project) if line.line != old.line]
    assert new.headline != old.headline
    assert len(flow.publish(project, asked)["published"]) == 2, "what stood still leaves"


def test_rejecting_an_approved_line_takes_back_every_format(approved):
    project, asked = approved
    line = lines_of(project)[0]
    made = decide(project, line.variants[0].id, ME, "reject", reason="changed my mind")
    assert len(made) == 2
    assert lines_of(project)[0].state == "rejected"
    assert flow.publish(project, asked)["published"] == []


def test_a_price_that_goes_back_is_read_again(tmp_path):
    starting.start(tmp_path / "acme", "blank", "Acme")
    project = Project(tmp_path / "acme")
    feed = project.root / "products" / "feed.csv"
    for price in ("99.00", "89.00", "99.00"):
        feed.write_text(f"sku,name,description,price,currency\npot,Clay pot,A clay pot.,{price},GBP\n", "utf-8")
        ingesting.ingest(project)
    assert project.store.products.get("pot").price("en-GB").amount == 99


def test_a_piece_is_never_seen_before_its_audit(approved):
    project, _ = approved
    before = project.store.variants.count()
    wanted = wish(project, "thermal-mug", markets=("en-GB",), placements=("wide",), lines=1)
    asked = making.make_brief(project, wanted, "en-GB")
    lines = making.write_lines(project, asked, (), 1, with_proposals=False)
    variants, _ = making.draw(project, asked, lines.chosen)
    assert variants
    assert project.store.variants.count() == before
    auditing.audit_variants(project, asked, variants)
    assert project.store.variants.count() == before + len(variants)


def test_history_cannot_be_replaced_either(approved):
    project, _ = approved
    before = project.store.decisions.all()
    with project.store.engine.begin() as connection:
        connection.execute(
            sa.text(
                "REPLACE INTO decisions(seq, id, variant, market, body) "
                "SELECT seq, id, 'x', market, '{}' FROM decisions"
            )
        )
    assert project.store.decisions.all() == before


def test_a_proposed_line_may_name_its_template_and_a_template_that_is_not_there_is_refused(approved):
    project, _ = approved
    head = "name,product,locale,headline,body,cta,template\n"
    rows = [
        f"p{i},thermal-mug,en-GB,{line},Thermal mug. 0.35 l.,See the mug,{template}\n"
        for i, (line, template) in enumerate((("A lid that shuts.", "editorial"), ("A lid that stays.", "posterish")))
    ]
    (project.root / "proposals").mkdir(exist_ok=True)
    (project.root / "proposals" / "own.csv").write_text(head + "".join(rows), "utf-8")
    wanted = wish(project, "thermal-mug", markets=("en-GB",), placements=("wide",), lines=1)
    asked = making.make_brief(project, wanted, "en-GB")
    lines = making.write_lines(project, asked, (), 1, with_proposals=True)
    mine = {d.words.text("headline"): d.template for d in lines.chosen if d.drafter == "person@1"}
    assert mine["A lid that shuts."] == "editorial"
    assert "A lid that stays." not in mine
    [refused] = [r for r in lines.refusals if r.got == "posterish"]
    assert "editorial" in refused.expected
