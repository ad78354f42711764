"""The desk as a reviewer meets it: the queue, a decision that moves on, groups, filters, what is refused."""

import re

import pytest
from desk_client import HERE, Page, client_of, decide, page, sit_down, token
from small_desk import fill

from styleloop.app.jobs import Jobs
from styleloop.app.shipping import lines_of
from styleloop.types.audit import Finding, Span


@pytest.fixture
def desk(project):
    campaign = fill(project)
    client = client_of(project)
    sit_down(client)
    client.campaign = campaign.id
    return client


def line(project, market: str, state: str | None = None):
    return next(x for x in lines_of(project) if x.market == market and state in (None, x.state))


def test_the_queue_puts_what_is_stopped_first_and_says_why(desk):
    said = page(desk, "/").said
    assert "0 of 4 lines decided, 0 of 3 markets done 1 stopped" in said
    assert "“14 hours” is not among the facts." in said
    cards = re.findall(r'<li class="line (\w+)"', desk.get("/").text)
    assert cards == ["blocked", "waiting", "waiting", "waiting"]


def test_a_decision_moves_on_to_the_next_line_and_covers_its_formats(desk, project):
    first = line(project, "de-DE")
    answer = decide(desk, first.variants[0].id, "approve")
    assert answer.status_code == 303
    following = answer.headers["location"]
    assert following.startswith("/variants/")
    assert following.split("/")[-1] not in {v.id for v in first.variants}
    assert "Approved: Der Regen bleibt. Der Schirm auch. (Germany, 3 formats)." in page(desk, following).said
    assert line(project, "de-DE").state == "approved"


def test_the_sentence_about_a_decision_is_said_once(desk, project):
    answer = decide(desk, line(project, "de-DE").variants[0].id, "approve")
    assert "Approved:" in page(desk, answer.headers["location"]).said
    assert "Approved:" not in page(desk, answer.headers["location"]).said


def test_after_the_last_line_the_desk_names_the_next_command(desk, project):
    for each in lines_of(project):
        answer = decide(desk, each.variants[0].id, "reject", reason="Not this one.")
    assert answer.headers["location"] == "/"
    done = desk.get("/").text
    assert "All decided." in done
    assert "styleloop publish" in done


def test_a_filter_is_kept_from_line_to_line(desk, project):
    waiting = line(project, "en-GB", "waiting").variants[0].id
    text = desk.get(f"/variants/{waiting}?market=en-GB").text
    assert f'action="/variants/{waiting}/decision?market=en-GB"' in text
    data = {"token": token(desk), "action": "approve"}
    answer = desk.post(f"/variants/{waiting}/decision?market=en-GB", data=data, headers=HERE)
    assert answer.headers["location"].endswith("?market=en-GB")


def test_filters_show_what_they_count(desk):
    assert "Germany 1" in page(desk, "/").said
    assert desk.get("/?market=de-DE").text.count('<li class="line') == 1
    assert desk.get("/?state=approved").text.count('<li class="line') == 0
    assert "Nothing here with this filter." in page(desk, "/?state=approved").said
    assert desk.get("/?state=all").text.count('<li class="line') == 4


def test_what_a_check_stops_cannot_be_approved(desk, project):
    stopped = line(project, "en-GB", "blocked").variants[0].id
    answer = decide(desk, stopped, "approve")
    assert answer.status_code == 409
    assert "cannot be approved" in Page(answer.text).said
    assert not project.store.decisions.all()


def test_a_refused_decision_keeps_what_was_typed(desk, project):
    stopped = line(project, "en-GB", "blocked")
    remark = next(f.id for f in stopped.findings if f.subject == stopped.variants[0].id)
    sit_down(desk, "grace", "reviewer-gb" if "reviewer-gb" in desk.get("/you").text else "reviewer")
    answer = decide(desk, stopped.variants[0].id, "approve", reason="We checked it ourselves.", dismissed=remark)
    assert answer.status_code == 409
    assert "may not dismiss a block" in Page(answer.text).said
    assert "We checked it ourselves." in answer.text
    assert f'value="{remark}" checked' in answer.text


