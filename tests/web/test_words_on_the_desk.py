"""Words put into a line on the desk: drawn and checked again, kept beside the old ones, approved by nobody yet."""

import re

import pytest
from desk_client import HERE, Page, client_of, decide, page, sit_down, token
from hypothesis import given
from hypothesis import strategies as st
from small_desk import fill

from styleloop.app.editing import EDITED
from styleloop.app.shipping import lines_of
from styleloop.types.audit import Span
from styleloop.types.review import Publication
from styleloop.web.desk.views.before import differing
from styleloop.web.desk.views.piece import around

MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.fixture(scope="module")
def furnish():
    return lambda project: fill(project, drawable=True)


def line(project, state: str, market: str = "en-GB"):
    return next(x for x in lines_of(project) if (x.state, x.market) == (state, market))


def write(desk, variant: str, **fields):
    """Send one of the two forms of a piece's page that change its words."""
    shown = desk.get(f"/variants/{variant}").text
    seen = re.search(r'name="seen" value="(\w*)"', shown)[1]
    data = {"token": token(desk), "seen": seen, **fields}
    return desk.post(f"/variants/{variant}/words", data=data, headers=HERE)


def test_suggested_words_make_a_new_line_that_waits(desk, project):
    stopped = line(project, "blocked")
    first = next(v for v in stopped.variants if v.placement == "story")
    remark = next(f for f in stopped.findings if f.subject == first.id)
    assert "Put it in" in page(desk, f"/variants/{first.id}").said
    answer = write(desk, first.id, fix=remark.id)
    assert answer.status_code == 303, Page(answer.text).said
    shown = page(desk, answer.headers["location"])
    assert "Saved as a new line, drawn in 3 formats and checked again" in shown.said
    [kept] = project.store.edits.all()
    assert kept.before.text("body") == "Umbrella. Holds for 14 hours."
    assert kept.after.text("body") == "Umbrella. Holds for 410 g."
    assert kept.after.text("caption") == "Umbrella. Holds for 410 g.", "what repeats the words follows them"
    assert kept.reason == "“14 hours” is not among the facts."
    made = next(x for x in lines_of(project) if x.line == kept.made)
    assert {v.placement for v in made.variants} == {"square", "story", "wide"}
    assert not made.decisions
    assert {v.parent for v in made.variants} == {v.id for v in stopped.variants}
    old = next(x for x in lines_of(project) if x.line == stopped.line)
    assert old.state == "changed"
    assert all(EDITED in d.reason for d in old.decisions)
    replaced = page(desk, f"/variants/{first.id}?state=all").said
    assert "Other words took its place." in replaced
    assert "Edited by ada, architect" in replaced


def test_a_page_made_before_an_edit_edits_nothing(desk, project):
    variant = line(project, "waiting").variants[0].id
    write(desk, variant, slot=["body"], text=["Umbrella. Weighs 410 g."])
    late = desk.post(
        f"/variants/{variant}/words",
        data={"token": token(desk), "seen": "", "slot": ["body"], "text": ["Umbrella. 410 g, dry."]},
        headers=HERE,
    )
    assert late.status_code == 409
    assert "ada, architect, decided meanwhile (change asked)" in Page(late.text).said
    assert "Umbrella. 410 g, dry." in late.text
    assert len(project.store.edits.all()) == 1


@pytest.mark.parametrize(
    ("slot", "text", "told"),
    [
        ("headline", "so long " * 12, "too long for Square post: 95 characters, at most 80"),
        ("headline", "W" * 60, "is wider than the panel"),
        ("headline", "  ", "a piece needs a headline"),
        ("body", "x" * 2001, "too long for any format"),
        ("body", "e" + "\u0301" * 50_000, "too long for any format"),
        ("body", "dry\x00", "control signs"),
        ("price", "£9", "no such slot"),
        ("body", None, "nothing was changed"),
    ],
)
def test_what_cannot_be_drawn_is_told_where_it_was_written(untouched, slot, text, told):
    project, desk = untouched
    piece = line(project, "waiting").variants[0]
    text = piece.words.text(slot) if text is None else text
    answer = write(desk, piece.id, slot=[slot], text=[text], why="Because.")
    assert answer.status_code == 422
    assert told in Page(answer.text).said
    assert 'value="Because."' in answer.text
    assert 'class="wording editing"' in answer.text
    assert not project.store.edits.all()
    assert not project.store.decisions.all()


def test_markup_in_an_edit_stays_text(desk, project):
    piece = line(project, "waiting").variants[0]
    answer = write(desk, piece.id, slot=["caption"], text=[MARKUP], why=MARKUP)
    assert answer.status_code == 303, Page(answer.text).said
    for address in (answer.headers["location"], f"/variants/{piece.id}?state=all", "/?state=all"):
        text = desk.get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert MARKUP in page(desk, f"/variants/{piece.id}?state=all").said


