"""Who may decide what, and how far a decision reaches."""

from datetime import datetime, timedelta

import pytest
from made_pieces import AT, BRITAIN, GERMANY, decision_on, drawn, finding_on, variant_of

from styleloop.errors import InputError, PolicyError
from styleloop.review import approve_all, decide, inherit, queue, stands
from styleloop.types.copy import Copy

PIECE = variant_of(drawn())
SIZES = tuple(variant_of(drawn(), placement) for placement in ("square", "story", "wide"))


def say(piece=PIECE, findings=(), role="reviewer-gb", market=BRITAIN, action="approve", reason="", dismissed=(), at=AT):
    return decide(piece, findings, "p-17", role, market, action, reason, dismissed, at)


def test_an_approval_is_bound_to_the_seal_that_was_seen():
    made = say()
    assert (made.action, made.seal, made.variant, made.market) == ("approve", PIECE.seal, PIECE.id, "en-GB")


def test_an_open_block_forbids_approval_and_names_itself():
    block = finding_on(PIECE.id)
    with pytest.raises(PolicyError, match=block.id):
        say(findings=(block,))


def test_a_block_on_the_line_holds_for_every_size_of_it():
    with pytest.raises(PolicyError, match="open block"):
        say(findings=(finding_on(PIECE.line),))


def test_a_warning_does_not_forbid_approval():
    assert say(findings=(finding_on(PIECE.id, "warn"),)).action == "approve"


@pytest.mark.parametrize("role", ["architect", "legal"])
def test_architect_and_legal_may_dismiss_a_block_with_a_reason(role):
    block = finding_on(PIECE.id)
    made = say(findings=(block,), role=role, reason="Measured again, report 12.", dismissed=(block.id,))
    assert made.dismissed == (block.id,)
    with pytest.raises(PolicyError, match="reason"):
        say(findings=(block,), role=role, dismissed=(block.id,))


def test_a_market_reviewer_may_dismiss_a_warning_but_not_a_block():
    warning, block = finding_on(PIECE.id, "warn"), finding_on(PIECE.id)
    assert say(findings=(warning,), dismissed=(warning.id,)).dismissed == (warning.id,)
    with pytest.raises(PolicyError, match="may not dismiss a block"):
        say(findings=(block,), reason="I like it.", dismissed=(block.id,))


def test_a_finding_that_is_not_there_cannot_be_dismissed():
    with pytest.raises(PolicyError, match="finding_none"):
        say(dismissed=("finding_none",))


@pytest.mark.parametrize("action", ["change", "reject"])
def test_sending_back_needs_a_reason(action):
    with pytest.raises(PolicyError, match="reason"):
        say(action=action, reason="  ")
    assert say(action=action, reason="Too loud.").reason == "Too loud."


def test_sending_back_a_blocked_piece_is_allowed():
    assert say(findings=(finding_on(PIECE.id),), action="reject", reason="The figure is wrong.").action == "reject"


def test_only_the_roles_of_a_market_decide_there():
    with pytest.raises(PolicyError, match="reviewer-de"):
        say(role="reviewer-de")
    assert say(role="architect").role == "architect"


def test_a_piece_is_decided_for_its_own_market_only():
    with pytest.raises(PolicyError, match="de-DE"):
        say(market=GERMANY, role="reviewer-de")


def test_findings_on_another_piece_are_not_taken_for_silence():
    with pytest.raises(InputError, match="another piece"):
        say(findings=(finding_on("variant_0000000000000000"),))


def test_a_decision_needs_its_time_zone():
    with pytest.raises(InputError, match="time zone"):
        say(at=datetime(2026, 9, 1))


def test_the_latest_decision_on_this_seal_stands():
    first, later = say(), say(action="reject", reason="No.", at=AT + timedelta(hours=1))
    other = decision_on(PIECE, seal="0" * 64, at=AT + timedelta(hours=2))
    assert stands((first, later, other), PIECE) == later
    assert stands((other,), PIECE) is None


def test_an_identical_rerender_keeps_its_approval_and_a_changed_or_restyled_one_waits():
    made = say()
    newer = PIECE.rendering.model_copy(update={"renderer": "typst@2"})
    same = type(PIECE).model_validate({**PIECE.model_dump(exclude={"id"}), "rendering": newer.model_dump()})
    assert same.id != PIECE.id
    assert stands((made,), same) == made
    assert stands((made,), variant_of(drawn(tint=61))) is None
    restyled = type(PIECE).model_validate({**PIECE.model_dump(exclude={"id"}), "parent": PIECE.id})
    assert stands((made,), restyled) is None
    own = say(restyled, action="reject", reason="The old one.")
    assert stands((made, own), restyled) == own
    assert stands((made, own), PIECE) == made


