"""A small brand in three languages for the drafting tests: products, their facts, lines that repeat frames."""

from __future__ import annotations

from styleloop.types.asset import Asset
from styleloop.types.brand import BrandKit, Claim, Face, Localised, Market, Term, Tone, Voice
from styleloop.types.brief import Brief, Placement, SlotLimit
from styleloop.types.copy import Copy
from styleloop.types.product import Fact, Form, NounPhrase, Price, Product
from styleloop.types.record import Where

HERE = Where(file="small")


def noun(locale, text, forms=(), **kwargs):
    return NounPhrase(locale=locale, text=text, forms=tuple(Form(name=n, text=t) for n, t in forms), **kwargs)


def mass(locale, text, **kwargs):
    return noun(locale, text, article="none", countable=False, **kwargs)


def many(locale, text, **kwargs):
    return noun(locale, text, article=kwargs.pop("article", "none"), number="plural", **kwargs)


def fact(key, kind, labels=None, phrases=(), **kwargs):
    return Fact(key=key, kind=kind, labels=tuple((labels or {}).items()), phrases=tuple(phrases), **kwargs)


def weight(grams):
    return fact("weight", "measure", number=grams, unit="g", status="confirmed", evidence="scale")


def product(sku, names, adversaries, traits, facts, amount):
    return Product(
        sku=sku,
        names=tuple(names),
        adversaries=tuple(adversaries),
        traits=tuple(traits),
        facts=tuple(facts),
        prices=(
            Price(market="en-GB", amount=amount, currency="GBP"),
            Price(market="de-DE", amount=amount + 20.5, currency="EUR"),
            Price(market="ar-AE", amount=amount * 5, currency="AED"),
        ),
        picture=f"sha-{sku}",
        picture_alt=(("en-GB", f"A drawing of the {sku.replace('-', ' ')}."),),
        source=HERE,
    )


