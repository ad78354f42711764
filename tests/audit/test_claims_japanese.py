"""Claims in a language without spaces: found sign by sign, their look-alikes left alone, amounts held against facts."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import KIT, item_of, told

from styleloop.audit.claims import Claims
from styleloop.language.claims import claim_spans
from styleloop.language.numbers import quantities
from styleloop.language.unparted import numeral, spaced
from styleloop.types.brand import Claim, Localised, Market
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, NounPhrase, Price, Product
from styleloop.types.record import Where

JA = "ja-JP"
JAPAN = Market(locale=JA, name="Japan", currency="JPY")
POT = Product(
    sku="pot",
    names=(NounPhrase(locale="ja", text="ポット"),),
    facts=(
        Fact(key="heat", kind="performance", number=24, unit="h", labels=(("ja", "24時間保温"),), status="confirmed"),
        Fact(
            key="volume", kind="measure", number=1.5, unit="l", labels=(("ja", "容量1.5リットル"),), status="confirmed"
        ),
        Fact(key="pockets", kind="part", number=2, unit="pieces", labels=(("ja", "ポケット2つ"),), status="confirmed"),
        Fact(key="plain", kind="material", labels=(("ja", "無添加"),), status="confirmed"),
    ),
    prices=(Price(market=JA, amount=1980, currency="JPY"),),
    source=Where(file="products.toml"),
)
CONTENT = Claim(
    slug="content",
    wordings=(Localised(locale="ja", text="四人に三人が満足"),),
    proof="Survey",
    markets=(JA,),
    ends=date(2026, 10, 31),
)


def kinds(text):
    return [span.kind for span in claim_spans(text, JA)]


def said(headline, **changes):
    given = {"market": JAPAN, "kit": KIT, "product": POT, "claims": (CONTENT,), **changes}
    return [f.rule for f in told(Claims(), item_of(Copy.of(headline=headline), **given)) if f.severity == "block"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("最高の一枚", "superlative"),
        ("Ｎｏ．１のやかん", "superlative"),
        ("日本一軽い傘", "superlative"),
        ("業界初の構造", "superlative"),
        ("絶対に濡れない", "absolute"),
        ("必ず温かい", "absolute"),
        ("従来比2倍の明るさ", "comparison"),
        ("10年保証", "guarantee"),
        ("送料無料", "free"),
        ("無\u200b料サンプル", "free"),
        ("肩こりに効く", "health"),
        ("赤ちゃんにも安全", "safety"),
        ("地球にやさしいタオル", "environmental"),
        ("エコな素材", "environmental"),
        ("専門家も推薦", "endorsement"),
        ("顧客満足度９８％", "endorsement"),
        ("完全防水", "performance"),
        ("創業1887年", "time_tested"),
        ("#日本一", "superlative"),
    ],
)
def test_what_claims(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "今日の最高気温は28度",
        "日本一周の旅へ",
        "絶対値の話",
        "必ずしも晴れない",
        "ご使用前に必ずお読みください",
        "完全予約制のお店です",
        "保証書は箱の中に",
        "配送は無料ではありません",
        "一番安いわけではありません",
        "明治通りの店",
        "安全ピン付き",
        "いつものエコバッグで",
        "緑茶に合う湯呑み",
        "一番下の引き出し",
        "第一章",
        "大丈夫、雨でも",
        "認証コードを入力",
        "フリーランスの朝に",
        "百貨店で会いましょう",
        "十分に温めてから",
        "午前10時開店",
        "2026年11月30日発売",
        "お電話は03-1234-5678",
        "映画『最高の人生の見つけ方』を観た夜に",
        "お客様の声をお聞かせください",
        "iPhone 15対応",
    ],
)
def test_what_only_looks_like_a_claim(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("重さ４１０ｇ", "410", "g"),
        ("二十四時間", "24", "h"),
        ("1万2千円", "12000", "JPY"),
        ("￥1,980", "1980", "JPY"),
        ("七割引", "70", "%"),
        ("半額", "50", "%"),
        ("4人に3人", "75", "%"),
        ("四人に三人", "75", "%"),
        ("五分の二", "40", "%"),
        ("3倍の明るさ", "3", "x"),
        ("1.5リットル", "1.5", "l"),
        ("30日間", "30", "days"),
        ("1億2000万人", "120000000", "pieces"),
    ],
)
def test_amounts(text, value, unit):
    (found,) = [q for q in quantities(text, JA) if q.stated]
    assert (float(found.value), found.unit) == (float(value), unit)


def test_bounds_stand_behind_the_number():
    (least,) = quantities("12時間以上", JA)
    (most,) = quantities("最大12時間", JA)
    (rough,) = quantities("300gほど", JA)
    assert (least.bound, most.bound, rough.approximate) == ("at_least", "up_to", True)


@pytest.mark.parametrize(
    ("headline", "rules"),
    [
        ("最大24時間保温", []),
        ("二十四時間保温", []),
        ("最大36時間保温", ["unsupported-number"]),
        ("容量1,500ml", []),
        ("容量15リットル", ["unsupported-number"]),
        ("ポケットは二つ", []),
        ("ポケットは三つ", ["unsupported-number"]),
        ("千九百八十円", []),
        ("980円", ["wrong-price"]),
        ("無添加", []),
        ("4人に3人が満足", []),
        ("四人に二人が満足", ["unsupported-number"]),
        ("送料\n無料", ["unsupported-free"]),
    ],
)
def test_claims_are_held_against_facts_price_and_register(headline, rules):
    assert said(headline) == rules


def test_a_claim_of_another_market_or_time_backs_nothing():
    elsewhere = CONTENT.model_copy(update={"markets": ("en-GB",)})
    assert said("4人に3人が満足", claims=(elsewhere,)) == ["unsupported-number"]
    assert said("4人に3人が満足", day=date(2026, 11, 30)) == ["unsupported-number"]


def test_a_claim_that_runs_over_two_slots_is_found():
    item = item_of(Copy.of(headline="送料", body="無料"), market=JAPAN, product=POT, claims=())
    assert [f.rule for f in told(Claims(), item)] == ["unsupported-free"]


@pytest.mark.parametrize(
    ("headline", "rules"),
    [
        ("綿の袋", []),
        ("コットンの袋", []),
        ("ウールの袋", ["unsupported-material"]),
        ("綿密な計画", []),
        ("本革不使用", []),
    ],
)
def test_materials_are_held_against_what_is_known(headline, rules):
    cotton = Fact(key="cloth", kind="material", labels=(("ja", "綿製の袋"),), status="confirmed")
    assert said(headline, product=POT.model_copy(update={"facts": (cotton,)}), claims=()) == rules


def test_wordings_are_parted_into_signs_and_numerals_are_read():
    assert spaced("日本一のエコバッグ") == "日 本 一 の エコバッグ"
    assert [numeral(text) for text in ("三百二十", "一万二千", "二〇二六", "一般")] == [320, 12000, 2026, None]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="最高一二十万0１.円時間約無料エコ『』、。 ", max_size=40))
def test_any_text_is_read_and_every_span_is_its_own_words(text):
    for span in claim_spans(text, JA):
        assert text[span.start : span.end] == span.text