def test_sizes_inherit_each_bound_to_its_own_seal():
    carried = inherit(say(SIZES[0]), SIZES, ())
    assert [(d.variant, d.seal) for d in carried] == [(v.id, v.seal) for v in SIZES[1:]]
    assert {d.reason for d in carried} == {"size of the same line"}


def test_an_approval_never_reaches_a_blocked_size_nor_another_line_or_market():
    others = (variant_of(drawn(), "story", line="draft_2"), variant_of(drawn(), "story", market="de-DE"))
    block = finding_on(SIZES[1].id)
    carried = inherit(say(SIZES[0]), (*SIZES, *others), (block,))
    assert [d.variant for d in carried] == [SIZES[2].id]


def test_a_dismissed_block_is_never_handed_on_but_a_dismissed_warning_is():
    block, twin = finding_on(SIZES[0].id), finding_on(SIZES[1].id)
    warning, echo = finding_on(SIZES[0].id, "warn", "tone"), finding_on(SIZES[2].id, "warn", "tone")
    findings = (block, twin, warning, echo)
    made = say(SIZES[0], (block, warning), "legal", reason="Report 12.", dismissed=(block.id, warning.id))
    (carried,) = inherit(made, SIZES, findings)
    assert (carried.variant, carried.dismissed) == (SIZES[2].id, (echo.id,))


def test_a_rejection_reaches_blocked_sizes_too():
    made = say(SIZES[0], action="reject", reason="Wrong joke.")
    carried = inherit(made, SIZES, (finding_on(SIZES[1].id),))
    assert {d.reason for d in carried} == {"size of the same line: Wrong joke."}
    assert len(carried) == 2


def test_a_size_somebody_decided_on_keeps_that_word():
    own = say(SIZES[1], action="reject", reason="Cut off here.")
    assert [d.variant for d in inherit(say(SIZES[0]), SIZES, (), (own,))] == [SIZES[2].id]


def test_a_decision_on_something_else_is_not_carried():
    with pytest.raises(PolicyError):
        inherit(say(variant_of(drawn(tint=9))), SIZES, ())


def test_bulk_approval_states_its_count_and_stops_at_blocks():
    german = variant_of(drawn(), market="de-DE")
    found = (finding_on(SIZES[1].id), finding_on(SIZES[2].id, "warn"))
    markets = {"en-GB": BRITAIN, "de-DE": GERMANY}
    bulk = approve_all((*SIZES, german), found, "p-17", "reviewer-gb", markets, AT)
    assert bulk.count == 2
    assert {variant for variant, _ in bulk.left} == {SIZES[1].id, german.id}
    assert bulk.words().startswith("Approve 2; 2 left out")
    assert bulk.words().endswith("; 1 of the 2 carries remarks")
    assert approve_all(SIZES[:1], (), "p-17", "reviewer-gb", markets, AT).words() == "Approve 1"
    with pytest.raises(PolicyError, match="Approve 3"):
        approve_all(SIZES, found, "p-17", "reviewer-gb", markets, AT, stated=3)


def test_the_queue_groups_sizes_of_a_line_and_puts_what_needs_a_person_first():
    other = tuple(
        variant_of(drawn(), p, line="draft_2", words=Copy.of(headline="Forecast: drizzle.")) for p in ("a", "b")
    )
    block = finding_on(other[0].id)
    lines = queue((*SIZES, *other), (block,), (say(SIZES[0]),))
    assert [(line.line, line.state, line.words()) for line in lines] == [
        ("draft_2", "blocked", "1 blocked, 1 waiting"),
        ("draft_1", "waiting", "2 waiting, 1 approved"),
    ]
    assert lines[0].findings == (block,)


def test_an_approved_line_with_a_new_block_is_blocked_again():
    block = finding_on(PIECE.id)
    (line,) = queue((PIECE,), (block,), (say(),))
    assert line.state == "blocked"
    dismissed = say(findings=(block,), role="legal", reason="Report 12.", dismissed=(block.id,))
    (line,) = queue((PIECE,), (block,), (dismissed,))
    assert line.state == "approved"


@pytest.mark.parametrize(("action", "state"), [("change", "changed"), ("reject", "rejected")])
def test_a_piece_sent_back_shows_so_even_with_a_block(action, state):
    (line,) = queue((PIECE,), (finding_on(PIECE.id),), (say(action=action, reason="No."),))
    assert line.state == state
