"""A brand's Vale styles, as they are: each kind of rule, what is wrong in a file, what goes wrong while checking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_pieces import GERMANY, KIT, item_of, mended

from styleloop.adapters.vale import parse
from styleloop.app.valefiles import read_styles
from styleloop.audit.screen import screen
from styleloop.audit.vale import Vale, told
from styleloop.types.audit import Finding
from styleloop.types.brand import Term
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal
from styleloop.types.vale import ValeRule, ValeTrouble

HYPE = """\
extends: existence
message: "“%s” is hype; say what it does."
level: error
ignorecase: true
link: https://house.example/hype
tokens:
  - game[- ]chang(?:er|ing)
  - 'cutting[- ]edge'
exceptions:
  - cutting-edge shears
"""
PLAIN = """\
extends: substitution
message: "Use '%s' instead of '%s'."
ignorecase: true
action: {name: replace}
swap:
  utili[sz]e: use
  in order to: to
  automatically: itself|alone
"""


def folder(root, **files):
    """`House.Hype` or `de.Haus.Floskel` -> its words, as files under `checks/vale/`."""
    for name, text in files.items():
        path = root.joinpath("checks", "vale", *name.split("__"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_styles(root, "en", {})


def rule(text, **changes):
    made = parse(text, "House.Rule", "checks/vale/House/Rule.yml", "en")
    assert isinstance(made, ValeRule), made
    return made.model_copy(update=changes)


def with_rules(rules, kit=KIT):
    return kit.model_copy(update={"vale": KIT.vale.model_copy(update={"rules": tuple(rules)})})


def said(text, headline, market=None, kit=KIT, **slots):
    """What one rule says of a piece."""
    kit = with_rules([rule(text)] if isinstance(text, str) else text, kit)
    item = item_of(Copy.of(headline=headline, **slots), kit=kit, **({"market": market} if market else {}))
    (found,) = Vale().check([item])
    return item, found


def spans(text, headline, **slots):
    return [f.span.text for f in said(text, headline, **slots)[1]]


@pytest.mark.parametrize(
    ("headline", "found"),
    [
        ("A game-changing shell.", ["game-changing"]),
        ("GAME CHANGER. Cutting-edge.", ["GAME CHANGER", "Cutting-edge"]),
        ("A g\u0430me\u200b-changing shell.", ["g\u0430me\u200b-changing"]),
        ("Cutting-edge shears.", []),
        ("The game is changing.", []),
        ("An endgame changer-upper.", []),
    ],
)
def test_existence_finds_whole_words_but_for_its_exceptions(headline, found):
    assert spans(HYPE, headline) == found


def test_a_finding_says_level_message_place_and_link():
    _, (found,) = said(HYPE, "A game-changing shell.")
    assert (found.rule, found.severity) == ("vale-existence", "block")
    assert found.message == "“game-changing” is hype; say what it does."
    assert found.cited == "checks/vale/House/Rule.yml (House.Rule); https://house.example/hype"


@pytest.mark.parametrize(
    ("level", "severity"), [("error", "block"), ("warning", "warn"), ("suggestion", "note"), ("", "warn")]
)
def test_levels_are_severities(level, severity):
    text = HYPE.replace("level: error", f"level: {level}" if level else "description: none")
    assert said(text, "A game changer.")[1][0].severity == severity


def test_nonword_finds_inside_words_and_raw_comes_before_tokens_or_after():
    signs = "extends: existence\nmessage: No %s\nnonword: true\ntokens: ['\\.{3}', '…']\n"
    assert spans(signs, "Wait... and see…") == ["...", "…"]
    raw = "extends: existence\nmessage: No %s\nraw: ['very\\s+']\ntokens: [wet, dry]\n"
    assert spans(raw, "It is very wet, dry or very dry.") == ["very wet", "very dry"]
    assert spans(raw.replace("very\\s+", "\\s+again") + "append: true\n", "It is wet again.") == ["wet again"]


@pytest.mark.parametrize(
    ("headline", "after"),
    [
        ("Utilise the shell.", "Use the shell."),
        ("Made in order to last.", "Made to last."),
        ("It dries automatically.", "It dries itself."),
    ],
)
def test_a_substitution_offers_its_wording(headline, after):
    item, (found,) = said(PLAIN, headline)
    assert (found.rule, mended(item, found)) == ("vale-substitution", after)
    assert "instead of" in found.message


def test_a_substitution_is_silent_on_what_it_asks_for():
    swap = "{javascript: JavaScript, oatly: oatly}"
    cased = f"extends: substitution\nmessage: Use %s, not %s\nignorecase: true\nswap: {swap}\n"
    assert spans(cased, "JavaScript and Javascript. Oatly oatly.") == ["Javascript"]


def test_numbers_in_a_message_choose_what_is_said():
    assert told("Not '%[2]s' but '%[1]s'; 100%% sure, %s", ("a", "b")) == "Not 'b' but 'a'; 100% sure, a"


COMMAS = "extends: occurrence\nmessage: '%s commas'\nscope: sentence\nmax: 1\ntoken: ','\n"


def test_occurrence_counts_in_a_sentence_or_in_a_slot():
    _, found = said(COMMAS, "Wet, dry. Wet, wet, dry.")
    assert [(f.span.start, f.span.text, f.message) for f in found] == [(18, ",", "2 commas")]
    whole = COMMAS.replace("scope: sentence\n", "")
    assert spans(whole, "Wet, dry. Wet, dry.") == [","]
    least = "extends: occurrence\nmessage: name the shell\nscope: heading\nmin: 1\ntoken: shell\n"
    assert spans(least, "It rained.", body="No.") == ["It rained."]
    assert spans(least, "A shell.", body="No.") == []


def test_repetition_finds_a_word_said_twice():
    text = "extends: repetition\nmessage: twice %s\nalpha: true\nignorecase: true\ntokens: ['[^\\s]+']\n"
    item, (found,) = said(text, "The the shell. No, no. Wet wet-look.")
    assert (found.span.text, mended(item, found)) == ("The the", "The shell. No, no. Wet wet-look.")
    assert spans(text.replace("alpha: true\n", "max: 1\n"), "So so so wet. So so.") == ["So so so"]


def test_consistency_wants_the_way_that_came_first():
    text = "extends: consistency\nmessage: '%s' \nignorecase: true\neither: {advisor: adviser}\n"
    _, (found,) = said(text, "Ask an advisor.", body="The adviser knows. Any advisor.")
    assert (found.span.slot, found.span.text, found.fix) == ("body", "adviser", "advisor")
    assert spans(text, "Ask an advisor.", body="The advisor knows.") == []


def test_conditional_wants_what_explains_it():
    text = (
        "extends: conditional\nmessage: '%s' \nfirst: '\\b([A-Z]{3,5})\\b'\n"
        "second: '(?:[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)'\nexceptions: [GPS]\n"
    )
    assert spans(text, "The DWR shell. A DWR finish, GPS.") == ["DWR"]
    assert spans(text, "The DWR shell.", body="Durable Water Repellent (DWR).") == []


@pytest.mark.parametrize(
    ("match", "right", "wrong"),
    [
        ("$sentence", "Some people own our shell. It rained: twice.\nAsk NASA, I say.", "Some People Own Our Shell"),
        ("$sentence", "Tarn & Thistle makes it.", "some people fear the rain"),
        ("$title", "A Shell for the Rain and the Wind", "A shell for the rain and the wind"),
        ("$title", "iPhone Cases and More", "Cases And More Of This And That And The Rest"),
        ("$lower", "it rained", "It rained"),
        ("$upper", "IT RAINED", "It rained"),
        ("'^[A-Z].*\\.$'", "It rained.", "It rained"),
    ],
)
def test_capitalization(match, right, wrong):
    text = f"extends: capitalization\nmessage: '%s' \nmatch: {match}\nscope: heading\n"
    assert spans(text, right, body=wrong) == []
    assert spans(text, wrong, body=right) == [wrong]


def test_case_is_not_asked_of_german_nouns_nor_of_scripts_without_it():
    text = "extends: capitalization\nmessage: '%s' \nmatch: $sentence\n"
    styles = [rule(text, locale="")]
    assert said(styles, "Die Jacke für den Regen und den Wind", GERMANY)[1] == ()
    assert said(styles, "雨の日のレインシェル", GERMANY.model_copy(update={"locale": "ja-JP"}))[1] == ()


def test_words_of_scripts_without_spaces_are_found_inside_a_line():
    text = "extends: existence\nmessage: '%s' \ntokens: [最強, strong]\n"
    japan = GERMANY.model_copy(update={"locale": "ja-JP"})
    _, found = said([rule(text, locale="ja")], "とても最強のシェル strong", japan)
    assert [f.span.text for f in found] == ["最強", "strong"]


def test_a_style_is_for_its_language_only(tmp_path):
    styles = folder(
        tmp_path, **{"House__Hype.yml": HYPE, "de__Haus__Floskel.yml": HYPE.replace("cutting[- ]edge", "zeitnah"),
                     "any__All__Signs.yml": "extends: existence\nmessage: '%s' \nnonword: true\ntokens: [§]\n"},
    )  # fmt: skip
    kit = KIT.model_copy(update={"vale": styles})
    line = Copy.of(headline="A cutting-edge shell, zeitnah. §")
    english, german = Vale().check([item_of(line, kit=kit), item_of(line, kit=kit, market=GERMANY)])
    assert [f.span.text for f in english] == ["cutting-edge", "§"]
    assert [f.span.text for f in german] == ["§", "zeitnah"]


def test_actions_mend():
    remove = "extends: existence\nmessage: '%s' \nraw: ['\\bvery\\s']\naction: {name: remove}\n"
    item, (found,) = said(remove, "A very wet day.")
    assert mended(item, found) == "A wet day."
    edit = "extends: existence\nmessage: '%s' \nnonword: true\ntokens: ['\\d+ %']\naction:\n  name: edit\n  params: "
    item, (found,) = said(edit + "[regex, '(\\d+) %', '$1%']\n", "100 % wool.")
    assert mended(item, found) == "100% wool."


def test_a_vocabulary_lets_its_words_pass_and_wants_them_written_so(tmp_path):
    styles = folder(
        tmp_path, **{"House__Hype.yml": HYPE, "Vocab__House__accept.txt": "# ours\niPad\n[Gg]ame[- ]changer\nflask\n",
                     "Vocab__House__reject.txt": "cheap\n"},
    )  # fmt: skip
    item = item_of(
        Copy.of(headline="Game-changer. My ipad is cheap. Flask."), kit=KIT.model_copy(update={"vale": styles})
    )
    (found,) = Vale().check([item])
    assert [(f.span.text, f.severity, f.fix) for f in found] == [("ipad", "warn", "iPad"), ("cheap", "block", None)]


def test_the_ini_file_switches_off_and_changes_levels(tmp_path):
    ini = "StylesPath = .\nMinAlertLevel = warning\n[*.md]\nHouse.Hype = NO\nHouse.Plain = error\n"
    styles = folder(
        tmp_path, **{".vale.ini": f"{ini}Vale.Avoid = suggestion\n", "House__Hype.yml": HYPE,
                     "House__Plain.yml": PLAIN, "House__Odd.yml": "extends: metric",
                     "Vocab__accept.txt": "iPad", "Vocab__reject.txt": "cheap"},
    )  # fmt: skip
    assert [(r.name, r.level) for r in styles.rules] == [("House.Plain", "error"), ("Vale.Terms", "warning")]
    assert [(t.name, t.never) for t in styles.troubles] == [
        ("House.Hype", True),
        ("House.Odd", False),
        ("Vale.Avoid", True),
    ]


def test_the_ini_file_may_name_the_styles_that_count(tmp_path):
    styles = folder(
        tmp_path, **{".vale.ini": "BasedOnStyles = Vale, Other\n", "House__Hype.yml": HYPE, "Other__Plain.yml": PLAIN}
    )
    assert [r.name for r in styles.rules] == ["Other.Plain"]


@pytest.mark.parametrize(
    ("text", "line", "key", "why"),
    [
        ("extends: existence\nmessage: 'x\n", 3, "", "no YAML"),
        ("extends: existence\nmessage: x\ntokens:\n  - ok\n  - '(open'\n", 5, "tokens", "no pattern: missing )"),
        ("extends: existence\nmessage: x\ntokens: [a]\nlevel: fatal\n", 4, "level", "expected one of error, warning"),
        ("extends: existence\nmessage: x\ntoken: [a]\n", 3, "token", "did you mean tokens?"),
        ("extends: existence\nmessage: x\n", 1, "tokens", "expected tokens, or raw"),
        ("message: x\ntokens: [a]\n", 1, "extends", "expected one of existence"),
        ("extends: script\nmessage: x\n", 1, "extends", "'script' are not read"),
        ("extends: existence\ntokens: [a]\n", 1, "message", "expected what people are told"),
        ("extends: substitution\nmessage: x\nswap:\n  a: b\n  a: c\n", 5, "a", "stands there twice, in line 4"),
        ("extends: substitution\nmessage: x\nswap:\n  a: b\n  '[': c\n", 5, "swap.[", "no pattern"),
        ("extends: occurrence\nmessage: x\ntoken: a\nmax: many\n", 4, "max", "expected a count"),
        ("extends: occurrence\nmessage: x\ntoken: a\n", 1, "max", "expected a count in max"),
        ("extends: capitalization\nmessage: x\nmatch: $camel\n", 3, "match", "expected $title"),
        ("extends: existence\nmessage: x\nignorecase: maybe\ntokens: [a]\n", 3, "ignorecase", "expected true or false"),
        ("extends: existence\nmessage: x\ntokens:\n  - [a, b]\n", 4, "tokens", "expected a list of words"),
        ("- a\n- b\n", 1, "", "expected keys such as"),
        ("", 1, "", "the file is empty"),
        ("a: &a [*a]\n", None, "", ""),
        ("extends: existence\nmessage: x\nraw: ['(?<']\ntokens: [a]\n", 3, "tokens", "no pattern"),
    ],
)
def test_a_wrong_file_is_told_by_line_and_key(text, line, key, why):
    found = parse(text, "House.Rule", "checks/vale/House/Rule.yml")
    assert isinstance(found, ValeTrouble)
    assert why in found.why
    assert line is None or (found.line, found.key) == (line, key)
    assert not found.never


def test_the_audit_does_not_say_that_it_checked_what_it_could_not_read(tmp_path):
    broken = "extends: existence\nmessage: x\ntokens:\n  - '(open'\n"
    styles = folder(tmp_path, **{"House__Broken.yml": broken, "House__Hype.yml": HYPE})
    item = item_of(Copy.of(headline="A game changer."), kit=KIT.model_copy(update={"vale": styles}))
    (verdict,) = screen([item], [Vale()])
    assert [f.rule for f in verdict.findings] == ["vale-existence"]
    assert verdict.checked == ("vale@1",)
    words = verdict.words()
    assert "not checked: vale (House.Broken: checks/vale/House/Broken.yml, line 4, key tokens: no pattern" in words
    (calm,) = screen([item_of(Copy.of(headline="Es regnet."), kit=item.kit, market=GERMANY)], [Vale()])
    assert "not checked" not in calm.words()


def test_a_pattern_that_explodes_is_stopped_and_the_others_work():
    bomb = rule("extends: existence\nmessage: x\nnonword: true\ntokens: ['(a|aa)+$']\n", name="House.Bomb")
    item, found = said([bomb, rule(HYPE)], "A game changer. " + "a" * 60 + "b")
    assert [f.span.text for f in found if isinstance(f, Finding)] == ["game changer"]
    (stopped,) = (f for f in found if isinstance(f, Refusal))
    assert "House.Bomb: checks/vale/House/Rule.yml: its pattern takes too long" in stopped.why
    answers = Vale().check([item] * 200)  # it is tried once, not 200 times
    assert all(sum(isinstance(f, Refusal) for f in answer) == 1 for answer in answers)


def test_what_no_piece_has_is_told_and_missed_by_nobody(tmp_path):
    styles = folder(tmp_path, **{"House__Table.yml": HYPE + "scope: table.header\n"})
    (trouble,) = styles.troubles
    assert (trouble.never, trouble.key, trouble.why) == (True, "scope", "no piece has a part called table.header")


def test_rules_that_contradict_are_named_and_not_checked(tmp_path):
    swap = "extends: substitution\nmessage: '%s %s'\nswap: {{{}}}\n".format
    styles = folder(
        tmp_path, **{"A__One.yml": swap("rucksack: backpack, foo: bar"), "A__Two.yml": swap("backpack: rucksack"),
                     "A__Long.yml": swap("big: large, huge: big"), "A__Cased.yml": swap("ipad: iPad"),
                     "B__No.yml": "extends: existence\nmessage: '%s'\nignorecase: true\ntokens: [Large]\n",
                     "de__C__No.yml": "extends: existence\nmessage: '%s'\ntokens: [bar]\n",
                     "A__Title.yml": "extends: capitalization\nmessage: x\nmatch: $title\n",
                     "A__Small.yml": "extends: capitalization\nmessage: x\nmatch: $sentence\nscope: heading\n"},
    )  # fmt: skip
    told_of = {(t.name, t.key): t.why for t in styles.troubles}
    assert set(told_of) == {
        ("A.One", "swap.rucksack"), ("A.Two", "swap.backpack"), ("A.Long", "swap.big"), ("A.Title", "match"),
        ("A.Small", "match"),
    }  # fmt: skip
    assert "A.Two (checks/vale/A/Two.yml) asks for “rucksack” instead" in told_of["A.One", "swap.rucksack"]
    assert "B.No forbids" in told_of["A.Long", "swap.big"]
    assert {r.name: r.pairs for r in styles.rules if r.pairs} == {
        "A.Cased": (("ipad", "iPad"),), "A.Long": (("huge", "big"),), "A.One": (("foo", "bar"),)
    }  # fmt: skip


def test_a_word_that_is_both_accepted_and_rejected_is_told(tmp_path):
    styles = folder(tmp_path, **{"Vocab__accept.txt": "cheap\n[Ss]wift", "Vocab__reject.txt": "cheap\nshoddy"})
    assert [(t.key, t.why) for t in styles.troubles] == [
        ("cheap", "contradicts: “cheap” is accepted by checks/vale/Vocab/accept.txt")
    ]
    assert [r.tokens for r in styles.rules if r.name == "Vale.Avoid"] == [("shoddy",)]


def test_a_style_that_asks_for_a_word_the_brand_bans_contradicts_it(tmp_path):
    path = tmp_path / "checks" / "vale" / "House" / "Swap.yml"
    path.parent.mkdir(parents=True)
    path.write_text("extends: substitution\nmessage: '%s %s'\nswap: {low-cost: cheap}\n", "utf-8")
    (trouble,) = read_styles(tmp_path, "en", {"cheap": "brand/terms.toml"}).troubles
    assert "brand/terms.toml forbids" in trouble.why


def test_names_of_the_brand_are_right_in_every_case():
    kit = KIT.model_copy(update={"terms": (Term(text="RainShell", rule="case"),)})
    text = "extends: capitalization\nmessage: '%s' \nmatch: $lower\n"
    assert said(text, "tarn & thistle: RainShell", kit=kit)[1] == ()


def test_files_that_are_no_text_or_too_large_are_told(tmp_path):
    for name, data in (("House/Latin.yml", "message: Größe".encode("latin-1")), ("House/Huge.yml", b"#" * 600_000)):
        path = tmp_path / "checks" / "vale" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert [t.why for t in read_styles(tmp_path, "en", {}).troubles] == [
        "larger than 500,000 bytes, which no rule is", "no UTF-8 text (byte 11); save it as UTF-8",
    ]  # fmt: skip


SEEN = "A game-changing day, wet wet game-changing. In order to ADVISE; advisor."
BASE = "extends: existence\nmessage: '%s' \ntokens: [game-chang]\n"
ONCE = "extends: occurrence\nmessage: '%s' \ntoken: wet\nmax: 1\n"
CASE = "extends: capitalization\nmessage: '%s' \nmatch: $title\nthreshold: 1\n"
MOVES = {
    "kind": (BASE, ONCE), "nonword": (BASE, BASE + "nonword: true\n"),
    "message": (HYPE, HYPE.replace("is hype", "is hot air")),
    "link": (HYPE, HYPE.replace("house.example", "other.example")),
    "level": (HYPE, HYPE.replace("level: error", "level: suggestion")),
    "slots": (HYPE, HYPE + "scope: alt\n"),
    "each": (ONCE.replace("wet", "'[A-Z]'"), ONCE.replace("wet", "'[A-Z]'") + "scope: sentence\n"),
    "ignorecase": (PLAIN, PLAIN.replace("ignorecase: true", "ignorecase: false")),
    "tokens": (HYPE, HYPE.replace("chang", "cheer")), "raw": (HYPE, HYPE + "raw: [A\\s+]\n"),
    "append": (HYPE + "raw: ['\\s*day']\n", HYPE + "raw: ['\\s*day']\nappend: true\n"),
    "pairs": (PLAIN, PLAIN.replace("in order to", "in ordure to")),
    "exceptions": (HYPE, HYPE + "  - game-changing day\n"),
    "most": (ONCE, ONCE.replace("1", "2")), "least": (ONCE + "min: 1\n", ONCE.replace("1", "9") + "min: 3\n"),
    "action": (HYPE, HYPE + "action: {name: replace, params: [new]}\n"),
    "titles": (CASE.replace("title", "title\nstyle: AP"), CASE.replace("title", "title\nstyle: Chicago")),
    "threshold": (CASE, CASE.replace("1", "0.1")), "match": (CASE, CASE.replace("$title", "'.*'")),
}  # fmt: skip
ELSEWHERE = {
    "name": "of the citation, above", "file": "of the citation, above", "locale": "a style is for its language only",
    "alpha": "repetition, above", "first": "conditional, above", "second": "conditional, above", "indicators": "below",
}  # fmt: skip


def test_every_field_of_a_rule_stands_in_the_table_or_in_a_test_of_its_own():
    assert set(ValeRule.model_fields) == {*MOVES, *ELSEWHERE}


@pytest.mark.parametrize("field", sorted(set(MOVES) - {"kind", "titles"}))
def test_every_field_of_a_rule_moves_what_is_found(field):
    before, after = MOVES[field]
    assert said(before, SEEN)[1] != said(after, SEEN)[1]


def test_chicago_leaves_long_prepositions_small():
    ap, chicago = MOVES["titles"]
    assert spans(ap, "A Walk through the Rain") == ["A Walk through the Rain"]
    assert spans(chicago, "A Walk through the Rain") == []


def test_a_capital_is_right_behind_an_indicator():
    text = "extends: capitalization\nmessage: '%s' \nmatch: $sentence\nthreshold: 1\n"
    assert spans(text, "The shell: It keeps dry") == ["The shell: It keeps dry"]
    assert spans(text + "indicators: [':']\n", "The shell: It keeps dry") == []


ODD = """\
scope: [heading, x]
raw: ['(?<']
  - '(a'
  - '(?P<x>b)\\1'
exceptions: ['[']
either: {a: b, '(': c}
first: '(a)'
second: '(b)'
extends: consistency
extends: conditional
extends: repetition
action: [x]
? [a]
level: [error]
&a x: *a
tokens: ['(x)\\2', '(y)']
"""
LINES = [line for text in (HYPE, PLAIN, ONCE, CASE, ODD) for line in text.splitlines()]


@given(st.lists(st.sampled_from(LINES), max_size=9), st.text(max_size=12))
@settings(max_examples=120, deadline=None)
def test_whatever_stands_in_a_file_is_a_rule_or_a_trouble_and_is_held_against_any_words(lines, words):
    made = parse("\n".join(lines), "House.Any", "checks/vale/House/Any.yml", "en")
    assert isinstance(made, ValeRule | ValeTrouble)
    if isinstance(made, ValeRule):
        (answer,) = Vale().check(
            [item_of(Copy.of(headline=f"A game-changing {words}", body=words), kit=with_rules([made]))]
        )
        assert isinstance(answer, tuple)
