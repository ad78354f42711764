"""The sample brand keeps the promises of its own README: true numbers, one voice, frames that recur."""

import csv
import re
import tomllib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

BRAND = Path(__file__).resolve().parents[2] / "src/styleloop/data/brands/tarn-and-thistle"
TODAY = date(2026, 11, 24)
LOCALES = ("en-GB", "de-DE", "ar-AE")
MARKETS = {"en-GB": "GBP", "de-DE": "EUR", "ar-AE": "AED"}
KINDS = {"part", "material", "measure", "performance", "origin", "care", "use", "colour"}
UNITS = {"g", "kg", "ml", "l", "mm", "cm", "m", "h", "min", "years", "%", "lm", "mm_wc", "pieces"}
TRAITS = {
    "worn", "vessel", "outdoor", "indoor", "lit", "washable", "carried", "warm", "waterproof", "written",
}  # fmt: skip
WORDS_OF_NUMBER = {
    "en": {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8},
    "de": {"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8},
    "ar": {"ثلاث": 3, "أربع": 4, "خمس": 5, "ست": 6, "ثماني": 8},
}
COLUMNS = "id,name,locale,market,channel,placement,product,headline,body,cta,caption,alt,picture,tone,test,made"
SPOKEN = ("headline", "body", "cta", "caption", "alt")
DETERMINERS = r"(?:the|a|an|a pair of|der|die|das|den|dem|zum|zur|zu den) "


def table(path: str) -> list[dict[str, str]]:
    with (BRAND / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def toml(path: str) -> dict[str, Any]:
    return tomllib.loads((BRAND / path).read_text("utf-8"))


ADS = table("library/ads.csv")
OLD = toml("products/products.toml")["products"]
NEW = toml("products/new/umbrella.toml")["products"]
PRODUCTS = {p["sku"]: p for p in [*OLD, *NEW]}
KIT, TERMS, CLAIMS = toml("brand/kit.toml"), toml("brand/terms.toml")["terms"], toml("brand/claims.toml")["claims"]
FACTS = [(p["sku"], f) for p in PRODUCTS.values() for f in p["facts"]]


def language(locale: str) -> str:
    return locale.split("-")[0]


def numbers(text: str, locale: str) -> list[float]:
    """Every number in `text`, in figures or as a word from two upwards."""
    thousands, point = (".", ",") if language(locale) == "de" else (",", ".")
    found = [
        float(figure.rstrip(".,").replace(thousands, "").replace(point, "."))
        for figure in re.findall(r"\d[\d.,]*", text)
    ]
    words = WORDS_OF_NUMBER[language(locale)]
    return found + [float(words[w]) for w in re.findall(r"\w+", text.casefold()) if w in words]


def known_numbers(product: dict[str, Any], market: str) -> set[float]:
    facts = {float(f["number"]) for f in product["facts"] if "number" in f}
    return facts | {float(p["amount"]) for p in product["prices"] if p["market"] == market}


def said(phrases: list[dict[str, Any]], locale: str) -> list[dict[str, Any]]:
    return [p for p in phrases if p["locale"] == language(locale)]


def has_word(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text.casefold()) is not None


def says(text: str, phrases: list[dict[str, Any]]) -> bool:
    """Whether `text` is one of `phrases`, bare, typed or with a determiner, whatever its first letter."""
    every = [p["text"] for p in phrases] + [f["text"] for p in phrases for f in p.get("forms", [])]
    bare = re.sub(rf"^{DETERMINERS}", "", text, flags=re.IGNORECASE)
    return any(text.casefold() == one.casefold() or bare.casefold() == one.casefold() for one in every)


def test_every_file_of_the_project_folder_parses() -> None:
    for path in sorted(BRAND.rglob("*.toml")):
        assert tomllib.loads(path.read_text("utf-8")), path
    for path in sorted(BRAND.rglob("*.csv")):
        if path.parent.name != "results":
            rows = table(str(path.relative_to(BRAND)))
            assert rows, path
            assert all(None not in row and None not in row.values() for row in rows), path
    assert (BRAND / "brand" / KIT["logo"]).is_file()


def test_words_are_stored_composed_and_without_unseen_characters() -> None:
    unseen = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0300-\u036f\ufeff\u00a0]")
    for path in sorted(
        p for p in BRAND.rglob("*") if p.suffix in {".csv", ".toml", ".md"} and "results" not in p.parts
    ):
        assert not unseen.search(path.read_text("utf-8")), path


# --- products --------------------------------------------------------------------------------------------------------


def test_twelve_products_and_one_new() -> None:
    assert len(OLD) == 12
    assert [p["sku"] for p in NEW] == ["umbrella"]
    assert "umbrella" not in {ad["product"] for ad in ADS}


@pytest.mark.parametrize("sku", sorted(PRODUCTS))
def test_a_product_can_be_said_and_priced_everywhere(sku: str) -> None:
    product = PRODUCTS[sku]
    assert set(product["traits"]) <= TRAITS
    for field in ("names", "adversaries"):
        assert {language(loc) for loc in LOCALES} <= {p["locale"] for p in product[field]}
    assert {p["market"]: p["currency"] for p in product["prices"]} == MARKETS
    assert set(product["picture_alt"]) == set(LOCALES)
    for phrase in product["names"]:
        if phrase["locale"] != "en" and phrase.get("number") != "plural":
            assert phrase["gender"] in {"m", "f", "n"}
        if phrase["locale"] == "ar":
            typed = {f["name"] for f in phrase["forms"]}
            assert " " not in phrase["text"] or {"definite", "li_definite"} <= typed


@pytest.mark.parametrize("sku", sorted(PRODUCTS))
def test_a_product_has_at_least_eight_facts_with_evidence_in_three_languages(sku: str) -> None:
    facts = PRODUCTS[sku]["facts"]
    assert len(facts) >= 8
    assert len({f["key"] for f in facts}) == len(facts)
    assert sum("number" in f for f in facts) >= 4
    for fact in facts:
        assert fact["kind"] in KINDS
        assert fact["status"] == "confirmed"
        assert fact["evidence"]
        assert ("number" in fact) == ("unit" in fact)
        assert fact.get("unit", "g") in UNITS
        assert set(fact["labels"]) == {"en", "de", "ar"}
        if fact["kind"] in {"part", "material", "performance"}:
            assert {p["locale"] for p in fact["phrases"]} == {"en", "de", "ar"}


@pytest.mark.parametrize(("sku", "fact"), FACTS, ids=[f"{sku}-{f['key']}" for sku, f in FACTS])
def test_a_label_stands_alone_and_its_numbers_are_facts(sku: str, fact: dict[str, Any]) -> None:
    for lang, label in fact["labels"].items():
        assert 1 <= len(label) <= 40
        assert label[-1] not in ".!?؟:"
        assert set(numbers(label, lang)) <= known_numbers(PRODUCTS[sku], "")
    for phrase in fact.get("phrases", []):
        assert set(numbers(phrase["text"], phrase["locale"])) <= known_numbers(PRODUCTS[sku], "")
        assert phrase["text"].casefold() != fact["labels"][phrase["locale"]].casefold()


def test_the_plain_catalogue_says_the_same_as_the_typed_products() -> None:
    rows = table("products/catalogue.csv")
    assert [row["sku"] for row in rows] == [p["sku"] for p in OLD]
    for row in rows:
        product = PRODUCTS[row["sku"]]
        newest = max((p for p in product["prices"] if p["market"] == "en-GB"), key=lambda p: p["since"])
        assert (float(row["price"]), row["currency"]) == (newest["amount"], newest["currency"])
        assert set(numbers(row["description"], "en")) <= known_numbers(product, "en-GB")
        assert row["picture"] == product["picture"]


# --- ads -------------------------------------------------------------------------------------------------------------


def test_sixty_ads_twenty_in_each_language() -> None:
    assert list(ADS[0]) == COLUMNS.split(",")
    assert Counter(ad["locale"] for ad in ADS) == dict.fromkeys(LOCALES, 20)
    assert {ad["product"] for ad in ADS} == {p["sku"] for p in OLD}
    for field in ("id", "name", "headline"):
        assert len({ad[field] for ad in ADS}) == 60
    for ad in ADS:
        assert ad["market"] == ad["locale"]
        assert ad["placement"] in {"square", "story", "wide"}
        assert ad["tone"] in {tone["name"] for tone in KIT["tones"]}
        assert ad["picture"] == f"pictures/{ad['id']}.jpg"
        assert date(2025, 3, 1) <= date.fromisoformat(ad["made"]) <= date(2026, 10, 31)


@pytest.mark.parametrize("ad", ADS, ids=[ad["id"] for ad in ADS])
def test_every_number_of_an_ad_is_a_fact_or_a_price_of_its_product(ad: dict[str, str]) -> None:
    product = PRODUCTS[ad["product"]]
    for slot in ("headline", "body", "caption"):
        assert set(numbers(ad[slot], ad["locale"])) <= known_numbers(product, ad["market"]), slot
    assert numbers(ad["body"], ad["locale"]), "the fact has a number"


@pytest.mark.parametrize("ad", ADS, ids=[ad["id"] for ad in ADS])
def test_an_ad_keeps_the_voice(ad: dict[str, str]) -> None:
    product, lang = PRODUCTS[ad["product"]], language(ad["locale"])
    for slot in SPOKEN:
        assert not set("!?؟¡¿…") & set(ad[slot]), slot
        assert ad[slot] == " ".join(ad[slot].split()), slot
    assert all(beat[-1] in ".:،" for beat in ad["headline"].split(" / "))
    assert len(ad["headline"].replace(" / ", " ").split()) <= KIT["voice"]["max_headline_words"]
    name, *facts = ad["body"].removesuffix(".").split(". ")
    assert says(name, said(product["names"], ad["locale"]))
    assert len(facts) == 2
    assert set(facts) <= {f["labels"][lang] for f in product["facts"]}
    assert 1 <= len(re.findall(r"[.](?:\s|$)", ad["caption"])) <= 2
    assert ad["alt"] == product["picture_alt"][ad["locale"]]


@pytest.mark.parametrize("ad", ADS, ids=[ad["id"] for ad in ADS])
def test_no_ad_holds_a_word_the_brand_does_not_use(ad: dict[str, str]) -> None:
    text = " ".join(ad[slot] for slot in SPOKEN)
    for term in TERMS:
        if term["rule"] in ("banned", "preferred") and term.get("locale", "") in ("", language(ad["locale"])):
            assert not has_word(term["text"], text), term["text"]
        if term["rule"] == "case" and has_word(term["text"], text):
            assert term["text"] in text
    taboo = toml(f"markets/{ad['market']}.toml")["taboo"]
    assert not [word for word in taboo if has_word(word, text)]


def test_an_ad_names_the_price_of_its_day() -> None:
    for ad in ADS:
        text = f"{ad['headline']} {ad['caption']}"
        named = re.findall(r"£[\d,.]*\d|\d[\d.]*(?= €)|\d[\d,]*(?= درهم)", text)
        prices = [p for p in PRODUCTS[ad["product"]]["prices"] if p["market"] == ad["market"]]
        made = date.fromisoformat(ad["made"])
        in_force = max((p for p in prices if p["since"] <= made), key=lambda p: p["since"])
        assert {n for one in named for n in numbers(one, ad["locale"])} <= {float(in_force["amount"])}, ad["id"]


def test_the_arms_of_a_test_share_all_but_their_words_and_tone() -> None:
    arms: dict[str, list[dict[str, str]]] = defaultdict(list)
    for ad in ADS:
        if ad["test"]:
            arms[ad["test"]].append(ad)
    assert 18 <= len(arms) <= 22
    for name, ads in arms.items():
        assert 2 <= len(ads) <= 5, name
        assert len({(ad["locale"], ad["product"], ad["placement"], ad["made"]) for ad in ads}) == 1, name
        assert len({ad["headline"] for ad in ads}) == len(ads), name
        assert name.startswith(f"t-{language(ads[0]['locale'])}-"), name


# --- frames ----------------------------------------------------------------------------------------------------------


def frames() -> list[tuple[str, str, str, list[str]]]:
    """(id, frame, takes, ads) of the README's table."""
    rows = re.findall(r"^\| ([a-z]{2}-[a-z-]+)[^|]*\| (.+?) \| ([a-z ]+) \| (.+?) \|$", read_me(), flags=re.MULTILINE)
    return [(name, frame, takes, ads.split()) for name, frame, takes, ads in rows]


def read_me() -> str:
    return (BRAND / "README.md").read_text("utf-8")


def pattern(frame: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)(?::\w+)?\}", frame)
    return re.compile("".join(f"(?P<{p}>.+?)" if i % 2 else re.escape(p) for i, p in enumerate(parts)))


