"""A real browser, a real server, and a person who has a keyboard and no mouse."""

import importlib.util
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from styleloop.web.serve import create_app

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1440,900",
)  # fmt: skip
CALM = 0.32
"""Seconds in which a page that has just come takes no decision, and a little more."""


def start(profile: Path) -> webdriver.Chrome:
    """A headless Chromium without a history."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for option in (*OPTIONS, f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))


@contextmanager
def served(project) -> Iterator[str]:
    """The desk of a project on loopback; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(project), port=port, log_level="error"))
    worker = threading.Thread(target=server.run, daemon=True)
    worker.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    worker.join(timeout=5)


def axe() -> str:
    """The script that looks for what people who see, hear or move otherwise cannot use."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None
    return (Path(str(found.origin)).parent / "axe.min.js").read_text("utf-8")


class Hands:
    """A person with a keyboard and no mouse."""

    def __init__(self, browser) -> None:
        self.browser = browser
        self._wait = WebDriverWait(browser, 8, poll_frequency=0.02)

    def press(self, *keys: str) -> None:
        """Press keys, once the page takes decisions."""
        shown = self.browser.execute_script("return typeof opened === 'undefined' ? 0 : performance.now() - opened")
        time.sleep(max(0.0, CALM - shown / 1000))
        ActionChains(self.browser, duration=0).send_keys(*keys).perform()

    def press_and_leave(self, *keys: str) -> None:
        """Press keys that lead to another page, and wait until it is there."""
        self.browser.execute_script("window.before = true")
        self.press(*keys)
        self._wait.until(lambda b: b.execute_script("return !window.before && document.readyState === 'complete'"))

    def write(self, text: str) -> None:
        """Other words in the field that has the focus."""
        self.focus.send_keys(Keys.CONTROL, "a", Keys.NULL, text)

    def save(self) -> None:
        """Ctrl Enter, and wait for the page that it leads to."""
        self.browser.execute_script("window.before = true")
        self.focus.send_keys(Keys.CONTROL, Keys.ENTER, Keys.NULL)
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
