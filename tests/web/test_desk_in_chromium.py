"""The desk in a real browser: a queue cleared with the keyboard alone, and what must not happen on the way."""

import shutil
import socket
import threading
import time
from collections.abc import Callable

import pytest
import uvicorn
from restyled import restyle
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from small_desk import fill, make_project

from styleloop.app.shipping import lines_of
from styleloop.web.serve import create_app

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1440,900",
)  # fmt: skip
CALM = 0.35
"""Seconds in which a page that has just come takes no decision, and a little more."""
REASON = "<b>Nobody</b> measured <script>document.title='run'</script> that."

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def project(tmp_path):
    made = make_project(tmp_path / "acme")
    yield made
    made.close()


@pytest.fixture
def desk(project, browser):
    """The queue of twelve formats in four lines, open in the browser."""
    fill(project)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(project), port=port, log_level="error"))
    worker = threading.Thread(target=server.run, daemon=True)
    worker.start()
    while not server.started:
        time.sleep(0.02)
    browser.delete_all_cookies()
    browser.get(f"http://127.0.0.1:{port}/")
    yield Hands(browser)
    server.should_exit = True
    worker.join(timeout=5)


class Hands:
    """A person with a keyboard and no mouse."""

    def __init__(self, browser) -> None:
        self.browser = browser
        self._wait = WebDriverWait(browser, 8, poll_frequency=0.05)

    def press(self, *keys: str) -> None:
        time.sleep(CALM)
        ActionChains(self.browser).send_keys(*keys).perform()

    def press_and_leave(self, *keys: str) -> None:
        """Press keys that lead to another page, and wait until it is there."""
        self.browser.execute_script("window.before = true")
        self.press(*keys)
        self._wait.until(lambda b: b.execute_script("return !window.before && document.readyState === 'complete'"))

    def wait_for(self, so: Callable[[], object]) -> None:
        self._wait.until(lambda _: so())

    @property
    def said(self) -> str:
        return " ".join(self.browser.find_element(By.TAG_NAME, "body").text.split())

    @property
    def focus(self):
        return self.browser.switch_to.active_element

    def find(self, selector: str):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def sit_down(self) -> None:
        """On a variant's page that does not know its reader: name oneself by way of a decision."""
        self.press("a")
        assert self.focus.get_attribute("name") == "who"
        assert "Say who you are first" in self.said
        self.press("ada", Keys.TAB, "architect", Keys.ESCAPE)


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
    desk.sit_down()
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
    desk.press_and_leave("z")
    assert REASON in desk.said
    assert desk.browser.title != "run"
    assert not desk.find(".evidence b")

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
    assert len(project.store.decisions.all()) == 12
    errors = [e for e in desk.browser.get_log("browser") if e["level"] == "SEVERE" and "409" not in e["message"]]
    assert not errors


def test_a_stop_is_set_aside_by_its_number_and_a_reason(desk, project):
    desk.press_and_leave(Keys.ENTER)
    desk.sit_down()
    desk.press("1")
    assert desk.find(".aside input")[0].is_selected()
    desk.press("f")
    assert desk.focus.get_attribute("value") == "“14 hours” -> “410 g”"
    desk.press(Keys.CONTROL, "a", Keys.NULL, "Own test of 2026-01-12.", Keys.ESCAPE)
    desk.press_and_leave("a")
    assert "Approved: Rain has plans." in desk.said
    assert len(project.store.decisions.all()[0].dismissed) == 1


def test_a_key_pressed_twice_decides_once(desk, project):
    desk.press("j")
    desk.press_and_leave(Keys.ENTER)
    desk.sit_down()
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
    desk.sit_down()
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
    for address in ("", "grid", "new", "you", "runs", "style", f"variants/{lines_of(project)[0].variants[0].id}"):
        desk.browser.get(here + address)
        wide = desk.browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"/{address} is {wide} px wide"
        shown = desk.find("button[value=approve]")
        assert all(b.is_displayed() for b in shown)
    desk.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