def test_a_stop_is_set_aside_only_with_a_reason(desk, project):
    stopped = line(project, "en-GB", "blocked")
    remark = next(f.id for f in stopped.findings if f.subject == stopped.variants[0].id)
    assert decide(desk, stopped.variants[0].id, "approve", dismissed=remark).status_code == 409
    answer = decide(desk, stopped.variants[0].id, "approve", dismissed=remark, reason="Own test of 2026-01-12.")
    assert answer.status_code == 303
    assert "1 remark set aside" in page(desk, f"/variants/{stopped.variants[0].id}").said


def test_a_change_needs_a_reason(desk, project):
    answer = decide(desk, line(project, "ar-AE").variants[0].id, "change", reason="  ")
    assert answer.status_code == 409
    assert "a reason is needed" in Page(answer.text).said


def test_nobody_decides_without_saying_who_they_are(project):
    fill(project)
    stranger = client_of(project)
    variant = line(project, "de-DE").variants[0].id
    shown = page(stranger, f"/variants/{variant}")
    assert [f["name"] for f in shown.of("input") if f.get("name") == "who"]
    assert decide(stranger, variant, "approve").status_code == 409
    assert decide(stranger, variant, "approve", who="  ada ", role="architect").status_code == 303
    assert project.store.decisions.all()[0].who == "ada"
    assert "You decide as ada, architect." in page(stranger, f"/variants/{variant}").said


@pytest.mark.parametrize("who", ["Zoë", "علي", "7 of 9; Path=/", "<b>x</b>"])
def test_a_person_is_remembered_whatever_their_id_is_written_in(project, who):
    fill(project)
    client = client_of(project)
    sit_down(client, who)
    decide(client, line(project, "de-DE").variants[0].id, "approve")
    assert project.store.decisions.all()[0].who == who


def test_a_role_that_may_not_decide_here_is_asked_for_another(desk, project):
    own = next(m.reviewers[0] for m in project.kit.markets if m.locale == "de-DE")
    sit_down(desk, "grace", own)
    shown = page(desk, f"/variants/{line(project, 'ar-AE').variants[0].id}").said
    if own not in next(m.reviewers for m in project.kit.markets if m.locale == "ar-AE"):
        assert f"The role {own} may not decide for United Arab Emirates" in shown


def test_a_decision_that_came_in_between_is_not_run_over(desk, project):
    variant = line(project, "de-DE").variants[0].id
    other = client_of(project)
    sit_down(other, "grace")
    decide(other, variant, "reject", reason="Too long.")
    late = desk.post(
        f"/variants/{variant}/decision", data={"token": token(desk), "action": "approve", "seen": ""}, headers=HERE
    )
    assert late.status_code == 409
    assert "grace, architect, decided meanwhile (rejected)" in Page(late.text).said


def test_a_group_is_approved_by_its_stated_count_and_never_across_a_block(desk, project):
    assert "Approve 9" in page(desk, "/").said
    answer = desk.post("/approve", data={"token": token(desk), "campaign": desk.campaign, "stated": "9"}, headers=HERE)
    assert answer.status_code == 303
    assert "Approved 9 formats." in page(desk, "/").said
    assert {x.state for x in lines_of(project)} == {"approved", "blocked"}


def test_a_group_that_changed_meanwhile_is_not_approved(desk, project):
    decide(desk, line(project, "de-DE").variants[0].id, "reject", reason="Too long.")
    answer = desk.post("/approve", data={"token": token(desk), "campaign": desk.campaign, "stated": "9"}, headers=HERE)
    assert answer.status_code == 409
    assert "the button said Approve 9, but 6 can be approved now" in Page(answer.text).said
    assert len(project.store.decisions.all()) == 3


def test_no_group_is_offered_where_only_a_part_of_it_is_shown(desk):
    assert "Approve 9" not in page(desk, "/?market=de-DE").said
    assert "Approve 9" not in page(desk, "/?state=blocked").said