def test_words_can_be_edited_when_the_palette_of_their_line_is_gone(desk, project):
    piece = line(project, "waiting").variants[0]
    kit, gone = project.root / "brand" / "kit.toml", project.store.drafts.get(piece.line).tone
    colours, head, tones = kit.read_text("utf-8").partition("[[tones]]")
    kit.write_text(colours + head + tones.replace(f'name = "{gone}"', 'name = "deep"'), "utf-8")
    project.look_again()
    answer = write(desk, piece.id, slot=["caption"], text=["It rains, and that is that."])
    assert answer.status_code == 303, Page(answer.text).said
    [kept] = project.store.edits.all()
    assert project.store.drafts.get(kept.made).tone == "deep"


def test_what_was_posted_keeps_its_words(desk, project):
    piece = line(project, "waiting").variants[0]
    decide(desk, piece.id, "approve")
    decision = project.store.decisions.all(variant=piece.id)[0]
    out = Publication(
        variant=piece.id, seal=piece.seal, decision=decision.id, channel="folder", files=(), at=decision.at,
        market=piece.market, placement=piece.placement, name="umbrella-1",
    )  # fmt: skip
    project.store.publications.add([out])
    assert "Save and check again" not in desk.get(f"/variants/{piece.id}").text
    answer = write(desk, piece.id, slot=["body"], text=["Umbrella. Dry."])
    assert answer.status_code == 409
    assert "what has left keeps its words" in Page(answer.text).said
    undone = desk.post("/undo", data={"token": token(desk)}, headers=HERE)
    assert "It stays as it was decided: it was posted on" in page(desk, undone.headers["location"]).said


def test_whoever_may_not_decide_may_not_write(untouched):
    project, desk = untouched
    sit_down(desk, "eve", "reviewer-nowhere")
    answer = write(desk, line(project, "waiting").variants[0].id, slot=["body"], text=["Umbrella. Dry."])
    assert answer.status_code == 409
    assert "the role reviewer-nowhere may not decide for en-GB; these may: " in Page(answer.text).said
    assert not project.store.edits.all()
    assert len(lines_of(project)) == 4
    sit_down(desk)


def test_who_wrote_a_line_does_not_approve_it_where_four_eyes_are_asked_for(desk, project):
    (project.root / "checks").mkdir(exist_ok=True)
    (project.root / "checks" / "policy.toml").write_text("[[approval]]\nfour_eyes = true\napprovals = 2\n", "utf-8")
    address = write(desk, line(project, "waiting").variants[0].id, slot=["body"], text=["Umbrella. Dry."])
    new = address.headers["location"].split("/")[-1]
    refused = decide(desk, new, "approve")
    assert refused.status_code == 409
    assert "somebody else has to approve it" in Page(refused.text).said
    for who, said in (("grace", "Signed by 1 of 2; missing: 1 more person."), ("lee", "Approved: ")):
        other = client_of(project)
        sit_down(other, who)
        answer = decide(other, new, "approve")
        assert answer.status_code == 303, Page(answer.text).said
        assert said in page(other, answer.headers["location"]).said
        assert new not in answer.headers["location"]
        if who == "grace":
            assert "Signed by 1 of 2; missing: 1 more person" in page(other, f"/variants/{new}").said
            assert "Signed by 1 of 2" in page(other, "/").said
            again = decide(other, new, "approve")
            assert "has approved this piece already" in Page(again.text).said


def test_a_decision_is_taken_back_step_by_step_and_only_by_who_made_it(desk, project):
    first, second = line(project, "waiting").variants[0].id, line(project, "waiting", "de-DE").variants[0].id
    decide(desk, first, "approve")
    decide(desk, second, "reject", reason="Too long.")
    for waiting in ({"de-DE"}, {"de-DE", "en-GB"}):
        answer = desk.post("/undo", data={"token": token(desk)}, headers=HERE)
        assert "Taken back. 3 formats wait again." in page(desk, answer.headers["location"]).said
        assert {x.market for x in lines_of(project) if x.state == "waiting"} >= waiting
    none = desk.post("/undo", data={"token": token(desk)}, headers=HERE)
    assert "There is nothing to take back" in page(desk, none.headers["location"]).said
    assert [d.action for d in project.store.decisions.all(variant=first)] == ["approve", "reopen"]
    decide(desk, first, "approve")
    sit_down(desk, "eve")
    answer = desk.post("/undo", data={"token": token(desk)}, headers=HERE)
    assert "ada decided that, and only ada can take it back" in page(desk, answer.headers["location"]).said
    assert line(project, "approved").variants[0].id == first