FRAMES = frames()


@pytest.mark.parametrize("locale", LOCALES)
def test_at_least_eight_frames_recur_in_each_language(locale: str) -> None:
    headlines = [(ad["headline"], ad["product"]) for ad in ADS if ad["locale"] == locale]
    support = [
        len({sku for line, sku in headlines if pattern(frame).fullmatch(line)})
        for name, frame, _, _ in FRAMES
        if name.startswith(language(locale))
    ]
    assert len(support) >= 8
    assert min(support) >= 2


@pytest.mark.parametrize(("name", "frame", "takes", "ads"), FRAMES, ids=[f[0] for f in FRAMES])
def test_a_frame_holds_the_ads_its_row_names_and_only_words_of_their_products(
    name: str, frame: str, takes: str, ads: list[str]
) -> None:
    lang = name[:2]
    held = {
        ad["id"]: m for ad in ADS if language(ad["locale"]) == lang if (m := pattern(frame).fullmatch(ad["headline"]))
    }
    assert sorted(held) == ads
    used = [PRODUCTS[ad["product"]] for ad in ADS if ad["id"] in held]
    shared = set.intersection(*(set(p["traits"]) for p in used))
    assert shared == (set() if takes == "any" else set(takes.split()))
    assert shared <= set(PRODUCTS["umbrella"]["traits"]), "the new product fits every frame"
    for ad in ADS:
        if ad["id"] in held:
            _filled_from(PRODUCTS[ad["product"]], ad["locale"], held[ad["id"]].groupdict())


