"""What a text denies, limits, asks or says of another thing is no fact, however it is written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.sources.prose import visible
from styleloop.library import facts
from styleloop.library.facts import LONGEST, facts_of_rows

STATED = {
    "en": [
        "Dishwasher safe",
        "Machine washable",
        "Waterproof",
        "Made in England",
        "100% linen",
        "Leather",
        "Oven safe",
    ],
    "de": ["Spülmaschinenfest", "Maschinenwaschbar", "Wasserdicht", "Hergestellt in Portugal", "100 % Leinen"],
    "ar": ["مقاوم للماء", "قابل للغسل في الغسالة", "مصنوع من القطن", "صنع في البرتغال", "باللون الأسود"],
}
TURNED = {
    "en": [
        "{}: no", "{}: No.", "{}: never", "{}: none", "{}: n/a", "{}: ✗", "{}: –", "{} = false", "{}\t0", "{} | no",
        "{}? No: not at all.", "{}? Not quite.", "{}? Only the handle.", "{}?\nNo", "Is it {}? No.", "{} – no.",
        "{} — not this one", "{} - no", "{} (no)", "{}, no", "{}... no", "{}; no", "{} • no", "{} ✗", "{} n/a",
        "{}\nNo", "{}\nZorb\nYes\nNo", "{}. Not really.", "{}. Sorry, no.", "{}. Only the handle is.",
        "{}, except the lid",
        "{} unless worn", "{} until 2019", "Not {}, sadly", "Never {}", "Formerly {}", "Coming soon: {}",
        "Optional: {}",
        "{} (sold separately)", "{}\nSold separately.", "Not included:\n- {}", "It was {}", "Almost {}",
        "It isn't {}", "Fits our lamp, {}", "Stronger than steel, {} or so", "Compatible: {}", "{} lid only",
        "The lid is {}", "If {}", "Neither {} nor light", "{} – top basket", "Free of {}", "Without {}",
    ],
    "de": [
        "{}: nein", "{}: Nein.", "{}: ✗", "{} = false", "{} | nein", "{}? Nein, das nicht.", "{}? Nicht ganz.",
        "{}? Nur der Griff.", "{} – nein.", "{} (nein)", "{}; nein", "{}\nNein", "{}, außer der Deckel", "Nicht {}",
        "Nur der Griff ist {}", "Früher {}", "Demnächst {}", "Optional: {}", "{}, sofern geschlossen", "Teilweise {}",
        "Kein Hemd, {}", "Leichter als Stahl, {}", "Passt zu Hemden, {}", "Der Deckel ist {}", "{} – Oberkorb",
    ],
    "ar": [
        "{}: لا", "{}؟ لا", "{}؟ المقبض فقط", "{} - لا", "{}، لا", "{}\nلا", "غير {}", "ليس {}", "{} باستثناء المقبض",
        "{} ✗", "{} فقط المقبض", "بدون {}", "سابقا {}", "قريبا {}",
    ],
}  # fmt: skip


def said(prose: str, locale: str = "en-GB", title: str = "") -> list[str]:
    return [fact.labels[0][1].replace("\u00a0", " ") for fact in facts(prose, locale, title)]


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_what_is_stated_is_a_fact_and_no_way_to_take_it_back_leaves_one(language: str) -> None:
    for stated in STATED[language]:
        assert len(said(stated, language)) == 1, stated
        for turned in TURNED[language]:
            text = turned.format(stated)
            assert said(text, language) == [], text
            assert said(f"{text}\n", language) == [], text


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["en", "de"]), st.data())
def test_a_denial_takes_its_own_property_and_leaves_the_others(language: str, data: st.DataObject) -> None:
    kept, taken = data.draw(st.lists(st.sampled_from(STATED[language]), min_size=2, max_size=2, unique=True))
    before, _, after = data.draw(st.sampled_from([t for t in TURNED[language] if "\n" not in t])).partition("{}")
    text = f"{kept}.\n\n{before}{taken}{after}"
    assert taken not in said(text, language)
    assert said(kept, language) == said(f"{kept}. More of it.", language)


def test_cells_and_terms_of_a_page() -> None:
    cells = "<table><tr><th>Dishwasher safe</th><td>no</td></tr><tr><td>Microwave safe</td><td><p>yes</p></td></tr>"
    cells += "<tr><td>Waterproof</td><td>no</td><td>see note</td></tr></table>"
    assert said(visible(cells)) == ["Microwave safe"]
    assert said(visible("<dl><dt>Machine washable</dt><dd>No</dd><dt>Waterproof?</dt><dd>Yes</dd></dl>")) == []
    grid = "<table><tr><th>Waterproof</th><th>Oven safe</th><th>Airtight</th></tr>"
    assert said(visible(f"{grid}<tr><td>No</td><td>Yes</td><td>No</td></tr></table>")) == []
    assert said(visible("<ul><li>Waterproof <b>✗</b></li><li>Airtight</li></ul>")) == ["Airtight"]
    assert said(visible("<table><tr><td>Spülmaschinenfest</td><td>nein</td></tr></table>"), "de") == []


def test_rows_of_a_sheet() -> None:
    rows = [
        ("Dishwasher safe", "no", ""), ("Waterproof?", "yes", ""), ("Oven safe", "yes, to 200 °C", ""),
        ("Origin", "None", ""), ("Origin", "Not Portugal", ""), ("Lining", "without lining", ""),
        ("Machine washable", "0", ""), ("Care", "do not bleach", ""), ("Material", "leather? no", ""),
    ]  # fmt: skip
    found = facts_of_rows(rows, "en", date(2026, 11, 1))
    assert [(fact.labels[0][1], fact.evidence) for fact in found] == [
        ("Waterproof", "Waterproof: yes"),
        ("Do not bleach", "Care: do not bleach"),
    ]
    assert facts_of_rows([("Spülmaschinenfest", "nein", ""), ("Herkunft", "Nein", "")], "de") == ()
    assert facts_of_rows([("مقاوم للماء", "لا", "")], "ar") == ()


@pytest.mark.parametrize(
    ("prose", "locale", "labels"),
    [
        ("Oven safe to 300 °C", "en", ["Oven safe to 300 °C"]),
        ("Machine washable at 40 °C", "en", ["Machine washable at 40 °C"]),
        ("Waterproof up to 3 m", "en", ["Waterproof up to 3 m"]),
        ("Oven safe at low heat", "en", []),
        ("Dishwasher safe, top rack", "en", []),
        ("Dishwasher safe (lid by hand)", "en", []),
        ("Made in Portugal (the lid)", "en", []),
        ("Microwave safe, oven safe up to 200 °C and dishwasher safe.", "en",
         ["Microwave safe", "Oven safe up to 200 °C", "Dishwasher safe"]),
        ("Spülmaschinenfest bis 60 °C", "de", ["Spülmaschinenfest bis 60 °C"]),
        ("Wasserdicht im Sommer", "de", []),
    ],
)  # fmt: skip
def test_a_limit_stays_with_what_it_limits(prose: str, locale: str, labels: list[str]) -> None:
    assert said(prose, locale) == labels


@pytest.mark.parametrize(
    ("prose", "locale", "labels"),
    [
        ("Handle made of oak.", "en", []),
        ("Lining 100% silk", "en", []),
        ("Up to 80% wool", "en", []),
        ("Our brass lamp is made in Portugal.", "en", []),
        ("A mug made in Portugal.", "en", ["Made in Portugal"]),
        ("Griff aus Holz", "de", []),
        ("Topf mit Deckel aus Glas", "de", ["Deckel"]),
        ("Hemd mit Kapuze, ohne Kragen", "de", ["Kapuze"]),
        ("Shirt with long sleeves, no collar, cuffs and hem", "en", ["Long sleeves"]),
        ("Shirt with long sleeves, no collar and a hem", "en", ["Long sleeves", "Hem"]),
        ("Hand wash only. Do not bleach.", "en", ["Hand wash only", "Do not bleach"]),
    ],
)
def test_of_what_it_is_said(prose: str, locale: str, labels: list[str]) -> None:
    found = said(prose, locale)
    assert [label for label in found if label in labels or not labels] == labels


def test_the_thing_is_no_part_of_itself() -> None:
    assert said("A tray for boots.") == []
    assert said("Holds mud, with a tray and two handles.", title="Boot Tray") == ["Two handles"]
    assert said("A stand, with a tray and two handles.", title="Boot Stand with Tray") == ["Tray", "Two handles"]


def test_the_evidence_is_the_whole_statement() -> None:
    prose = "Fine. Stoneware mug with a wide handle – a heavy one! Oven safe to 300 °C."
    found = {fact.labels[0][1]: fact for fact in facts(prose, "en")}
    assert found["Oven safe to 300 °C"].evidence == "Oven safe to 300 °C"
    assert found["Wide handle"].evidence == "Stoneware mug with a wide handle – a heavy one"
    for fact in found.values():
        assert fact.span is not None
        assert prose[slice(*fact.span)] == fact.evidence


def test_what_is_cut_off_is_not_believed() -> None:
    filler = "Zorb. " * (LONGEST // 6 - 3)
    room = LONGEST - len(filler) - len("Waterproof")
    assert said(f"{filler}{' ' * room}Waterproof? no") == []
    assert said(f"{filler}Waterproof") == ["Waterproof"]
