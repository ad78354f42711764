"""Pieces of the sample brand for the checks to look at."""

from __future__ import annotations

from datetime import date

from styleloop.types.audit import AuditItem, Finding
from styleloop.types.brand import BrandKit, Claim, Face, Guideline, Localised, Market, Term, Voice
from styleloop.types.brief import Placement, SlotLimit
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, Form, NounPhrase, Price, Product
from styleloop.types.record import Where
from styleloop.types.variant import Rendering, SlotFacts

DAY = date(2026, 9, 1)
BRITAIN = Market(locale="en-GB", name="United Kingdom", currency="GBP", taboo=("bloody",))
GERMANY = Market(locale="de-DE", name="Germany", currency="EUR", taboo=("geil",))
EMIRATES = Market(
    locale="ar-AE", name="United Arab Emirates", currency="AED", direction="rtl", script="Arab", taboo=("نبيذ",)
)

KIT = BrandKit(
    name="Tarn & Thistle",
    locale="en-GB",
    logo="0" * 64,
    colours=(),
    tones=(),
    faces=(Face(script="Latn", serif=("Vollkorn",), sans=("Public Sans",)),),
    voice=Voice(person="second", exclamations=False, emoji=False, questions=False, max_headline_words=14),
    terms=(
        Term(text="revolutionary", rule="banned", locale="en", why="hype"),
        Term(text="revolutionär", rule="banned", locale="de", why="hype"),
        Term(text="ثوري", rule="banned", locale="ar", why="hype"),
        Term(text="raincoat", rule="preferred", locale="en", instead="rain shell", why="the product's name"),
        Term(text="Tarn & Thistle", rule="case"),
    ),
    guidelines=(
        Guideline(slug="no-shouting", title="We do not shout", text="No exclamation marks, no capitals."),
        Guideline(slug="no-hype", title="Say what it is", text="It is a tea towel, not a revolutionary tea towel."),
    ),
)

TAPED = Claim(
    slug="taped-seams",
    wordings=(Localised(locale="en", text="Every seam taped"), Localised(locale="de", text="Alle Nähte getapt")),
    proof="Seam test 2026-02",
    products=("rain-shell",),
    markets=("en-GB", "de-DE"),
    starts=date(2026, 1, 1),
    ends=date(2026, 10, 31),
)
DRIEST = Claim(
    slug="driest-2026",
    wordings=(Localised(locale="en", text="The driest shell of 2026"),),
    proof="Hill & Mountain group test, May 2026",
    products=("rain-shell",),
    markets=("en-GB",),
    starts=date(2026, 5, 1),
    ends=date(2026, 12, 31),
)

SHELL = Product(
    sku="rain-shell",
    names=(
        NounPhrase(locale="en", text="rain shell", forms=(Form(name="plural", text="rain shells"),)),
        NounPhrase(locale="de", text="Regenjacke", gender="f"),
        NounPhrase(locale="ar", text="سترة مطرية", gender="f", forms=(Form(name="definite", text="السترة المطرية"),)),
    ),
    adversaries=(NounPhrase(locale="en", text="drizzle", article="none", countable=False),),
    facts=(
        Fact(
            key="seams",
            kind="part",
            labels=(("en", "Every seam taped"), ("de", "Alle Nähte getapt")),
            evidence="Pattern sheet 12",
            status="confirmed",
        ),
        Fact(
            key="weight",
            kind="measure",
            number=312,
            unit="g",
            labels=(("en", "312 g"), ("de", "312 g")),
            evidence="Scales, 2026-02",
            status="confirmed",
        ),
        Fact(key="column", kind="performance", number=10000, unit="mm_wc", evidence="Lab sheet 4", status="confirmed"),
    ),
    prices=(
        Price(market="en-GB", amount=145, currency="GBP", since=date(2026, 3, 1)),
        Price(market="de-DE", amount=169, currency="EUR", since=date(2026, 3, 1)),
    ),
    picture_alt=(("en-GB", "A rust-red rain shell hangs on a fence post."),),
    source=Where(file="products.toml"),
)
FLASK = Product(
    sku="flask",
    names=(NounPhrase(locale="en", text="flask"), NounPhrase(locale="de", text="Isolierflasche", gender="f")),
    facts=(
        Fact(
            key="heat",
            kind="performance",
            number=14,
            unit="h",
            labels=(("en", "Hot for 14 hours"), ("de", "14 Stunden heiß")),
            evidence="Kettle test",
            status="confirmed",
        ),
        Fact(key="volume", kind="measure", number=0.75, unit="l", evidence="Measured", status="confirmed"),
        Fact(
            key="walls",
            kind="part",
            number=2,
            unit="pieces",
            phrases=(NounPhrase(locale="en", text="two walls of steel", number="plural"),),
            evidence="Cut open",
            status="confirmed",
        ),
    ),
    prices=(Price(market="en-GB", amount=38.5, currency="GBP"), Price(market="de-DE", amount=44, currency="EUR")),
    source=Where(file="products.toml"),
)

SQUARE = Placement(
    name="square",
    label="Square post",
    width=1080,
    height=1080,
    limits=(SlotLimit(slot="headline", graphemes=60), SlotLimit(slot="caption", graphemes=40)),
    max_bytes=500_000,
    source="Meta Business Help, read 2026-08-01",
)


def facts_of(slot: str = "headline", **changes: object) -> SlotFacts:
    given = {
        "slot": slot,
        "box": (70.0, 70.0, 500.0, 400.0),
        "ink": (80.0, 80.0, 480.0, 380.0),
        "size": 76.0,
        "lines": 2,
        "fits": True,
        "contrast": 7.2,
        "clearance": 10.0,
    }
    return SlotFacts(**{**given, **changes})


def rendering_of(*facts: SlotFacts, size: int = 200_000) -> Rendering:
    return Rendering(
        layout="layout_1",
        placement="square",
        width=1080,
        height=1080,
        mime="image/jpeg",
        bytes=size,
        file="1" * 64,
        pixels="2" * 64,
        facts=facts,
        renderer="typst@1",
        painter="painter@1",
    )


def item_of(words: Copy | None = None, **changes: object) -> AuditItem:
    """A piece that no check objects to, with changes."""
    given = {
        "subject": "variant_1",
        "words": words
        or Copy.of(
            headline="It rained.\nIt will rain again.",
            body="Rain shell. 312 g. Every seam taped.",
            cta="Take the rain shell",
            caption="It will rain again.",
            alt="A rust-red rain shell hangs on a fence post.",
        ),
        "market": BRITAIN,
        "kit": KIT,
        "day": DAY,
        "product": SHELL,
        "placement": SQUARE,
        "claims": (TAPED, DRIEST),
        "rendering": rendering_of(facts_of(), facts_of("body", size=34.0)),
    }
    return AuditItem(**{**given, **changes})


def told(guardrail, item: AuditItem) -> tuple[Finding, ...]:
    """What one check says of one piece."""
    (answer,) = guardrail.check([item])
    assert isinstance(answer, tuple), answer
    return answer


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [f.rule for f in findings]


def mended(item: AuditItem, finding: Finding) -> str:
    """The words of the slot after the finding's fix was applied with one key."""
    span = finding.span
    text = item.words.text(span.slot)
    assert text[span.start : span.end] == span.text
    return text[: span.start] + finding.fix + text[span.end :]