def _filled_from(product: dict[str, Any], locale: str, gaps: dict[str, str]) -> None:
    lang = language(locale)
    parts = [p for f in product["facts"] if f["kind"] == "part" for p in said(f.get("phrases", []), locale)]
    known = {
        "product": said(product["names"], locale),
        "adversary": said(product["adversaries"], locale),
        "part": parts,
    }
    for gap, text in gaps.items():
        if gap == "weight":
            assert text in {f["labels"][lang] for f in product["facts"] if f["key"] == "weight"}
        elif gap == "price":
            amounts = {float(p["amount"]) for p in product["prices"] if p["market"] == locale}
            assert set(numbers(text, locale)) <= amounts
        else:
            assert says(text, known[gap]), text


def test_the_readme_names_every_line_that_has_no_frame() -> None:
    framed = {ad for _, _, _, ads in FRAMES for ad in ads}
    for ad in ADS:
        assert ad["id"] in framed or f"`{ad['headline']}`" in read_me(), ad["id"]


# --- rules -----------------------------------------------------------------------------------------------------------


def test_terms_cover_three_languages_and_say_why() -> None:
    assert len(TERMS) >= 15
    assert {"en", "de", "ar"} <= {t.get("locale", "") for t in TERMS}
    assert {"banned", "preferred", "case", "translated", "stays"} == {t["rule"] for t in TERMS}
    assert all(t.get("why") or t["rule"] in ("translated", "stays") for t in TERMS)
    assert all(t["instead"] for t in TERMS if t["rule"] == "preferred")


