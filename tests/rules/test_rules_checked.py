"""A confirmed rule objects where it is broken, cites its sentence, and is silent where the kit speaks already."""

from __future__ import annotations

import pytest

from styleloop.audit.rules import Guidelines
from styleloop.testing.samples import DAY, kit
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Term, Voice
from styleloop.types.copy import Copy
from styleloop.types.rule import Rule

FREE = kit().model_copy(update={"voice": Voice(), "terms": (), "rules": ()})


def findings(rule: Rule, text: str, slot: str = "headline", locale: str = "en-GB", **brand):
    made = FREE.model_copy(update={"rules": (rule,), **brand})
    item = AuditItem(subject="x", words=Copy.of(**{slot: text}), market=made.market(locale), kit=made, day=DAY)
    (found,) = Guidelines().check([item])
    return found


def rule(what: str, text: str, **more) -> Rule:
    return Rule(what=what, text=text, quote="As it is written.", source="brand/guidelines/01-a.md, A", **more)


BROKEN = [
    (rule("banned", "cheap"), "A cheap shell.", "guideline-word", "cheap", None),
    (rule("preferred", "cheap", instead="good value"), "Cheap, it is.", "guideline-better-word", "Cheap", "Good value"),
    (rule("case", "Rain Shell"), "Take the rain shell.", "guideline-case", "rain shell", "Rain Shell"),
    (rule("mark", "exclamation"), "It rained!", "guideline-mark", "!", None),
    (rule("mark", "question"), "Rain?", "guideline-mark", "?", None),
    (rule("mark", "emoji"), "It rained 🌧.", "guideline-mark", " 🌧", None),
    (rule("mark", "ellipsis"), "It rained...", "guideline-mark", "...", None),
    (rule("mark", "capitals"), "Grab yours NOW.", "guideline-mark", "NOW", None),
    (rule("mark", "hashtag"), "It rained #rain", "guideline-mark", "#rain", None),
    (rule("mark", "ampersand"), "Wind & rain.", "guideline-mark", "&", None),
    (rule("mark", "semicolon"), "Wind; rain.", "guideline-mark", ";", None),
    (rule("mark", "dash"), "Wind — rain.", "guideline-mark", " — ", None),
    (rule("mark", "contraction"), "It's raining.", "guideline-mark", "It's", None),
    (rule("most", "words", most=2, slot="headline"), "It rained again.", "guideline-limit", "It rained again.", None),
    (rule("most", "characters", most=5), "Rained.", "guideline-limit", "Rained.", None),
    (
        rule("most", "sentence_words", most=2),
        "Rain. It rained again.",
        "guideline-limit",
        "Rain. It rained again.",
        None,
    ),
    (rule("most", "sentences", most=1), "Rain. Wind.", "guideline-limit", "Rain. Wind.", None),
    (rule("most", "exclamation", most=1), "Rain! Wind!", "guideline-limit", "Rain! Wind!", None),
    (rule("most", "hashtag", most=0), "Rain #wet", "guideline-limit", "Rain #wet", None),
    (rule("most", "emoji", most=0), "Rain 🌧", "guideline-limit", "Rain 🌧", None),
    (rule("person", "second"), "We are proud.", "guideline-person", "We", None),
    (rule("spelling", "en-GB"), "Gray fiber.", "guideline-spelling", "Gray", "Grey"),
    (rule("spelling", "en-US"), "The colours organised.", "guideline-spelling", "colours", "colors"),
]


@pytest.mark.parametrize(
    ("given", "text", "name", "span", "fix"), BROKEN, ids=[f"{r.what}-{r.text}" for r, *_ in BROKEN]
)
def test_a_broken_rule(given, text, name, span, fix):
    found = findings(given, text)[0]
    assert (found.rule, found.span.text, found.fix) == (name, span, fix)
    assert found.cited == f"guideline brand/guidelines/01-a.md, A: “As it is written.” (rule {given.id[5:13]})"


KEPT = [
    (rule("banned", "cheap"), "Cheapskates love rain."),
    (rule("case", "Rain Shell"), "Take the Rain Shell."),
    (rule("case", "federal"), "Federal rain."),
    (rule("mark", "capitals"), "USB and BBC, and 312 G."),
    (rule("mark", "ampersand"), "Tarn & Thistle."),
    (rule("mark", "dash"), "A well-known shell."),
    (rule("mark", "contraction"), "The shell's lid."),
    (rule("most", "words", most=2, slot="body"), "It rained again."),
    (rule("person", "second"), "Take it."),
    (rule("spelling", "en-GB"), "We organize grey fibre."),
    (rule("banned", "cheap", locale="de"), "A cheap shell."),
    (rule("banned", "cheap", markets=("de-DE",)), "A cheap shell."),
    (rule("banned", "cheap", slot="body"), "A cheap shell."),
]


@pytest.mark.parametrize(("given", "text"), KEPT, ids=[f"{n}-{r.what}-{r.text}" for n, (r, _) in enumerate(KEPT)])
def test_a_rule_that_is_kept(given, text):
    assert findings(given, text) == ()


def test_what_the_kit_says_already_is_left_to_it():
    quiet = {"voice": Voice(exclamations=False, person="second", max_headline_words=2)}
    assert findings(rule("mark", "exclamation"), "It rained!", **quiet) == ()
    assert findings(rule("person", "second"), "We are proud.", **quiet) == ()
    assert findings(rule("most", "words", most=2, slot="headline"), "It rained again.", **quiet) == ()
    assert findings(rule("banned", "cheap"), "A cheap shell.", terms=(Term(text="Cheap", rule="banned"),)) == ()
    assert findings(rule("mark", "exclamation"), "It rained!", terms=(Term(text="rained", rule="case"),))
