"""Every field of a brand's files moves something that people meet: a rank, a colour, a word, a finding, a refusal.

The fields are read off the types, so a new one without a row in the table fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from brand_seen import (
    Brand,
    against,
    backed_by,
    blackness,
    chosen,
    copied,
    first,
    green_of_a_photograph,
    line_distance,
    lines,
    linted,
    may_decide,
    no_layout,
    priced,
    prompt,
    rank_of,
    refusals,
    remark,
    shape_of,
    share_of,
    side_of_panel,
    text_of_brief,
    top_of_ink,
    unread,
    water,
    width_to_height,
)

from styleloop.types.brand import BrandKit
from styleloop.types.record import Record
from styleloop.types.vale import ValeStyles

KIT, TERMS, CLAIMS = "brand/kit.toml", "brand/terms.toml", "brand/claims.toml"
GB, DE, AE = (f"markets/{locale}.toml" for locale in ("en-GB", "de-DE", "ar-AE"))
QUIET = "brand/guidelines/05-no-raised-voice.md"
MOSS, NOVEMBER, GUSTS = 'name = "moss"\npanel', 'slug = "november"', 'slug = "gusts-100"'
LATIN, HYPE = 'script = "Latn"\nserif', 'text = "revolutionary"'
IN_ENGLISH = '  { locale = "en-GB", text = "Tested in November" },\n  { locale = "en-GB", text = "We tested" },\n'
PERSON = 'text = "Person zu Fuß"'
RAISED = "It rained!"
RULES, SHOUT, SHOUTED = "checks/rules.toml", 'what = "mark"\ntext = "capitals"', "It RAINED."
PLAIN_FACE = '[[faces]]\nscript = "Latn"\nserif = ["Public Sans"]\nsans = ["Public Sans"]\n\n[[faces]]\n' + LATIN


# ---- how it must move


def becomes(old: Any, new: Any):
    return lambda before, after: (before, after) == (old, new)


def says(old: str, new: str):
    """The words `old` give way to the words `new`."""
    return lambda before, after: old in before and old not in after and new in after and new not in before


def gains(words: str):
    return lambda before, after: words not in before and words in after


def loses(words: str):
    return lambda before, after: words in before and words not in after


def comes(before: Any, after: Any) -> bool:
    return not before and bool(after)


def goes(before: Any, after: Any) -> bool:
    return bool(before) and not after


def differs(before: Any, after: Any) -> bool:
    return bool(before != after and before and after)


def grows(before: float, after: float) -> bool:
    return after > 1.02 * before


def shrinks(before: float, after: float) -> bool:
    return after < 0.98 * before


def appears(before: float, after: float) -> bool:
    """A colour that covered nothing covers what a small word covers."""
    return before < 0.00003 and after > 0.0003


# ---- how a person edits the files

Edit = Callable[[Path], None]


def edit(name: str, old: str, new: str, under: str = "", every: bool = False) -> Edit:
    """`old` replaced in a file, once or each time, in the block that begins with `under`."""

    def do(root: Path) -> None:
        path = root / name
        text = path.read_text("utf-8")
        start = text.index(under)
        end = text.find("\n[[", start) if under else len(text)
        block = text[start : end if end > 0 else len(text)]
        assert old in block, (name, under, old)
        changed = block.replace(old, new) if every else block.replace(old, new, 1)
        path.write_text(text[:start] + changed + text[start + len(block) :], "utf-8")

    return do


def cut(name: str, begins: str, kind: str) -> Edit:
    """Every block `[kind]` or `[[kind]]` that says `begins` taken out of a file."""

    def do(root: Path) -> None:
        path = root / name
        blocks = ("\n" + path.read_text("utf-8")).split("\n[")
        kept = [b for b in blocks if not (b.lstrip("[").startswith(f"{kind}]") and begins in b)]
        assert len(kept) < len(blocks), (name, begins)
        path.write_text("\n[".join(kept), "utf-8")

    return do


def deleted(name: str) -> Edit:
    return lambda root: (root / name).unlink()


def renamed(old: str, new: str) -> Edit:
    return lambda root: (root / old).rename(root / new) and None


def another_logo(root: Path) -> None:
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path fill="#1b262b" d="M0 0h100v100z"/></svg>'
    )
    (root / "brand" / "square.svg").write_text(square, "utf-8")
    edit(KIT, 'logo = "logo.svg"', 'logo = "square.svg"')(root)


def vale_style(root: Path) -> None:
    path = root / "checks" / "vale" / "House" / "Plain.yml"
    path.parent.mkdir(parents=True)
    path.write_text("extends: existence\nmessage: plainer than '%s'\ntokens: [utilise]\n", "utf-8")


def moss(part: str, old: str, new: str) -> Edit:
    return edit(KIT, f'{part} = "{old}"', f'{part} = "{new}"', under=MOSS)


def faces_exchanged(root: Path) -> None:
    """The Arabic face is declared to be the Latin one: the shipped type would not stand in for it."""
    edit(KIT, LATIN, 'script = "Zzzz"\nserif')(root)
    edit(KIT, 'script = "Arab"', 'script = "Latn"')(root)


def latin(old: str, new: str) -> Edit:
    return edit(KIT, old, new, under=LATIN)


def audience(old: str, new: str) -> Edit:
    return edit(KIT, old, new, under='locale = "en"\ntext = "commuter')


# ---- the table: field, what is edited, what is looked at, how it must move

YELLOW, VIOLET, PINK = "#fff000", "#4b0082", "#d400d4"
TABLE: tuple[tuple[str, Edit, Callable[[Brand], Any], Callable[[Any, Any], bool]], ...] = (
    ("BrandKit.name", edit(KIT, "Tarn & Thistle\"\nlocale", "Fell & Fern\"\nlocale"),
     remark("unsupported-number", "It weighs 99 g.", sku=""), says("Tarn & Thistle", "Fell & Fern")),
    ("BrandKit.locale", edit(KIT, 'locale = "en-GB"', 'locale = "de-DE"'), linted("Garantiert nass."), comes),
    ("BrandKit.logo", another_logo, shape_of("logo"), differs),
    ("BrandKit.colours", cut(KIT, "", "colours"), unread, comes),
    ("BrandKit.tones", cut(KIT, 'name = "weather"', "tones"), text_of_brief("tones"), loses("weather")),
    ("BrandKit.faces", edit(KIT, f"[[faces]]\n{LATIN}", PLAIN_FACE), shape_of("headline"), differs),
    ("BrandKit.voice", cut(KIT, "person", "voice"), remark("exclamation", RAISED), goes),
    ("BrandKit.sites", edit(KIT, "logo =", 'sites = ["tarn.example"]\nlogo ='),
     remark("foreign-address", "See tarn.example."), goes),
    ("BrandKit.audiences", cut(KIT, "commuter", "audiences"), prompt("Whom"), loses("commuter on foot")),
    ("BrandKit.terms", deleted(TERMS), remark("banned-term", "A revolutionary shell."), goes),
    ("BrandKit.guidelines", deleted(QUIET),
     remark("exclamation", RAISED, "cited"), says("guideline", "voice of the kit")),
    ("BrandKit.rules", deleted(RULES), remark("guideline-mark", SHOUTED), goes),
    ("BrandKit.vale", vale_style, remark("vale-existence", "People utilise it."), comes),
    ("BrandKit.claims", deleted(CLAIMS), text_of_brief("claims"), loses("november")),
    ("BrandKit.markets", deleted(DE), refusals("de-DE"), gains("there is no market de-DE")),
    ("Colour.name", edit(KIT, 'name = "oat"', 'name = "porridge"'), unread, comes),
    ("Colour.hex", edit(KIT, '#1b262b', VIOLET), share_of(VIOLET), appears),
    ("Colour.role", edit(KIT, "never on rust", "not for rust"),
     text_of_brief("notes"), says("never on rust", "not for rust")),
    ("Tone.name", edit(KIT, MOSS, 'name = "heath"\npanel'), text_of_brief("tones"), says("moss", "heath")),
    ("Tone.panel", moss("panel", "moss", VIOLET), share_of(VIOLET), appears),
    ("Tone.panel", moss("panel", "moss", "#f0efe0"), text_of_brief("tones"), loses("moss")),
    ("Tone.line", moss("line", "paper", YELLOW), share_of(YELLOW), appears),
    ("Tone.fact", moss("fact", "oat", YELLOW), share_of(YELLOW), appears),
    ("Tone.label", moss("label", "paper", YELLOW), share_of(YELLOW), appears),
    ("Tone.label_ink", moss("label_ink", "peat", VIOLET), share_of(VIOLET), appears),
    ("Tone.wall", moss("wall", "#d3c69f", PINK), share_of(PINK), appears),
    ("Tone.ground", moss("ground", "#c4b183", PINK), share_of(PINK), appears),
    ("Tone.shadow", moss("shadow", "#8d7f56", PINK), share_of(PINK), appears),
    ("Tone.scene", moss("scene", "wall", "weather"), water, comes),
    ("Tone.photographs", moss("scene", "wall", 'wall"\nphotographs = "duotone'), green_of_a_photograph, shrinks),
    ("Face.script", faces_exchanged, shape_of("headline"), differs),
    ("Face.serif", latin("Vollkorn", "Public Sans"), shape_of("headline"), differs),
    ("Face.sans", latin("Public Sans", "Vollkorn"), shape_of("body"), differs),
    ("Face.grow", latin("weight = 600", "weight = 600\ngrow = 1.5"), shape_of("body"), differs),
    ("Face.weight", latin("weight = 600", "weight = 900"), blackness, grows),
    ("Face.track", latin("track = -0.012", "track = 0.2"), width_to_height, grows),
    ("Face.top", latin("top = 0.76", "top = 1.0"), top_of_ink, grows),
    ("Face.bottom", latin("bottom = -0.22", "bottom = -0.6"), line_distance, grows),
    ("Face.lead", latin("lead = 0.06", "lead = 0.5"), line_distance, grows),
    ("Voice.person", edit(KIT, 'person = "second"', 'person = "first"'), rank_of("We "), shrinks),
    ("Voice.person", edit(KIT, 'person = "second"', 'person = "any"'), remark("person", "We are proud."), goes),
    ("Voice.exclamations", edit(KIT, "exclamations = false", "exclamations = true"),
     remark("exclamation", RAISED), goes),
    ("Voice.emoji", edit(KIT, "emoji = false", "emoji = true"), remark("emoji", "It rained 🌧."), goes),
    ("Voice.questions", edit(KIT, "questions = false", "questions = true"), remark("question", "Rain?"), goes),
    ("Voice.max_headline_words", edit(KIT, "words = 16", "words = 5"),
     text_of_brief("directives"), says("6 to 14 words", "5 words")),
    ("Voice.max_headline_words", edit(KIT, "words = 16", "words = 5"),
     remark("long-headline", "It rained and it will rain."), comes),
    ("Voice.words", edit(KIT, "words = [", 'words = ["forecast", '), rank_of("Forecast"), shrinks),
    ("Voice.words", edit(KIT, '"weather", ', ""), chosen("weather"), goes),
    ("Voice.words", edit(KIT, '"drizzle", ', ""), prompt("How"), loses("drizzle, November")),
    ("Voice.do", edit(KIT, "then turn once.", "a shorter one."),
     text_of_brief("directives"), says("6 to 14 words", "4 to 9 words")),
    ("Voice.do", edit(KIT, "then turn once", "then turn twice"), prompt("How"), says("turn once", "turn twice")),
    ("Voice.dont", edit(KIT, '"hydration companion"', '"bottle"'),
     remark("unsaid", "A hydration companion."), goes),
    ("Voice.dont", edit(KIT, '"hydration companion"', '"cold tea"'), lines(saying="cold tea"), goes),
    ("Voice.dont", edit(KIT, "conquer or beat", "conquer or cheat"), prompt("How"), says("or beat", "or cheat")),
    ("NounPhrase.locale", audience('locale = "en"', 'locale = "fr"'), prompt("Whom"), loses("commuter on foot")),
    ("NounPhrase.text", audience("commuter", "walker"), prompt("Whom"), says("a commuter", "a walker")),
    ("NounPhrase.article", audience("forms =", 'article = "an"\nforms ='), prompt("Whom"), says("(a com", "(an com")),
    ("NounPhrase.number", audience("forms =", 'number = "plural"\nforms ='), prompt("Whom"), loses("a commuter")),
    ("NounPhrase.countable", audience("forms =", "countable = false\nforms ="), prompt("Whom"), loses("a commuter")),
    ("NounPhrase.gender", edit(KIT, 'gender = "f"', 'gender = "m"', under=PERSON),
     prompt("Whom", "de-DE"), gains("den Person zu Fuß")),
    ("NounPhrase.forms", edit(KIT, 'forms = [{ name = "plural", text = "Personen zu Fuß" }]', "", under=PERSON),
     prompt("Whom", "de-DE"), loses("Personen zu Fuß")),
    ("Form.name", audience('name = "plural"', 'name = "definite"'),
     prompt("Whom"), says("the commuter on foot", "(a commuter on foot, commuters on foot")),
    ("Form.text", audience("commuters on", "walkers on"), prompt("Whom"), says("commuters on foot", "walkers on foot")),
    ("Term.text", edit(TERMS, HYPE, 'text = "disruptive"'), remark("banned-term", "A disruptive shell."), comes),
    ("Term.locale", edit(TERMS, '"en"', '"de"', under=HYPE), remark("banned-term", "A revolutionary shell."), goes),
    ("Term.rule", edit(TERMS, '"banned"', '"preferred"', under=HYPE),
     remark("preferred-term", "A revolutionary shell."), comes),
    ("Term.instead", edit(TERMS, '"new"', '"dry"', under=HYPE),
     remark("banned-term", "A revolutionary shell.", "fix"), becomes("new", "dry")),
    ("Term.why", edit(TERMS, "casualties", "a cost"),
     remark("banned-term", "A revolutionary shell.", "cited"), says("casualties", "a cost")),
    ("Term.translations", edit(TERMS, "text = \"Isolierflasche\"", "text = \"Thermoskanne\""),
     against("translation-glossary", "Take the flask.", "Nimm die Isolierflasche."), comes),
    ("Term.context", edit(TERMS, "keeps tea hot", "is not a vase"),
     against("translation-glossary", "Take the flask.", "Nimm die Kanne."), says("keeps tea hot", "is not a vase")),
    ("Guideline.slug", renamed(QUIET, "brand/guidelines/05-hush.md"),
     remark("exclamation", RAISED, "cited"), says("no-raised-voice", "hush")),
    ("Guideline.title", edit(QUIET, "# No raised voice", "# Hush"),
     remark("exclamation", RAISED, "cited"), says("No raised voice", "Hush")),
    ("Guideline.text", edit(QUIET, "exclamation marks", "shouting"),
     remark("exclamation", RAISED, "cited"), says("guideline", "voice of the kit")),
    ("Rule.what", edit(RULES, "mark", "banned", under=SHOUT), remark("guideline-mark", SHOUTED), goes),
    ("Rule.text", edit(RULES, "capitals", "hashtag", under=SHOUT),
     remark("guideline-mark", "Take it #outside."), comes),
    ("Rule.instead", edit(RULES, 'what = "mark"\ntext = "capitals"',
                          'what = "preferred"\ntext = "drizzle"\ninstead = "rain"', under=SHOUT),
     remark("guideline-better-word", "Only drizzle.", "fix"), comes),
    ("Rule.most", edit(RULES, 'what = "mark"\ntext = "capitals"', 'what = "most"\ntext = "words"\nmost = 2',
                       under=SHOUT), remark("guideline-limit", "It rained again."), comes),
    ("Rule.slot", edit(RULES, 'text = "capitals"', 'text = "capitals"\nslot = "body"', under=SHOUT),
     remark("guideline-mark", SHOUTED), goes),
    ("Rule.locale", edit(RULES, 'text = "capitals"', 'text = "capitals"\nlocale = "de"', under=SHOUT),
     remark("guideline-mark", SHOUTED), goes),
    ("Rule.markets", edit(RULES, 'text = "capitals"', 'text = "capitals"\nmarkets = ["de-DE"]', under=SHOUT),
     remark("guideline-mark", SHOUTED), goes),
    ("Rule.quote", edit(RULES, "for emphasis", "at all", under=SHOUT),
     remark("guideline-mark", SHOUTED, "cited"), says("for emphasis", "at all")),
    ("Rule.source", edit(RULES, "05-no-raised-voice", "05-hush", under=SHOUT),
     remark("guideline-mark", SHOUTED, "cited"), says("no-raised-voice", "hush")),
    ("Claim.slug", edit(CLAIMS, NOVEMBER, 'slug = "late-autumn"'),
     backed_by("tested"), becomes({"claim.november"}, {"claim.late-autumn"})),
    ("Claim.wordings", edit(CLAIMS, IN_ENGLISH, ""),
     lines(saying="We tested"), goes),
    ("Claim.proof", edit(CLAIMS, "Wind tunnel report", "Letter"),
     remark("claim-ended", "Tested to 100 km/h gusts.", "cited", sku="umbrella"),
     says("Wind tunnel report", "Letter")),
    ("Claim.products", edit(CLAIMS, '"flask", ', "", under=NOVEMBER), lines(saying="We tested"), goes),
    ("Claim.products", edit(CLAIMS, '"flask", ', "", under=NOVEMBER),
     remark("claim-other-product", "Tested in November.", sku="flask"), comes),
    ("Claim.markets", edit(CLAIMS, '["en-GB", "de-DE"]', '["en-GB"]'),
     text_of_brief("claims", "trail-boots", "de-DE"), loses("resoled-by-us")),
    ("Claim.starts", edit(CLAIMS, "2024-12-01", "2027-01-01", under=NOVEMBER),
     remark("claim-not-begun", "Tested in November.", sku="flask"), comes),
    ("Claim.ends", edit(CLAIMS, "2026-09-30", "2027-09-30", under=GUSTS),
     remark("claim-ended", "Tested to 100 km/h gusts.", sku="umbrella"), goes),
    ("Localised.locale", edit(CLAIMS, '"en-GB"', '"fr-FR"', under=NOVEMBER, every=True),
     lines(saying="We tested"), goes),
    ("Localised.text", edit(CLAIMS, "ested", "ried", under=NOVEMBER, every=True), lines(saying="We tested"), goes),
    ("Market.locale", renamed(DE, "markets/de-AT.toml"),
     refusals("de-DE"), gains("there is no market de-DE; expected: ar-AE, de-AT")),
    ("Market.name", edit(DE, "Germany", "The Republic"),
     remark("taboo", "Garantiert nass.", market="de-DE"), says("Germany", "The Republic")),
    ("Market.currency", edit(GB, "GBP", "EUR"), priced("12.50"), becomes("GBP", "EUR")),
    ("Market.currency", edit(GB, "GBP", "EUR"), priced("£12.50"), gains("no market pays in this currency")),
    ("Market.direction", edit(GB, "ltr", "rtl"), side_of_panel, becomes("left", "right")),
    ("Market.script", edit(AE, '"Arab"', '"Cher"'), no_layout("ar-AE"), comes),
    ("Market.legal_line", edit(DE, "zzgl. Versand", "frei Haus"),
     first("caption", "de-DE"), says("zzgl. Versand", "frei Haus")),
    ("Market.taboo", edit(DE, '"garantiert", ', ""), remark("taboo", "Garantiert nass.", market="de-DE"), goes),
    ("Market.formality", edit(DE, "taboo =", 'formality = "informal"\ntaboo ='),
     against("translation-formality", "Take your flask.", "Nehmen Sie Ihre Isolierflasche."), comes),
    ("Market.units", edit(DE, "taboo =", 'units = "imperial"\ntaboo ='),
     against("translation-units", "It weighs 312 g.", "Sie wiegt 312 g."), comes),
    ("Market.reviewers", edit(DE, "reviewer-de", "jurist"), may_decide("reviewer-de"), goes),
)  # fmt: skip


@pytest.fixture(scope="session")
def untouched(tmp_path_factory) -> Brand:
    return copied(tmp_path_factory.mktemp("untouched"))


def fields_of(kind: type[Record]) -> Iterator[str]:
    """`Type.field` of a record and of every record in it, as far down as there are any."""
    for name, field in kind.model_fields.items():
        yield f"{kind.__name__}.{name}"
        for part in (field.annotation, *get_args(field.annotation)):
            if part is ValeStyles:
                continue  # a Vale rule has a table of its own: tests/audit/test_vale.py
            if isinstance(part, type) and issubclass(part, Record):
                yield from fields_of(part)


def test_every_field_of_the_brand_stands_in_the_table():
    assert set(fields_of(BrandKit)) == {field for field, *_ in TABLE}


def changed(before: Record, after: Record) -> Iterator[str]:
    """Fields in which two kits differ; lists of equal length are compared entry by entry."""
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        yield f"{type(before).__name__}.{name}"
        olds, news = (x if isinstance(x, tuple) else (x,) for x in (old, new))
        for one, other in zip(olds, news, strict=False) if len(olds) == len(news) else ():
            if isinstance(one, Record):
                yield from changed(one, other)


@pytest.mark.parametrize(
    ("field", "change", "look", "moves"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)]
)
def test_every_field_of_the_brand_moves_what_people_meet(untouched, tmp_path, field, change, look, moves):
    brand = copied(tmp_path)
    change(brand.root)
    before, after = look(untouched), look(brand)
    assert moves(before, after), f"{field}: from {before!r} to {after!r}"
    if look is not unread:
        assert field in set(changed(untouched.kit, brand.kit))
