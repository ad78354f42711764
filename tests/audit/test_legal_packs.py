"""Packs of rules: every example is run, what cannot be read is told, dates and markets count, conditions silence."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import KIT

from styleloop.app.brand import DATA
from styleloop.app.brandfiles import read_placements
from styleloop.app.packfiles import packs_of
from styleloop.audit import screen
from styleloop.audit.legal import Legal
from styleloop.audit.legal_reading import joined, read_packs, shipped
from styleloop.audit.platform import Platform
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Claim, Localised, Market
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, Product
from styleloop.types.record import Refusal, Where
from styleloop.types.variant import Provenance

DAY = date(2026, 11, 30)
LEGAL, PLATFORM = Legal(), Platform()
CHECKS = {"legal": LEGAL, "platform": PLATFORM}
EVERY = [(pack, rule) for pack in shipped() for rule in pack.rules]
EXAMPLES = [(pack, rule, example) for pack, rule in EVERY for example in rule.examples]


def piece(text="", locale="en-GB", slot="headline", platform="", **more):
    placement = Placement(name="x", label="X", kind="text", platform=platform, source="test") if platform else None
    given_ = {
        "subject": "a",
        "words": Copy.of(**{slot: text}),
        "market": Market(locale=locale, name=locale, currency="EUR"),
        "kit": KIT,
        "day": DAY,
        "placement": placement,
    }
    return AuditItem(**{**given_, **more})


def rules(text, locale="en-GB", check=LEGAL, **more):
    (found,) = check.check([piece(text, locale, **more)])
    assert isinstance(found, tuple), found
    return [f.rule for f in found]


def known(facts, locale):
    told = [
        Fact(key=f"fact-{n}", kind="material", labels=((locale[:2], text),), status="confirmed")
        for n, text in enumerate(facts)
    ]
    return Product(sku="a", names=(), facts=tuple(told), source=Where(file="x"))


def test_every_pack_that_ships_can_be_read_and_says_where_it_comes_from():
    assert [fault for pack in shipped() for fault in pack.faults] == []
    assert len({rule.slug for _, rule in EVERY}) == len(EVERY)
    for pack, rule in EVERY:
        assert rule.why.rstrip(" »”)").endswith("."), rule.slug
        assert rule.reviewed_by == ""
        assert rule.words or rule.test, rule.slug
        assert rule.markets or pack.family == "platform", rule.slug


@pytest.mark.parametrize("pack", shipped(), ids=lambda pack: pack.name)
def test_each_rule_objects_to_its_example_and_not_to_what_looks_alike(pack):
    for rule in pack.rules:
        day = max(DAY, rule.starts or DAY)
        platform = rule.platforms[0] if rule.platforms else ""
        for example in rule.examples:
            more = {"slot": example.slot, "day": day, "platform": platform, "check": CHECKS[pack.family]}
            if example.facts:
                more["product"] = known(example.facts, example.locale)
            if example.breach:
                assert rule.slug in rules(example.breach, example.locale, **more), example.breach
            if example.clean:
                assert rules(example.clean, example.locale, **more) == [], example.clean


def test_the_platforms_of_rules_are_those_of_formats():
    known = {p.platform for p in read_placements(DATA / "placements" / "placements.toml")}
    assert {platform for _, rule in EVERY for platform in rule.platforms} <= known


def test_a_finding_says_the_words_the_reason_the_source_and_that_nobody_reviewed_it():
    (found,) = LEGAL.check(
        [piece("An eco-friendly bottle", "de-DE", words=Copy.of(headline="Eine umweltfreundliche Flasche"))]
    )
    (finding,) = found
    assert (finding.span.text, finding.severity) == ("umweltfreundliche", "block")
    assert "generic environmental claim" in finding.message
    assert "Say what is better" in finding.message
    assert "Annex I, point 4a" in finding.cited
    assert "from 2026-09-27" in finding.cited
    assert "reviewed by no lawyer; not legal advice" in finding.cited


def test_a_rule_counts_from_its_first_day():
    assert rules("Klimaneutral verschickt", "de-DE", day=date(2026, 9, 26)) == []
    assert rules("Klimaneutral verschickt", "de-DE", day=date(2026, 9, 27)) == ["eu-climate-neutral"]


def test_a_rule_counts_in_its_markets_only():
    line = "Proudly made in the USA"
    assert rules(line, "en-US") == ["us-made-in-usa"]
    assert rules(line, "en-IE") == []
    assert rules("Was €80, now €49", "en-IE") == ["eu-price-reduction"]
    assert rules("Approved by the Ministry of Health", "nb-NO") == []  # no words in Norwegian, so nothing is known


def test_a_market_without_a_country_is_not_checked():
    (answer,) = LEGAL.check([piece("Nothing much", "en")])
    assert isinstance(answer, Refusal)
    assert "names no country" in answer.why


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("We are not climate neutral, and nobody should say so", "en-IE"),
        ("Beware of guaranteed returns", "en-GB"),
        ("Nous ne sommes pas neutres en carbone", "fr-FR"),
        ("カーボンニュートラルではありません", "ja-JP"),
    ],
)
def test_what_a_text_denies_or_warns_of_is_no_claim(text, locale):
    assert rules(text, locale) == []


@pytest.mark.parametrize("text", ["Not only climate neutral", "Why not go climate neutral?"])
def test_what_only_sounds_like_a_denial_is_none(text):
    assert rules(text, "en-IE") == ["eu-climate-neutral"]


@pytest.mark.parametrize(
    "text", ["#ClimateNeutral parcels", "CLIMATE NEUTRAL", "clim\u200bate neutral", "climate\u2011neutral"]
)
def test_tags_capitals_and_hidden_signs_do_not_hide_it(text):
    assert "eu-climate-neutral" in rules(text, "en-IE")


def test_a_claim_that_holds_backs_the_wording_and_an_ended_one_does_not():
    def claim(ends):
        said = (Localised(locale="en", text="An eco-friendly bottle"),)
        return (Claim(slug="eco", wordings=said, proof="Ecolabel 018/042", ends=ends),)

    assert rules("An eco-friendly bottle for every desk", "en-IE", claims=claim(date(2026, 12, 31))) == []
    assert rules("An eco-friendly bottle for every desk", "en-IE", claims=claim(date(2026, 11, 29))) == [
        "eu-generic-green"
    ]


def test_a_fact_backs_only_where_the_rule_says_so():
    made = Fact(key="made", kind="origin", labels=(("en", "Made in the USA"),), status="confirmed")
    green = Fact(key="green", kind="care", labels=(("en", "Eco-friendly"),), status="confirmed")
    product = Product(sku="a", names=(), facts=(made, green), source=Where(file="x"))
    assert rules("Made in the USA", "en-US", product=product) == []
    assert rules("Eco-friendly", "en-US", product=product) == ["us-green"]


def registered(words, proof, locale):
    return (Claim(slug="c", wordings=(Localised(locale=locale, text=words),), proof=proof),)


@pytest.mark.parametrize(
    ("words", "locale", "paper", "licence", "rule"),
    [
        ("Our ginger shot cures arthritis", "en-GB", "Study of 2025", "Marketing authorisation PL 12345", "gb-cures"),
        ("Unser Ingwershot heilt Arthrose", "de-DE", "Studie von 2025", "Zulassungsnummer 123", "eu-cures"),
        ("Invest at 4 % a year, risk-free", "en-GB", "Leaflet", "Deposit guarantee scheme", "finance-certain"),
    ],
)
def test_what_the_law_forbids_outright_no_claim_silences_but_one_whose_proof_is_a_licence(
    words, locale, paper, licence, rule
):
    assert rule in rules(words, locale, claims=registered(words, paper, locale))
    assert rule not in rules(words, locale, claims=registered(words, licence, locale))


def test_a_name_that_a_fact_tells_is_no_superlative():
    named = known(["りんごの品種は「世界一」"], "ja-JP")
    assert rules("りんご「世界一」のジャム", "ja-JP", product=named) == []
    assert rules("世界一のジャム", "ja-JP") == ["jp-best"]


def test_the_line_that_the_law_asks_for_may_stand_in_another_slot_or_in_the_market():
    line = "L'abus d'alcool est dangereux pour la santé, à consommer avec modération."
    whisky = Copy.of(headline="Notre whisky vieilli", caption=line)
    assert rules("Notre whisky vieilli", "fr-FR") == ["fr-alcohol-line"]
    assert rules("", "fr-FR", words=whisky) == []
    market = Market(locale="fr-FR", name="France", currency="EUR", legal_line=line)
    assert rules("Notre whisky vieilli", "fr-FR", market=market) == []


def test_a_claim_that_runs_from_headline_into_body_is_read_as_one():
    assert "eu-legal-rights-as-feature" in rules(
        "", "en-IE", words=Copy.of(headline="Our gift to you", body="a two-year legal guarantee")
    )


def test_the_brands_own_name_is_no_claim():
    assert (
        rules("Green Planet Friendly opens", "en-IE", kit=KIT.model_copy(update={"name": "Green Planet Friendly"}))
        == []
    )


def test_a_picture_that_a_model_made_needs_a_word_of_it_in_the_union():
    def made(kind):
        return Provenance(made=datetime(2026, 11, 30, tzinfo=UTC), drafter="x@1", source_type=kind)

    model = made("trainedAlgorithmicMedia")
    assert rules("It rained", "en-IE", provenance=model) == ["ai-undisclosed"]
    assert rules("It rained. Picture made with AI", "en-IE", provenance=model) == []
    assert rules("It rained", "en-IE", provenance=made("digitalCreation")) == []
    assert rules("It rained", "en-GB", provenance=model) == []


def test_a_project_adds_and_overrides_packs_by_file_name(tmp_path):
    folder = tmp_path / "checks" / "packs"
    folder.mkdir(parents=True)
    (folder / "us-ftc.toml").write_text('title = "Ours"\n')
    (folder / "house.toml").write_text(
        '[[rules]]\nslug = "house-no-haggis"\ntitle = "Haggis"\nwhy = "The chef asked."\nsource = "House rule 3"\n'
        'markets = ["GB"]\nreviewed_by = "A. Counsel, 2026-11-02"\n[rules.words.en]\nphrases = ["haggis"]\n'
    )
    packs = packs_of(tmp_path)
    assert rules("Haggis, proudly made in the USA", "en-GB", packs=packs) == ["house-no-haggis"]
    assert rules("Haggis, proudly made in the USA", "en-US", packs=packs) == []
    (found,) = LEGAL.check([piece("Haggis", "en-GB", packs=packs)])
    assert "reviewed by A. Counsel, 2026-11-02" in found[0].cited


def test_words_that_belong_together_are_named_once_and_found_in_either_order(tmp_path):
    folder = tmp_path / "checks" / "packs"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text(
        '[groups.en]\nsweets = ["toffee", "boiled sweets"]\n[groups.ja]\nsweets = ["飴", "キャラメル"]\n'
        '[[rules]]\nslug = "house-teeth"\ntitle = "Teeth"\nwhy = "They rot."\nsource = "House"\n'
        '[rules.words.en]\nphrases = ["<sweets> & teeth|molars"]\n[rules.words.ja]\nphrases = ["<sweets> & 歯"]\n'
    )
    packs = packs_of(tmp_path)
    found = {text: rules(text, locale, packs=packs) for text, locale in [
        ("Boiled sweets that are kind to your molars", "en-GB"), ("Your teeth will thank this toffee", "en-GB"),
        ("Toffee. Mind your teeth", "en-GB"), ("歯にやさしい飴", "ja-JP"), ("キャラメルは歯に残りません", "ja-JP"),
    ]}  # fmt: skip
    assert list(found.values()) == [["house-teeth"], ["house-teeth"], [], ["house-teeth"], ["house-teeth"]]


BROKEN = {
    "not toml": ('[[rules]]\nslug = "a\n', r"house\.toml: not TOML: .*line 2"),
    "a key misspelt": (
        '[[rules]]\nslug = "a"\ntitel = "A"\nwhy = "B."\nsource = "C"\n',
        r"line 3, rule a: field titel: .*title\?",
    ),
    "a wrong date": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\nstarts = "soon"\n',
        r"line 6.*starts.*YYYY-MM-DD.*soon",
    ),
    "a place that there is not": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\nmarkets = ["GB", "XX"]\n',
        r"line 6, rule a: field markets: no such place: 'XX'; expected EU, .* or a market \(de-AT\); leave",
    ),
    "a country as people say it": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\nmarkets = ["UK"]\n',
        r"line 6.*'UK'.*did you mean GB\?",
    ),
    "a language that there is not": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\n[rules.words.xq]\nphrases = ["x"]\n',
        r"line 6, rule a: table xq: no such language: 'xq'",
    ),
    "a group that there is not": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\n[rules.words.en]\nphrases = ["<drnk> & x"]\n',
        r"line 6, rule a: no group is named 'drnk'; did you mean drink\?",
    ),
    "a group that is no list": (
        '[groups.en]\nsweets = "toffee"\n',
        r"line 1: field groups: expected \[groups.<language>\] with a list of words by name",
    ),
    "groups in a circle": (
        '[groups.en]\na = ["<b>"]\nb = ["<a>"]\n[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\n'
        '[rules.words.en]\nphrases = ["<a> x"]\n',
        r"line 9, rule a: groups name each other",
    ),
    "a key missing": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\n',
        r"line 1, rule a: field source: Field required",
    ),
    "a wording of nothing": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\n[rules.words.en]\nphrases = ["x", "* *"]\n',
        r"line 7, rule a: field phrases \(en\)",
    ),
    "like nothing": (
        '[[rules]]\nslug = "a"\ntitle = "A"\nwhy = "B."\nsource = "C"\nlike = "eu-cure"\n',
        r"no rule is named 'eu-cure'; did you mean eu-cures",
    ),
    "a name taken": (
        '[[rules]]\nslug = "eu-cures"\ntitle = "A"\nwhy = "B."\nsource = "C"\n',
        r"another rule has this name",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_pack_with_an_error_names_file_line_and_key(case):
    text, said = BROKEN[case]
    packs = joined((*shipped(), *read_packs({"house": text}, "checks/packs")))
    (fault,) = [fault for pack in packs for fault in pack.faults]
    assert fault.startswith(("checks/packs/house.toml", "house.toml"))
    assert re.search(said, fault), fault


def test_the_rest_keeps_working_and_nothing_is_called_unobjected(tmp_path):
    folder = tmp_path / "checks" / "packs"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text(BROKEN["a wrong date"][0])
    packs = packs_of(tmp_path)
    (loud,) = LEGAL.check([piece("Cures cancer", packs=packs)])
    assert [f.rule for f in loud if not isinstance(f, Refusal)] == ["gb-cures", "illness-named"]
    verdicts = screen([piece("It rained", packs=packs), piece("Cures cancer", packs=packs)], [LEGAL])
    for verdict in verdicts:
        assert "no objection" not in verdict.words()
        assert "not checked: legal (pack house" in verdict.words()
    (folder / "house.toml").unlink()
    assert LEGAL.check([piece("It rained", packs=packs_of(tmp_path))]) == [()]


def test_a_pack_that_is_no_text_is_told(tmp_path):
    folder = tmp_path / "checks" / "packs"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_bytes(b"\xff\xfe\x00")
    (answer,) = LEGAL.check([piece("It rained", packs=packs_of(tmp_path))])
    assert "not UTF-8" in answer.why


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet='[]rules="\n wordsen.phfxslug', max_size=120))
def test_any_text_is_a_pack_or_told_to_be_none(text):
    (pack,) = joined(read_packs({"house": text}))
    assert pack.name == "house"


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en-GB", "de-DE", "ja-JP"]))
def test_a_finding_points_at_its_words(text, locale):
    for check in (LEGAL, PLATFORM):
        for line in (text, f"{text} eco-friendly klimaneutral 環境にやさしい {text}"):
            item = piece(line, locale, platform="Meta")
            (found,) = check.check([item])
            for finding in found:
                assert finding.span is None or line[finding.span.start : finding.span.end] == finding.span.text


def test_fifty_thousand_signs_are_read():
    assert "gb-green" in rules("It rained. " * 900 + "drip" * 10_000 + ". Eco-friendly.")


def test_without_a_format_nobody_knows_the_platform():
    (answer,) = PLATFORM.check([piece("Click here")])
    assert isinstance(answer, Refusal)
    assert rules("Click here!!", check=PLATFORM, platform="LinkedIn") == []
    assert rules("Click here!!", check=PLATFORM, platform="Google search") == [
        "google-repeated-marks", "google-headline-exclamation", "google-click-here",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Call 020 7946 0018", "Call +44 20 7946 0018", "Call (212) 555-0187", "Ruf 030 1234567 an"]
)
def test_telephone_numbers_are_found(text):
    assert rules(text, check=PLATFORM, platform="Google search") == ["google-phone-number"]


@pytest.mark.parametrize("text", ["Since 1984, 36 to 48", "On 30.11.2026 at 19:30", "0.75 l, 312 g", "10 000 mm"])
def test_other_numbers_are_no_telephone(text):
    assert rules(text, check=PLATFORM, platform="Google search") == []
