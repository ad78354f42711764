"""The desk in a real browser: a queue cleared with the keyboard alone, and what must not happen on the way."""

import time

import pytest
from hands import CALM, CHROMIUM, DRIVER, Hands, served
from restyled import restyle
from selenium.webdriver import Keys
from small_desk import fill

from styleloop.app.shipping import lines_of

MARKUP = "<b>Rain</b> &amp; <s>more</s> rain."
REASON = "<b>Nobody</b> measured <script>document.title='run'</script> that."

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"),
]


@pytest.fixture
def desk(project, browser):
    """The queue of twelve formats in four lines, open in the browser."""
    fill(project, drawable=True)
    with served(project) as address:
        browser.delete_all_cookies()
        browser.get_log("browser")  # what others' pages had to say is not ours
        browser.get(address)
        yield Hands(browser)


def sit_down(desk) -> None:
    """On a variant's page that does not know its reader: name oneself by way of a decision."""
    desk.press("a")
    assert desk.focus.get_attribute("name") == "who"
    assert "Say who you are first" in desk.said
    desk.press("ada", Keys.TAB, "architect", Keys.ESCAPE)


def states(project) -> list[str]:
    return sorted(x.state for x in lines_of(project))


def test_a_queue_is_cleared_with_the_keyboard_alone(desk, project):
    assert "0 of 4 lines decided" in desk.said
    assert len(desk.find(".thumbs img")) == 12
    desk.press("j")
    assert desk.find(".line.here") == desk.find(".line")[1:2]
    desk.press("k")
    desk.press_and_leave(Keys.ENTER)

    # The first is stopped by a check: no key approves it.
    sit_down(desk)
    desk.press_and_leave("a")
    assert "cannot be approved" in desk.find("[role=alert]")[0].text
    assert desk.focus.get_attribute("role") == "alert"
    assert not project.store.decisions.all()

    # It is rejected with a reason that would be a script if it were let.
    desk.press("x")
    assert desk.focus.get_attribute("name") == "reason"
    desk.press_and_leave(REASON, Keys.ENTER)
    assert "Rejected: Rain has plans. So has the umbrella." in desk.said
    assert "1 of 4 lines decided" in desk.said

    # Taken back by one key, and rejected once more; the reason stays text.
    desk.press_and_leave("z")
    assert "Taken back. 3 formats wait again." in desk.said
    assert "0 of 4 lines decided" in desk.said
    assert REASON in desk.said
    assert desk.browser.title != "run"
    assert not desk.find(".evidence b")
    desk.press("x")
    desk.press_and_leave(REASON, Keys.ENTER)
    assert "1 of 4 lines decided" in desk.said

    # The rest, from the queue.
    desk.press_and_leave("q")
    desk.press_and_leave(Keys.ENTER)
    desk.press_and_leave("a")
    desk.press("c")
    desk.press_and_leave("Drier, please.", Keys.ENTER)
    desk.press_and_leave("a")
    assert "All decided." in desk.said
    assert states(project) == ["approved", "approved", "changed", "rejected"]
    assert {d.who for d in project.store.decisions.all()} == {"ada"}
    assert len(project.store.decisions.all()) == 18
    errors = [e for e in desk.browser.get_log("browser") if e["level"] == "SEVERE" and "409" not in e["message"]]
    assert not errors


def test_a_stop_is_set_aside_by_its_number_and_a_reason(desk, project):
    desk.press_and_leave(Keys.ENTER)
    sit_down(desk)
    desk.press("1")
    assert desk.find(".aside input")[0].is_selected()
    assert desk.focus.get_attribute("name") == "reason"
    desk.press("Own test of 2026-01-12.", Keys.ENTER)
    desk.press_and_leave("a")
    assert "Approved: Rain has plans." in desk.said
    assert len(project.store.decisions.all()[0].dismissed) == 1