def test_claims_have_proof_and_exactly_one_has_ended() -> None:
    assert len(CLAIMS) >= 12
    assert [c["slug"] for c in CLAIMS if c.get("ends", TODAY) < TODAY] == ["gusts-100"]
    assert sum(bool(c["markets"]) for c in CLAIMS) == 2
    for claim in CLAIMS:
        assert claim["proof"]
        assert claim["starts"] < claim.get("ends", date.max)
        assert {w["locale"] for w in claim["wordings"]} == set(LOCALES)
        assert set(claim["products"]) <= set(PRODUCTS)
        assert set(claim["markets"]) <= set(LOCALES)
    ended = next(c for c in CLAIMS if c["slug"] == "gusts-100")
    assert ended["ends"] == date(2026, 9, 30)
    assert 100.0 not in known_numbers(PRODUCTS["umbrella"], ""), "no fact may stand in for the ended claim"


def test_the_one_frame_that_claims_something_rests_on_a_claim_that_covers_its_products() -> None:
    november = next(c for c in CLAIMS if c["slug"] == "november")
    tested = [ad for ad in ADS if "We tested" in ad["headline"]]
    assert len(tested) == 2
    for ad in tested:
        assert ad["product"] in november["products"]
        assert november["starts"] <= date.fromisoformat(ad["made"]) <= november["ends"]
    assert "umbrella" in november["products"]