def test_an_edit_is_taken_back_unless_somebody_decided_on_it(desk, project):
    piece = line(project, "waiting").variants[0]
    for who in ("", "grace"):
        made = write(desk, piece.id, slot=["body"], text=[f"Umbrella. Dry, {who}."]).headers["location"].split("/")[-1]
        if who:
            other = client_of(project)
            sit_down(other, who)
            decide(other, made, "approve")
        answer = desk.post("/undo", data={"token": token(desk)}, headers=HERE)
        said = page(desk, answer.headers["location"]).said
        assert ("grace, architect, decided on this piece meanwhile" if who else "3 formats wait again") in said
        old = next(x for x in lines_of(project) if piece.id in {v.id for v in x.variants})
        new = next(x for x in lines_of(project) if made in {v.id for v in x.variants})
        assert (old.state, new.state) == (("changed", "approved") if who else ("waiting", "rejected"))


def test_an_edit_stays_whole_where_its_old_line_cannot_wait_again(desk, project):
    piece = line(project, "waiting").variants[0]
    made = write(desk, piece.id, slot=["body"], text=["Umbrella. Dry."]).headers["location"].split("/")[-1]
    other = client_of(project)
    sit_down(other, "grace")
    decide(other, piece.id, "reject", reason="Neither.")
    answer = desk.post("/undo", data={"token": token(desk)}, headers=HERE)
    assert "grace, architect, decided on it since" in page(desk, answer.headers["location"]).said
    assert not project.store.decisions.all(variant=made), "nor is what the edit became rejected"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("r" * 2001, "2,001 characters long; at most 2,000"),
        ("No.\x1b[31m", "control signs"),
        (" \u200b\u2060 ", "a reason is needed"),
    ],
)
def test_a_reason_is_short_and_can_be_seen(untouched, reason, told):
    project, desk = untouched
    answer = decide(desk, line(project, "waiting").variants[0].id, "reject", reason=reason)
    assert answer.status_code == 409
    assert told in Page(answer.text).said
    assert not project.store.decisions.all()


def test_a_group_is_taken_back_whole_unless_somebody_decided_since(desk, project):
    campaign = project.store.campaigns.all()[0].id
    desk.post("/approve", data={"token": token(desk), "campaign": campaign, "stated": "9"}, headers=HERE)
    desk.post("/undo", data={"token": token(desk)}, headers=HERE)
    assert sum(x.counts.get("waiting", 0) for x in lines_of(project)) == 9
    desk.post("/approve", data={"token": token(desk), "campaign": campaign, "stated": "9"}, headers=HERE)
    other = client_of(project)
    sit_down(other, "grace")
    decide(other, line(project, "approved").variants[0].id, "reject", reason="No.")
    answer = desk.post("/undo", data={"token": token(desk)}, headers=HERE)
    assert "grace, architect, decided on it since" in page(desk, answer.headers["location"]).said
    assert not [x for x in lines_of(project) if x.state == "waiting"]


@pytest.mark.parametrize("form", ["decision", "words"])
def test_a_form_that_is_too_old_does_nothing_and_loses_nothing(desk, project, form):
    variant = line(project, "waiting").variants[0].id
    desk.cookies.delete("desk")
    typed = {"action": "reject", "reason": "It says too much."} if form == "decision" else {}
    typed = typed or {"slot": ["body"], "text": ["It says too much."]}
    answer = desk.post(f"/variants/{variant}/{form}", data={"token": "0" * 64, **typed}, headers=HERE)
    assert answer.status_code == 403
    shown = Page(answer.text)
    assert "What you typed is still here: send it again." in shown.said
    assert "It says too much." in shown.said
    assert not project.store.decisions.all()
    fresh = next(f["value"] for f in shown.of("input") if f.get("name") == "token")
    if form == "decision":
        again = desk.post(f"/variants/{variant}/decision", data={"token": fresh, **typed}, headers=HERE)
        assert again.status_code == 303


def test_a_remark_about_many_words_quotes_only_what_stands_about_it():
    text = " ".join(f"word{n}" for n in range(60))
    at = text.index("word30")
    quote = around(text, Span(slot="alt", start=at, end=at + 6, text="word30"), "warn")
    assert ("warn", "word30") in quote
    assert quote[0][1].startswith("… word2")
    assert quote[-1][1].endswith(" …")
    assert len("".join(words for _, words in quote)) < 110
    moved = around("other words", Span(slot="alt", start=0, end=4, text="word"), "warn")
    assert moved == (("warn", "word"),)


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_off_what_differs(old, new):
    said = differing(old, new)
    assert "".join(words for what, words in said if what != "del") == new
    assert "".join(words for what, words in said if what != "ins") == old


def test_words_that_differ_are_told_apart_and_a_patchwork_is_not():
    assert differing("640 g. Die Waage hat keinen Humor.", "290 g. Die Waage hat keinen Humor.") == (
        ("del", "640"),
        ("ins", "290"),
        ("", " g. Die Waage hat keinen Humor."),
    )
    assert differing("Campingkocher. 640 g. Steht.", "Thermobecher. 0,35 l.") == (
        ("del", "Campingkocher. 640 g. Steht."),
        ("ins", "Thermobecher. 0,35 l."),
    )
