"""What drafting makes of the sample brand: every product, the held-out one too, in every market."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files

import pytest
from small_brand import KIT, SQUARE

from styleloop.drafts import DRAFTER, write
from styleloop.language.claims import claim_spans
from styleloop.language.filling import fillers
from styleloop.language.forms import begin
from styleloop.style.patterns import mine
from styleloop.types.asset import Asset
from styleloop.types.brand import BrandKit, Claim, Localised, Market, Voice
from styleloop.types.brief import Brief
from styleloop.types.copy import Copy
from styleloop.types.product import Product
from styleloop.types.record import Refusal, Where
from styleloop.types.variant import Draft

BRAND = files("styleloop") / "data" / "brands" / "tarn-and-thistle"
LOCALES = ("ar-AE", "de-DE", "en-GB")


def table(*path):
    return tomllib.loads(BRAND.joinpath(*path).read_text("utf-8"))


def read_products(*path):
    found = []
    for raw in table(*path)["products"]:
        facts = [{**f, "labels": tuple(f.get("labels", {}).items())} for f in raw["facts"]]
        alts = tuple(raw["picture_alt"].items())
        found.append(
            Product.model_validate({**raw, "facts": facts, "picture_alt": alts, "source": Where(file=path[-1])})
        )
    return tuple(found)


KNOWN = read_products("products", "products.toml")
(UMBRELLA,) = read_products("products", "new", "umbrella.toml")


@cache
def ads() -> tuple[Asset, ...]:
    with (BRAND / "library" / "ads.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Asset(
                words=Copy.of(headline=row["headline"].replace(" / ", "\n"), body=row["body"], cta=row["cta"]),
                locale=row["locale"],
                product=row["product"],
                source=Where(file="ads.csv", row=number),
            )
            for number, row in enumerate(csv.DictReader(file), start=2)
        )


@cache
def kit() -> BrandKit:
    raw = table("brand", "kit.toml")
    claims = tuple(
        Claim.model_validate({**c, "wordings": tuple(Localised(**w) for w in c["wordings"])})
        for c in table("brand", "claims.toml")["claims"]
    )
    return BrandKit(
        name=raw["name"],
        locale=raw["locale"],
        logo="sha",
        colours=(),
        tones=KIT.tones,
        faces=(),
        voice=Voice(**raw["voice"]),
        claims=claims,
        markets=tuple(Market(**table("markets", f"{locale}.toml"), locale=locale) for locale in LOCALES),
    )


@cache
def patterns(locale: str):
    return mine(ads(), KNOWN, locale)


@cache
def drafted(sku: str, locale: str) -> tuple[Draft, ...]:
    product = next(p for p in (*KNOWN, UMBRELLA) if p.sku == sku)
    used = tuple(a.words.text("headline") for a in ads() if a.locale == locale)
    claims = tuple(c.slug for c in kit().claims if c.slug != "gusts-100" and (not c.products or sku in c.products))
    asked = Brief(
        campaign="c",
        product=product,
        market=locale,
        placements=(SQUARE,),
        style="s",
        avoid=used,
        claims=claims,
        lines=1,
    )
    return tuple(d for d in write(asked, patterns(locale), kit(), 200) if not isinstance(d, Refusal))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_brands_frames_are_found(locale):
    repeated = [p for p in patterns(locale) if p.slot == "headline" and p.support >= 2]
    assert len(repeated) >= 8
    assert {p.slot for p in patterns(locale) if p.support >= 2} == {"headline", "cta", "body"}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_product_nobody_advertised_gets_six_lines_and_more(locale):
    drafts = drafted("umbrella", locale)
    assert len({d.words.text("headline") for d in drafts}) >= 6
    assert len({d.pattern for d in drafts}) >= 6
    assert {d.drafter for d in drafts} == {DRAFTER}


@pytest.mark.parametrize("locale", LOCALES)
def test_everybody_gets_a_few_lines_in_the_brands_own_frames(locale):
    for product in KNOWN:
        drafts = drafted(product.sku, locale)
        assert len({d.words.text("headline") for d in drafts}) >= 3, product.sku
        assert {d.drafter for d in drafts} == {DRAFTER}


CLAIMED = {"claim.november": {"tested"}}


def test_a_frame_that_claims_rests_on_the_claim_and_says_so():
    found = [d for d in drafted("umbrella", "en-GB") if "We tested" in d.words.text("headline")]
    assert {s.fact for d in found for s in d.filled if s.text == "tested"} == {"claim.november"}
    for sku in ("wool-socks", "oat-soap", "base-layer"):
        assert not [d for d in drafted(sku, "en-GB") if "We tested" in d.words.text("headline")]


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_claimed_that_no_fact_or_claim_backs(locale):
    for product in (*KNOWN, UMBRELLA):
        for draft in drafted(product.sku, locale):
            for slot in ("headline", "body", "cta", "price", "caption"):
                for claim in claim_spans(draft.words.text(slot), locale):
                    backed = [
                        s for s in draft.filled if s.slot == slot and s.start <= claim.start and claim.end <= s.end
                    ]
                    assert backed or claim.puffery, (claim, draft.words)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_number_name_and_fact_is_the_products(locale):
    for product in (*KNOWN, UMBRELLA):
        known: dict[str, set[str]] = {}
        for filler in fillers(product, locale):
            known.setdefault(filler.fact, set()).update(w for t in filler.words.values() for w in (t, begin(t)))
        for draft in drafted(product.sku, locale):
            for slot in ("headline", "body", "cta", "price", "caption"):
                left = list(draft.words.text(slot))
                for span in (s for s in draft.filled if s.slot == slot):
                    assert span.text in known.get(span.fact, ()) or span.text in CLAIMED[span.fact]
                    assert draft.words.text(slot)[span.start : span.end] == span.text
                    left[span.start : span.end] = " " * (span.end - span.start)
                assert not any(c.isdigit() for c in "".join(left)), draft.words


@pytest.mark.parametrize("locale", LOCALES)
def test_bodies_are_in_the_brands_manner(locale):
    for product in (*KNOWN, UMBRELLA):
        for draft in drafted(product.sku, locale):
            body = draft.words.text("body")
            assert any(c.isdigit() for c in body)
            facts = {s.fact for s in draft.filled if s.slot == "body" and s.fact.startswith("fact.")}
            assert len(facts) == 2
            assert not facts & {s.fact for s in draft.filled if s.slot == "headline"}


def test_rain_is_for_what_keeps_water_out():
    for sku in ("wool-blanket", "canvas-tote", "oat-soap", "thermal-mug"):
        assert not [d for d in drafted(sku, "en-GB") if "It rained" in d.words.text("headline")]
    assert [d for d in drafted("umbrella", "en-GB") if "It rained" in d.words.text("headline")]
