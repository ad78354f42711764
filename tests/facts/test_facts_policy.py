"""A format may take confirmed facts only: drafts are made of these, and a piece that says another is stopped."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from styleloop.app import drafting, facts, flow, making, starting
from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.app.wishes import wish
from styleloop.audit.claims import Claims
from styleloop.brief.make import as_of
from styleloop.cli.main import app
from styleloop.types.audit import AuditItem
from styleloop.types.brand import BrandKit, Market
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Product
from styleloop.types.record import Refusal, Where
from styleloop.types.variant import Draft, FilledSlot

DAY = date(2026, 11, 30)
KIT = BrandKit(name="Acme", locale="en-GB", logo="0" * 64, colours=(), tones=(), faces=())
GB = Market(locale="en-GB", name="UK", currency="GBP")
OPEN = Placement(name="square", label="Square post", width=1080, height=1080, source="x")
STRICT = OPEN.model_copy(update={"name": "shelf", "label": "Shelf card", "facts": "confirmed"})
MUG = Product(
    sku="mug",
    names=(NounPhrase(locale="en", text="clay mug"),),
    facts=(
        Fact(key="weight", kind="measure", number=312, unit="g", labels=(("en", "Weighs 312 g"),)),
        Fact(key="clay", kind="material", labels=(("en", "Clay"),)),
        Fact(key="handle", kind="part", labels=(("en", "Wide handle"),), status="confirmed"),
        Fact(key="capacity", kind="measure", number=350, unit="ml", labels=(("en", "350 ml"),), status="confirmed"),
    ),
    source=Where(file="feed.csv", row=2),
)


def rules(text: str, placement: Placement = STRICT, filled: tuple[FilledSlot, ...] = ()) -> list[str]:
    item = AuditItem(
        subject="draft_1", words=Copy.of(headline=text), market=GB, kit=KIT, day=DAY, product=MUG, placement=placement,
        filled=filled,
    )  # fmt: skip
    (found,) = Claims().check([item])
    assert not isinstance(found, Refusal)
    return [f"{f.rule}: {f.span.text if f.span else ''}" for f in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Weighs 312 g, and that is all.", ["unconfirmed-fact: Weighs 312 g"]),
        ("It is 312 grams of mug.", ["unsupported-number: 312 grams"]),
        ("The clay mug. Wide handle. 350 ml.", []),
        ("Clay, from a river.", ["unconfirmed-fact: Clay"]),
    ],
)
def test_a_stated_fact_is_stopped_in_a_format_that_takes_confirmed_ones(text, found):
    assert rules(text) == found
    assert rules(text, OPEN) == []


def test_a_gap_that_was_filled_from_a_stated_fact_is_stopped_whatever_it_says():
    filled = FilledSlot(slot="headline", start=0, end=5, text="Heavy", fact="fact.weight")
    assert rules("Heavy enough.", STRICT, (filled,)) == ["unconfirmed-fact: Heavy"]
    assert rules("Heavy enough.", OPEN, (filled,)) == []


def test_a_brief_with_such_a_format_holds_confirmed_facts_alone():
    assert [f.key for f in as_of(MUG, DAY, confirmed=True).facts] == ["handle", "capacity"]
    assert len(as_of(MUG, DAY).facts) == 4


def test_formats_say_which_facts_they_take(tmp_path):
    starting.start(tmp_path, "blank", "Acme")
    shipped = (DATA / "placements" / "placements.toml").read_text("utf-8")
    (tmp_path / "placements").mkdir()
    own = shipped.replace('name = "square"\n', 'name = "square"\nfacts = "confirmed"\n', 1)
    (tmp_path / "placements" / "placements.toml").write_text(own)
    said = json.loads(CliRunner().invoke(app, ["placements", "--json", "-C", str(tmp_path)]).output)
    assert {row["name"]: row["facts"] for row in said}["square"] == "confirmed"
    assert {row["facts"] for row in said} == {"stated", "confirmed"}
    assert "Facts: confirmed only" in CliRunner().invoke(app, ["placements", "square", "-C", str(tmp_path)]).output


def test_a_campaign_for_such_a_format_is_written_from_confirmed_facts_alone(tmp_path):
    starting.start(tmp_path, "blank", "Acme")
    (tmp_path / "placements").mkdir()
    shipped = (DATA / "placements" / "placements.toml").read_text("utf-8")
    own = shipped.replace('name = "square"\n', 'name = "square"\nfacts = "confirmed"\n', 1)
    (tmp_path / "placements" / "placements.toml").write_text(own)
    feed = 'sku,name,description,price\nmug,Clay mug,"Blue clay mug with a wide handle and a thick rim.",12\n'
    (tmp_path / "products" / "feed.csv").write_text(feed)
    project = Project(tmp_path)
    flow.ingest(project, [])
    facts.rule(project, "mug", "part-thick-rim", "confirm", Person("ada", "architect"))

    def written(placement):
        asked = making.make_brief(project, wish(project, "mug", placements=(placement,), lines=3), "en-GB")
        found = drafting.written(project, asked, project.store.styles.get(asked.style), 12)
        return {f.fact for d in found if isinstance(d, Draft) for f in d.filled if f.fact.startswith("fact.")}

    assert written("square") == {"fact.part-thick-rim"}
    assert "fact.part-wide-handle" in written("wide")
    project.close()