SHELL = product(
    "rain-shell",
    [
        noun("en", "rain shell"),
        noun("de", "Regenjacke", gender="f"),
        noun("ar", "سترة مطرية", gender="f", forms=[("definite", "السترة المطرية")]),
    ],
    [mass("en", "drizzle"), mass("de", "Nieselregen", gender="m"), mass("ar", "بلل", gender="m")],
    ["worn", "outdoor", "rain"],
    [
        fact(
            "seams",
            "part",
            {"en": "Every seam taped", "de": "Alle Nähte getapt", "ar": "جميع دروزها ملحومة"},
            [many("en", "taped seams"), many("de", "getapte Nähte")],
            status="confirmed",
        ),
        weight(312),
        fact("pockets", "part", {"en": "Two pockets"}, [many("en", "two pockets")], number=2, unit="pieces"),
    ],
    145,
)
JACKET = product(
    "waxed-jacket",
    [noun("en", "waxed jacket"), noun("de", "Wachsjacke", gender="f")],
    [many("en", "brambles"), many("de", "Dornen")],
    ["worn", "outdoor"],
    [
        fact("wax", "material", {"en": "Waxed cotton"}, [mass("en", "waxed cotton")]),
        fact("pockets", "part", {"en": "Six pockets"}, [many("en", "six pockets")], number=6, unit="pieces"),
        weight(950),
    ],
    210,
)
GLOVES = product(
    "gardening-gloves",
    [many("en", "gardening gloves", article="pair"), many("de", "Gartenhandschuhe")],
    [many("en", "nettles"), many("de", "Brennnesseln")],
    ["worn", "outdoor"],
    [fact("leather", "material", {"en": "Goat leather"}, [mass("en", "goat leather")]), weight(120)],
    28,
)
TORCH = product(
    "head-torch",
    [noun("en", "head torch"), noun("de", "Stirnlampe", gender="f")],
    [noun("en", "flat battery"), noun("de", "leerer Akku", gender="m")],
    ["worn", "lit"],
    [fact("switch", "part", {"en": "A real switch"}, [noun("en", "real switch")]), weight(86)],
    45,
)
LIGHTS = product(
    "bike-lights",
    [many("en", "bike lights"), many("de", "Fahrradlichter")],
    [many("en", "dark lanes"), noun("de", "Schlagloch", gender="n")],
    ["lit", "outdoor"],
    [fact("mount", "part", {"en": "A rubber mount"}, [noun("en", "rubber mount")]), weight(60)],
    35,
)
FLASK = product(
    "flask",
    [
        noun("en", "flask"),
        noun("de", "Thermobecher", gender="m"),
        noun("ar", "كوب حراري", gender="m", forms=[("definite", "الكوب الحراري")]),
    ],
    [mass("en", "cold tea"), mass("de", "Abkühlung", gender="f"), noun("ar", "برد", gender="m", countable=False)],
    ["vessel"],
    [
        fact("lid", "part", {"en": "The lid shuts"}, [noun("en", "lid that shuts"), noun("de", "Deckel", gender="m")]),
        fact("volume", "measure", number=0.75, unit="l", status="confirmed"),
        fact("heat", "performance", {"en": "Hot for 14 hours"}, number=14, unit="h", status="confirmed"),
    ],
    38,
)
VEST = product(
    "down-vest",
    [noun("en", "down vest"), noun("de", "Daunenweste", gender="f")],
    [
        noun("en", "number nine bus", forms=[(f, "the number nine bus") for f in ("indefinite", "definite")]),
        mass("de", "Kälte", gender="f"),
    ],
    ["worn", "warm"],
    [fact("fill", "material", {"en": "Duck down"}, [mass("en", "duck down")]), weight(290)],
    120,
)
MAT = product(
    "door-mat",
    [noun("en", "door mat"), noun("de", "Fußmatte", gender="f")],
    [many("en", "muddy boots")],
    ["indoor"],
    [
        fact("coir", "material", {"en": "Two centimetres of coir"}, [many("en", "two centimetres of coir")]),
        weight(1400),
    ],
    30,
)
UMBRELLA = product(
    "umbrella",
    [
        noun("en", "umbrella", article="an"),
        noun("de", "Regenschirm", gender="m"),
        noun("ar", "مظلة", gender="f", forms=[("definite", "المظلة")]),
    ],
    [mass("en", "optimism"), mass("de", "Optimismus", gender="m"), mass("ar", "مطر", gender="m")],
    ["outdoor", "rain"],
    [
        fact(
            "ribs",
            "part",
            {"en": "Fibreglass ribs", "de": "Streben aus Fiberglas", "ar": "أضلاع من الألياف الزجاجية"},
            [many("en", "fibreglass ribs"), many("de", "Streben aus Fiberglas")],
        ),
        weight(430),
    ],
    84,
)
PRODUCTS = (SHELL, JACKET, GLOVES, TORCH, LIGHTS, FLASK, VEST, MAT, UMBRELLA)

