"""A check that fails is said to be missing; the verdict never praises."""

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from sample_pieces import item_of, rendering_of
from works import Works

from styleloop.audit import screen
from styleloop.audit.objection import object_to
from styleloop.ports import Guardrail
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal


class Quiet:
    name, version = "quiet", "1"
    family = "brand"
    rules = {"nothing": "Nothing."}

    def check(self, items):
        return [() for _ in items]


class Loud(Quiet):
    name = "loud"

    def check(self, items):
        return [
            (
                object_to(self, i, "odd", "warn", "Odd.", "x"),
                object_to(self, i, "bad", "block", "Bad.", "x"),
            )
            for i in items
        ]


class Crash(Quiet):
    name = "crash"

    def check(self, items):
        for item in items:
            if item.words.text("headline") == "boom":
                raise RuntimeError("wire cut")
        return [() for _ in items]


class Declines(Quiet):
    name = "declines"

    def check(self, items):
        return [Refusal(subject=i.subject, why="no dictionary for this language") for i in items]


class Short(Quiet):
    name = "short"

    def check(self, items):
        return []


class Stranger(Quiet):
    name = "stranger"

    def check(self, items):
        return [(object_to(self, item_of(subject="variant_9"), "odd", "block", "Odd.", "x"),) for _ in items]


FORBIDDEN = re.compile(r"clean|compliant|\bok\b|safe|passed|approved", re.IGNORECASE)


def test_silence_is_not_praise():
    (verdict,) = screen([item_of()], [Quiet(), Quiet()])
    assert verdict.words() == "no objection from 2 checks"
    assert not verdict.blocked
    assert not FORBIDDEN.search(verdict.words())


def test_no_checks_means_nothing_was_checked():
    (verdict,) = screen([item_of()], [])
    assert verdict.words() == "nothing was checked"


def test_a_check_that_fails_is_named_with_its_reason():
    (verdict,) = screen([item_of(Copy.of(headline="boom"))], [Quiet(), Crash()])
    assert verdict.words() == "no objection from 1 check; not checked: crash (it failed: RuntimeError: wire cut)"
    assert verdict.checked == ("quiet@1",)
    assert [r.subject for r in verdict.unchecked] == ["crash@1"]


def test_a_check_that_declines_is_named_with_its_reason():
    (verdict,) = screen([item_of()], [Declines()])
    assert verdict.words() == "nothing was checked; not checked: declines (no dictionary for this language)"


def test_one_bad_piece_leaves_only_itself_unchecked():
    items = [item_of(), item_of(Copy.of(headline="boom"), subject="variant_2"), item_of(subject="variant_3")]
    verdicts = screen(items, [Crash()])
    assert [v.subject for v in verdicts] == ["variant_1", "variant_2", "variant_3"]
    assert [len(v.unchecked) for v in verdicts] == [0, 1, 0]


@pytest.mark.parametrize("guardrail", [Short(), Stranger()])
def test_an_answer_that_does_not_fit_the_piece_is_no_answer(guardrail):
    (verdict,) = screen([item_of()], [guardrail])
    assert verdict.findings == ()
    assert len(verdict.unchecked) == 1


def test_blocks_come_first_and_are_counted():
    (verdict,) = screen([item_of()], [Loud(), Quiet()])
    assert [f.severity for f in verdict.findings] == ["block", "warn"]
    assert verdict.blocked
    assert verdict.words() == "1 block, 1 warn from 2 checks"


def test_no_pieces_no_verdicts():
    assert list(screen([], [Quiet()])) == []


SHIPPED = [e.load() for e in entry_points(group="styleloop.guardrails") if e.value.startswith("styleloop.")]


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda k: k.name)
def test_every_shipped_check_fits_its_port_and_explains_its_rules(kind):
    guardrail = kind()
    assert isinstance(guardrail, Guardrail)
    assert guardrail.rules
    assert all(text.endswith(".") for text in guardrail.rules.values())
    assert guardrail.check([]) == []


def test_the_sample_piece_draws_no_objection_from_any_shipped_check():
    (verdict,) = screen([item_of(library=Works())], [kind() for kind in SHIPPED])
    beyond = "likeness in meaning (no embedding is compared), NSFW (no model in models.toml)"
    beyond += ", spelling (no dictionary for en)"
    assert verdict.words() == f"no objection from {len(SHIPPED)} checks; not checked: {beyond}"


def test_a_draft_that_is_not_drawn_says_what_could_not_be_looked_at():
    (verdict,) = screen([item_of(rendering=None, placement=None)], [kind() for kind in SHIPPED])
    assert "not checked: legibility (it has not been drawn yet), likeness (no library), limits (" in verdict.words()
    unseen = {refusal.subject.partition("@")[0] for refusal in verdict.unchecked}
    assert unseen == {"legibility", "likeness", "limits", "look", "platform", "rights"}
    assert len(verdict.checked) == len(SHIPPED) - len(unseen)


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda k: k.name)
def test_every_check_takes_a_piece_without_anything(kind):
    (verdict,) = screen([item_of(Copy(), product=None, placement=None, claims=(), rendering=rendering_of())], [kind()])
    assert all("failed" not in r.why for r in verdict.unchecked)


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda k: k.name)
def test_every_rule_of_a_shipped_check_stands_on_the_page_about_checks(kind):
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
    assert [rule for rule in kind().rules if f"`{rule}`" not in page] == []
