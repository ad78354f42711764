"""Spelling, by small dictionaries that are written here: what is a slip, and what only looks like one."""

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import KIT, item_of

from styleloop.adapters.dictionaries import places
from styleloop.adapters.dictionaries.places import dictionary_file
from styleloop.app.brand import DATA, Brand
from styleloop.app.dictionaries import spelling_of
from styleloop.app.screening import screen_texts
from styleloop.audit.screen import screen
from styleloop.audit.spelling import Misspelt
from styleloop.language.spelling import cased, words_to_spell
from styleloop.testing import check_plugin
from styleloop.types.brand import Market, Term
from styleloop.types.copy import Copy

WORDS = {
    "en_GB": "a and best colour doesn't for his I in is it jacket keeps rain rained receive sheep shell the their "
    "two weather you",
    "de_DE": "Der Die Regen Jacke Wetter Wolle für gegen hält das ist mit nass und Werbe Sicherheit",
    "fr_FR": "La eau garde l la marche mouille pluie quand recommandation à clarté est",
    "es_ES": "agua bloquea el en la lluvia los organiza privacidad tu país con",
    "it_IT": "acqua contro giacca la pioggia privacy tua perché di ogni",
}
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "mozilla" / "www_l10n_parallel.jsonl.gz"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with a dictionary for each of five languages."""
    root = tmp_path_factory.mktemp("spelling")
    folder = root / "checks" / "spelling"
    folder.mkdir(parents=True)
    for name, listed in WORDS.items():
        words = listed.split()
        (folder / f"{name}.aff").write_text("SET UTF-8\nTRY esianrtolcdugmphbyfvkwéèíó\nWORDCHARS '\n", "utf-8")
        (folder / f"{name}.dic").write_text("\n".join([str(len(words)), *words, ""]), "utf-8")
    return root


@pytest.fixture(autouse=True)
def no_other_dictionaries(monkeypatch):
    monkeypatch.setattr(places, "MACHINE", ())
    monkeypatch.delenv(places.VARIABLE, raising=False)


def remarks(project, text, locale="en-GB", **changed):
    kit = changed.pop("kit", KIT)
    market = Market(locale=locale, name="Market", currency="EUR", legal_line=changed.pop("legal_line", ""))
    piece = item_of(Copy.of(headline=text), kit=kit)
    item = replace(piece, market=market, spelling=spelling_of(project, locale), **changed)
    (found,) = Misspelt().check([item])
    return [(f.severity, f.span.text, f.fix) for f in found]


def test_a_slip_has_the_right_word_as_its_fix(project):
    assert remarks(project, "You recieve the jakcet") == [("warn", "recieve", "receive"), ("warn", "jakcet", "jacket")]
    assert remarks(project, "Wheather and rain") == [("note", "Wheather", "Weather")]
    assert remarks(project, "THE JAKCET KEEPS YOU") == [("note", "JAKCET", "JACKET")]


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("de-DE", "Die Regenjacke gegen das Wettter", [("note", "Wettter", "Wetter")]),
        ("de-DE", "Sicherheits- und Regenjacke mit Wolle", []),
        ("fr-FR", "L’eau est à la plluie", [("warn", "plluie", "pluie")]),
        ("fr-FR", "l’eau garde la clarte", [("warn", "clarte", "clarté")]),
        ("fr-FR", "LA PLUIE GARDE LA CLARTE", []),
        ("es-ES", "organízalos en tu pais con la privaidad",
         [("warn", "pais", "país"), ("warn", "privaidad", "privacidad")]),
        ("it-IT", "la giacca contro l’acqua, dell’“acqua” perchè la piogggia",
         [("warn", "perchè", "perché"), ("warn", "piogggia", "pioggia")]),
    ],
)  # fmt: skip
def test_each_language_in_its_own_way(project, locale, text, found):
    assert remarks(project, text, locale) == found


@pytest.mark.parametrize(
    "text",
    [
        "the shel.example and www.jakcet.example/rian for you",
        "the #jakcet and @recieve for you",
        "the {jakcet} and %(recieve)s for rain",
        "the jakcet4 and 4jakcet and rain_shel for you",
        "the iSheep and the RCV and the shell",
        "the jacket keeps the weather for Recieve and Jakcet",
        "it doesn’t rain; the sheep’s jacket keeps you",
        "the rain-shell is the two-weather jacket",
        "the rain\u00adshell, the jac\u00adket",
        "zyxwvut qwrtzp for the rain and the shell",
    ],
)
def test_what_is_no_word_or_has_no_right_one_near_it_is_left_alone(project, text):
    assert remarks(project, text) == []


def test_in_a_title_only_what_is_hardly_a_name_is_remarked_on(project):
    text = "The Jakcet Keeps The Weathr And The Colou For Best Shep"
    assert remarks(project, text) == [("note", "Jakcet", "Jacket")]
    assert remarks(project, "The Weaather Keeps His Best Jacket") == [("note", "Weaather", "Weather")]


def test_words_that_the_house_has_written_down_are_right(project):
    text = "the jakcet for rain and the jakcets"
    assert remarks(project, text) == [("warn", "jakcet", "jacket")]
    own = KIT.model_copy(update={"terms": (Term(text="Jakcet", rule="stays"),)})
    assert remarks(project, text, kit=own) == []
    assert remarks(project, text, rivals=("Jakcet Ltd",)) == []
    assert remarks(project, "the rain. the jakcet", legal_line=" the jakcet") == []


def test_it_never_blocks_and_a_text_in_another_tongue_is_not_spelt(project):
    assert remarks(project, "Lluvia bajo zapatos verdes cantando siempre jakcet") == []
    found = remarks(project, "the jacket for you and the jakcet for the rain. " * 50)
    assert found == [("warn", "jakcet", "jacket")] * 40  # no text can make it take minutes


def test_without_a_dictionary_the_verdict_says_so(project):
    def verdict(locale):
        market = Market(locale=locale, name="Market", currency="EUR")
        (found,) = screen([replace(item_of(), market=market, spelling=spelling_of(project, locale))], [Misspelt()])
        return found.words()

    assert verdict("sv-SE") == "no objection from 1 check; not checked: spelling (no dictionary for sv)"
    assert verdict("ja-JP").endswith("not checked: spelling (no dictionary for ja)")
    assert verdict("en-GB") == "no objection from 1 check"


def test_a_file_that_is_no_dictionary_is_named_and_stops_nothing(tmp_path):
    folder = tmp_path / "checks" / "spelling"
    folder.mkdir(parents=True)
    (folder / "nl_NL.aff").write_text("SET UTF-8\n", "utf-8")
    for words, said in (("fiets\nregen\n", "this is no dictionary"), ("", "this is no dictionary")):
        (folder / "nl_NL.dic").write_text(words, "utf-8")
        assert said in spelling_of(tmp_path, "nl-NL").lacks
    (folder / "nl_NL.dic").write_text("1\nfiets\n", "utf-8")
    (folder / "nl_NL.aff").write_text("SET KLINGON\n", "utf-8")
    assert "KLINGON" in spelling_of(tmp_path, "nl-NL").lacks
    item = replace(item_of(), spelling=spelling_of(tmp_path, "nl-NL"))
    (verdict,) = screen([item], [Misspelt()])
    assert "not checked: spelling (" in verdict.words()
    assert not verdict.unchecked


def test_the_country_decides_where_countries_spell_apart(tmp_path, monkeypatch):
    def laid(*names):
        folder = tmp_path / "-".join(names)
        folder.mkdir()
        for name in names:
            (folder / f"{name}.aff").touch()
            (folder / f"{name}.dic").write_text("1\na\n")
        return folder

    def chosen(locale, *folders):
        path = dictionary_file(locale, folders)
        return path.stem if path else None

    both = laid("en_GB", "en_US")
    assert [chosen(locale, both) for locale in ("en-AU", "en-GB", "en-IE")] == ["en_GB"] * 3
    assert [chosen(locale, both) for locale in ("en-US", "en-CA")] == ["en_US", None]
    only = laid("en_US", "pt_BR", "de_DE", "es_ES", "fr")
    assert [chosen(locale, only) for locale in ("en-GB", "pt-PT", "de-CH", "de-AT", "es-MX", "fr-CA", "pt-BR")] == [
        None, None, None, "de_DE", "es_ES", "fr", "pt_BR",
    ]  # fmt: skip
    own = laid("es_AR", "es_MX")
    assert chosen("es-MX", only, own) == "es_MX"
    monkeypatch.setenv(places.VARIABLE, str(own))
    assert spelling_of(tmp_path, "es-AR").dictionary.name == "es_AR.dic"


def test_the_linter_has_it_too(project):
    root = project / "brand-of-its-own"
    shutil.copytree(DATA / "brands" / "tarn-and-thistle", root)
    shutil.copytree(project / "checks", root / "checks", dirs_exist_ok=True)
    (root / "styleloop.toml").write_text('[plugins]\nguardrails = ["spelling"]\n', "utf-8")
    (verdict,) = screen_texts(Brand(root), ["You recieve the jacket"], "en-GB")
    assert [(f.guardrail, f.rule, f.fix) for f in verdict.findings] == [("spelling@1", "misspelt-word", "receive")]


def test_it_keeps_the_contract_of_its_port():
    check_plugin("guardrails", Misspelt())


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en-GB", "de-DE", "fr-FR", "it-IT", "es-ES", "ja-JP", "pt-BR"]))
def test_every_word_stands_where_it_is_said_to(text, locale):
    for word in words_to_spell(text, locale):
        assert 0 <= word.start < word.end <= len(text)
        assert word.ways[0]
        assert cased(word.ways[0], text[word.start : word.end])


@pytest.mark.skipif(not CORPUS.is_file(), reason="shared/data is absent")
def test_words_are_found_in_human_texts_of_many_languages():
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        row = json.loads(next(lines))
    counts = {locale: len(list(words_to_spell(text, locale))) for locale, text in row.items() if locale != "key"}
    assert counts["en"]
    assert counts["ja"] == 0