LINES = {
    "en-GB": [
        ("rain-shell", "It rained.\nIt will rain again.\nTake the rain shell."),
        ("umbrella", "It rained.\nIt will rain again.\nTake the umbrella."),
        ("gardening-gloves", "Some people fear nettles.\nSome people own our gardening gloves."),
        ("rain-shell", "Some people fear drizzle.\nSome people own our rain shell."),
        ("bike-lights", "Some people fear dark lanes.\nSome people own our bike lights."),
        ("flask", "Some people fear cold tea.\nSome people own our flask."),
        ("head-torch", "Forecast: a flat battery.\nAdvice: the head torch."),
        ("rain-shell", "Forecast: drizzle.\nAdvice: the rain shell."),
        ("flask", "This is a flask.\nIt has a lid that shuts."),
        ("rain-shell", "This is a rain shell.\nIt has taped seams."),
        ("gardening-gloves", "Dear nettles, we have bad news.\nRegards, the gardening gloves."),
        ("flask", "Dear cold tea, we have bad news.\nRegards, the flask."),
        ("flask", "The flask keeps its word."),
        ("gardening-gloves", "The gardening gloves keep their word."),
        ("head-torch", "The head torch has a real switch.\nYou will know when it is on."),
        ("bike-lights", "The bike lights have a rubber mount.\nYou will know when they are on."),
        ("gardening-gloves", "Goat leather.\nThat is the whole idea."),
        ("waxed-jacket", "Waxed cotton.\nThat is the whole idea."),
        ("rain-shell", "Taped seams, because drizzle is nobody's hobby."),
        ("waxed-jacket", "Waxed cotton, because brambles are nobody's hobby."),
        ("head-torch", "We tested the head torch for two years.\nIt is ready."),
        ("flask", "We tested the flask for two years.\nIt is ready."),
        ("door-mat", "Some mats talk.\nThe door mat listens."),
    ],
    "de-DE": [
        ("rain-shell", "Vorhersage: Nieselregen.\nRat: die Regenjacke."),
        ("flask", "Vorhersage: Abkühlung.\nRat: der Thermobecher."),
        ("rain-shell", "Es hat geregnet.\nNehmen Sie die Regenjacke."),
        ("umbrella", "Es hat geregnet.\nNehmen Sie den Regenschirm."),
        ("rain-shell", "Wir kennen den Nieselregen.\nEr kennt unsere Regenjacke."),
        ("flask", "Wir kennen die Abkühlung.\nSie kennt unseren Thermobecher."),
        ("head-torch", "Die Stirnlampe weiß Bescheid.\nSie bleibt."),
        ("gardening-gloves", "Die Gartenhandschuhe wissen Bescheid.\nSie bleiben."),
        ("flask", "Der Thermobecher weiß Bescheid.\nEr bleibt."),
    ],
    "ar-AE": [
        ("rain-shell", "النشرة: بلل.\nالنصيحة: السترة المطرية."),
        ("flask", "النشرة: برد.\nالنصيحة: الكوب الحراري."),
        ("rain-shell", "هذه هي السترة المطرية."),
        ("flask", "هذا هو الكوب الحراري."),
    ],
}
CTAS = {
    "en-GB": [("rain-shell", "See the rain shell"), ("flask", "See the flask")],
    "de-DE": [("rain-shell", "Zur Regenjacke"), ("flask", "Zum Thermobecher")],
    "ar-AE": [("rain-shell", "إلى السترة المطرية"), ("flask", "إلى الكوب الحراري")],
}


def ad(sku, locale, **slots):
    return Asset(words=Copy.of(**slots), locale=locale, product=sku, source=HERE)


ADS = tuple(
    ad(sku, locale, headline=line, cta=CTAS[locale][i][1] if i < 2 and sku == CTAS[locale][i][0] else "")
    for locale, rows in LINES.items()
    for i, (sku, line) in enumerate(rows)
) + tuple(ad(sku, locale, cta=text) for locale, rows in CTAS.items() for sku, text in rows)

_COLOURS = dict.fromkeys(
    ("panel", "line", "fact", "label", "label_ink", "wall", "ground", "shadow"), "#556038"
)  # fmt: skip
MARKETS = (
    Market(locale="en-GB", name="United Kingdom", currency="GBP", legal_line="Small Brand Ltd."),
    Market(locale="de-DE", name="Germany", currency="EUR", taboo=("Wetterschutz",)),
    Market(locale="ar-AE", name="Emirates", currency="AED", direction="rtl", script="Arab"),
)
CLAIM = Claim(
    slug="two-years",
    wordings=(Localised(locale="en", text="Tested for two years"),),
    proof="Report 7",
    products=("head-torch",),
)
KIT = BrandKit(
    name="Small Brand",
    locale="en-GB",
    logo="sha-logo",
    colours=(),
    tones=tuple(Tone(name=name, **_COLOURS) for name in ("moss", "slate", "rust")),
    faces=(Face(script="Latn", serif=("V",), sans=("P",)), Face(script="Arab", serif=("A",), sans=("I",))),
    voice=Voice(exclamations=False, emoji=False, questions=False, max_headline_words=14),
    terms=(Term(text="revolutionary", rule="banned"),),
    claims=(CLAIM,),
    markets=MARKETS,
)
SQUARE = Placement(
    name="square",
    label="Square post",
    width=1080,
    height=1080,
    limits=(SlotLimit(slot="headline", graphemes=90),),
    source="test",
)


def brief(product, market="en-GB", **kwargs):
    given = {"placements": (SQUARE,), "style": "style_x", "tones": ("moss", "slate", "rust"), **kwargs}
    return Brief(campaign="campaign_x", product=product, market=market, **given)