def test_arabic_reads_from_right_to_left(desk, project):
    variant = line(project, "ar-AE").variants[0].id
    headings = page(desk, f"/variants/{variant}").of("h1")
    assert headings[0]["dir"] == "rtl"
    assert headings[0]["lang"] == "ar-AE"
    assert re.search(r'class="said" dir="rtl" lang="ar-AE"', desk.get("/").text)


def test_a_remark_marks_its_words_and_quotes_what_it_rests_on(desk, project):
    stopped = line(project, "en-GB", "blocked").variants[0].id
    text = desk.get(f"/variants/{stopped}").text
    assert '<mark class="block">14 hours</mark>' in text
    said = Page(text).said
    assert "Stops it claims, body" in said
    assert "Workshop scales, 2026-02-11" in said
    assert "Instead: 410 g" in said


def test_words_from_facts_name_their_fact(desk, project):
    said = page(desk, f"/variants/{line(project, 'de-DE').variants[0].id}").said
    assert "410 body, from fact: weight: Workshop scales, 2026-02-11" in said


def test_new_refuses_an_incomplete_wish_in_words_and_keeps_the_rest(desk):
    answer = desk.post(
        "/new", data={"token": token(desk), "product": "umbrella", "placements": "square", "lines": "2"}, headers=HERE
    )
    assert answer.status_code == 422
    assert "choose one or more markets" in Page(answer.text).said
    assert 'value="umbrella" required checked' in answer.text


def test_new_queues_a_campaign_and_shows_it(desk, project):
    wish = {
        "token": token(desk),
        "product": "umbrella",
        "markets": "en-GB",
        "placements": ["square", "wide"],
        "lines": "2",
        "template": "hero",
    }
    refused = desk.post("/new", data={**wish, "template": "herro"}, headers=HERE)
    assert refused.status_code == 422
    assert "no such template" in Page(refused.text).said
    with Jobs(project).launched():
        answer = desk.post("/new", data=wish, headers=HERE)
    assert answer.status_code == 303, answer.text
    assert project.store.campaigns.all()[-1].template == "hero"
    shown = page(desk, answer.headers["location"]).said
    assert "Queued. Pictures appear here as they are made." in shown
    assert "Umbrella in 1 market and 2 formats: 0 pictures of 4" in shown


def test_a_run_that_goes_on_is_looked_at_again(desk, project):
    project.store.report_progress(f"campaign:{desk.campaign}#1", "draw en-GB", 3, 9)
    text = desk.get("/runs").text
    assert 'data-live="yes"' in text
    assert "Making umbrella-launch" in Page(text).said
    project.store.report_progress(f"campaign:{desk.campaign}#1", "draw en-GB", 9, 9)
    assert 'data-live=""' in desk.get("/runs").text


def test_a_large_desk_shows_every_line(project):

    client = client_of(project)
    for number in range(12):
        fill(project, name=f"campaign-{number}")
    sit_down(client)
    client.get("/")
    shown = client.get("/?state=all")
    assert shown.status_code == 200
    assert shown.text.count('data-line="') == len({v.line for v in project.store.variants.all()})


def test_talk_that_was_set_aside_before_is_told_of_and_ticked(project):
    lines = [("en-GB", f"It rained {n} times.", "A joy in any weather.") for n in ("two", "three")]
    fill(project, lines, stopped=None)
    for variant in project.store.variants.all():
        talk = Finding(
            subject=variant.id, guardrail="claims@1", rule="puffery", severity="warn", message="“A joy” is talk.",
            cited="puffery", span=Span(slot="body", start=0, end=5, text="A joy"),
        )  # fmt: skip
        project.store.findings.add([talk])
    client = client_of(project)
    sit_down(client)
    first, second = (x.variants[0].id for x in lines_of(project))
    remark = project.store.findings.all(subject=first)[0].id
    assert "checked" not in client.get(f"/variants/{second}").text.partition('class="remarks"')[2].partition("</ol>")[0]
    decide(client, first, "approve", dismissed=remark, reason="Everybody says so.")
    shown = client.get(f"/variants/{second}").text
    assert "Set aside before by ada, architect" in Page(shown).said
    assert "because Everybody says so." in Page(shown).said
    assert re.search(r'name="dismissed" value="finding_\w+" checked', shown)