def test_words_are_edited_where_they_stand_and_counted_while_they_are_typed(desk, project):
    desk.press("j")
    desk.press_and_leave(Keys.ENTER)
    sit_down(desk)
    desk.press_and_leave("a")
    desk.press("e")
    assert desk.focus.get_attribute("id") == "w-headline"
    old = desk.focus.get_attribute("value")
    most = int(desk.find("#n-headline")[0].get_attribute("data-most"))
    desk.write("so long " * 12)
    assert desk.find("#n-headline.too-long")[0].text.startswith(f"96 of {most}")
    desk.save()
    assert "too long for Square post" in desk.find("[role=alert]")[0].text
    assert desk.find("#w-headline")[0].get_attribute("value").startswith("so long so long")
    desk.browser.execute_script("document.getElementById('w-headline').focus()")
    desk.write("<script>document.title='run'</script>")
    desk.save()
    assert "is wider than the panel" in desk.find("[role=alert]")[0].text
    desk.browser.execute_script("document.activeElement.blur()")
    desk.press("a")  # over words that are not saved nothing is decided
    assert "not saved yet" in desk.find("#unsaved")[0].text
    assert states(project).count("approved") == 1
    desk.browser.execute_script("document.getElementById('w-headline').focus()")
    desk.write(MARKUP)
    desk.save()
    assert not [a.text for a in desk.find("[role=alert]")]
    assert "Saved as a new line, drawn in 3 formats and checked again" in desk.said
    assert desk.find("h1")[0].text == MARKUP
    assert desk.browser.title.startswith(MARKUP)
    [kept] = project.store.edits.all()
    assert (kept.before.text("headline"), kept.after.text("headline")) == (old, MARKUP)
    desk.press("e")
    desk.write(f"{MARKUP} Always.")
    desk.save()
    desk.press("v")
    assert desk.find("[value=onion]")[0].is_selected()
    assert desk.find("#onion")[0].is_displayed()
    desk.press("v")
    assert desk.find(".differ ins")[0].is_displayed()
    assert [states(project).count(state) for state in ("changed", "approved")] == [2, 1]


def test_a_key_pressed_twice_decides_once(desk, project):
    desk.press("j")
    desk.press_and_leave(Keys.ENTER)
    sit_down(desk)
    time.sleep(CALM)
    twice = (
        "for (const _ of [1, 2]) document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))"
    )
    desk.browser.execute_script(twice)
    desk.wait_for(lambda: project.store.decisions.all())
    held = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true, repeat: true}))"
    time.sleep(CALM)
    desk.browser.execute_script(held)
    time.sleep(CALM)
    assert len(project.store.decisions.all()) == 3


def test_the_keys_are_listed_and_the_list_closes_with_escape(desk):
    desk.press("?")
    shown = desk.find("dialog[open]")[0].text
    assert "Ask for a change, with a reason" in shown
    desk.press("j")
    assert desk.find(".line.here") == desk.find(".line")[:1]
    desk.press(Keys.ESCAPE)
    assert not desk.find("dialog[open]")


def test_a_group_is_approved_by_its_stated_count(desk, project):
    desk.press_and_leave(Keys.ENTER)
    sit_down(desk)
    desk.press_and_leave("a")
    desk.press_and_leave("q")
    desk.press("g")
    assert desk.focus.text == "Approve 9"
    desk.press_and_leave(Keys.ENTER)
    assert "Approved 9 formats." in desk.said
    assert states(project) == ["approved", "approved", "approved", "blocked"]


def test_two_versions_are_laid_over_each_other_by_keyboard(desk, project):
    first = lines_of(project)[0].variants[0]
    second = restyle(project, first)
    desk.browser.get(desk.browser.current_url + f"variants/{second.id}")
    desk.press_and_leave("w")
    assert desk.browser.current_url.endswith("/versions")
    desk.find("[value=beside]")[0].send_keys(Keys.ARROW_RIGHT)
    assert desk.focus.get_attribute("value") == "onion"
    slider = desk.find("#onion")[0]
    assert slider.is_displayed()
    slider.send_keys(*[Keys.ARROW_RIGHT] * 30)
    seen = "return getComputedStyle(document.querySelector('.stack img + img')).opacity"
    assert desk.browser.execute_script(seen) == "0.8"
    desk.find("[value=onion]")[0].send_keys(Keys.ARROW_RIGHT)
    blend = "return getComputedStyle(document.querySelector('.stack img + img')).mixBlendMode"
    assert desk.browser.execute_script(blend) == "difference"
    assert not desk.find("#onion")[0].is_displayed()


@pytest.mark.parametrize("width", [400, 720, 1440])
def test_no_page_is_wider_than_the_screen(desk, project, width):
    here = desk.browser.current_url
    desk.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    )
    piece = f"variants/{lines_of(project)[0].variants[0].id}"
    screens = (
        "",
        "grid",
        "new",
        "you",
        "runs",
        "style",
        "facts?all=true",
        piece,
        f"{piece}?edit=true",
        f"{piece}/versions",
    )
    for address in screens:
        desk.browser.get(here + address)
        wide = desk.browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"/{address} is {wide} px wide"
        shown = desk.find("button[value=approve]") if "edit" not in address else ()
        assert all(b.is_displayed() for b in shown)
    desk.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