def test_twelve_guidelines_each_with_a_good_and_a_bad_line() -> None:
    pages = sorted((BRAND / "brand/guidelines").glob("*.md"))
    assert [page.name[:2] for page in pages] == [f"{n:02d}" for n in range(1, 13)]
    for page in pages:
        title, text, good, bad = page.read_text("utf-8").strip().split("\n\n")
        assert title.startswith("# ")
        assert 40 <= len(text.split()) <= 120
        assert good.startswith("Good: ")
        assert bad.startswith("Bad: ")


def test_inspiration_keeps_quiet_and_rivals_do_not() -> None:
    lines = table("inspiration/inspiration.csv")
    assert list(lines[0]) == ["id", "locale", "category", "register", "headline", "note"]
    assert len({line["id"] for line in lines}) == 20
    assert len({line["register"] for line in lines}) == 20
    assert not [line for line in lines if set("!?؟") & set(line["headline"])]
    rivals = table("competitors/competitors.csv")
    assert list(rivals[0]) == ["id", "locale", "brand", "headline"]
    assert len(rivals) == 12
    assert all("!" in rival["headline"] for rival in rivals)
    assert {line["locale"] for line in [*lines, *rivals]} == set(LOCALES)


def test_words_can_be_read_on_every_tone_but_the_one_kept_as_a_warning() -> None:
    assert [t["name"] for t in KIT["tones"]] == ["moss", "slate", "rust", "weather", "ember"]
    hexes = {colour["name"]: colour["hex"] for colour in KIT["colours"]}
    for tone in KIT["tones"]:
        ratios = []
        for ink, ground in (("line", "panel"), ("fact", "panel"), ("label_ink", "label")):
            low, high = sorted(luminance(hexes.get(tone[part], tone[part])) for part in (ink, ground))
            ratios.append((high + 0.05) / (low + 0.05))
        assert (min(ratios) >= 4.5) == (tone["name"] != "ember"), (tone["name"], ratios)


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance of #rrggbb."""
    levels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_markets_name_currency_direction_and_who_signs() -> None:
    for locale, currency in MARKETS.items():
        market = toml(f"markets/{locale}.toml")
        assert market["currency"] == currency
        assert market["direction"] == ("rtl" if locale == "ar-AE" else "ltr")
        assert market["script"] in {face["script"] for face in KIT["faces"]}
        assert market["reviewers"]
