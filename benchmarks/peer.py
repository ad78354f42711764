"""The peer: the split template as a web page in a warm headless Chromium, given the same pictures, type and rooms.

The page fits the headline by bisection, as a web designer would; everything else stands at the sizes that Styleloop
found, which is work Chromium is spared. Debian's `chromium` and `chromium-driver` are needed.
"""

from __future__ import annotations

import base64
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil
from PIL import Image
from selenium import webdriver

from styleloop.types.picture import Picture
from styleloop.types.scene import Scene
from styleloop.types.variant import Drawn, Layout

PAGE = Path(__file__).with_name("peer.html")
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
    "--disable-component-update", "--no-first-run", "--allow-file-access-from-files", "--force-device-scale-factor=1",
)  # fmt: skip
_INKS = {"headline": "line", "body": "fact", "cta": "label_ink", "price": "line", "logo": "line"}


def there() -> bool:
    """Whether the peer can be run here."""
    return bool(shutil.which("chromium") and shutil.which("chromedriver"))


class Chromium:
    """One warm browser with the page loaded."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self._driver, self._folder = driver, folder
        self._grounds: dict[str, str] = {}
        page = PAGE.read_text("utf-8")
        for name, package in (("LINE_FONT", "fontpkg_vollkorn"), ("FACT_FONT", "fontpkg_public_sans")):
            page = page.replace(name, _font(package, folder))
        (folder / "page.html").write_text(page, "utf-8")
        driver.get((folder / "page.html").as_uri())
        driver.set_script_timeout(20)

    def ready(self, scene: Scene, painted: Picture) -> str:
        """The picture under the words, as a file that the page may load; written once."""
        key = f"{scene.width}x{scene.height}-{scene.mirrored}-{scene.picture[:12]}-{abs(hash(scene.spec))}"
        if key not in self._grounds:
            file = self._folder / f"{key}.png"
            Image.fromarray(painted.rgb).save(file, compress_level=1)
            self._grounds[key] = file.as_uri()
        return self._grounds[key]

    def draw(self, layout: Layout, drawn: Drawn, ground: str, logo: str, mime: str) -> bytes:
        """The finished picture of the same words in the same rooms."""
        place = layout.placement
        metrics = {"width": place.width, "height": place.height, "deviceScaleFactor": 1, "mobile": False}
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        told = {
            "w": place.width,
            "h": place.height,
            "lang": layout.market.split("-")[0],
            "dir": layout.direction,
            "ground": ground,
            "logo": logo,
            "slots": [_slot(layout, fact.slot, fact.box, fact.size) for fact in drawn.rendering.facts],
        }
        self._driver.execute_async_script("const done = arguments[1]; set(arguments[0]).then(done)", told)
        how = {"format": "jpeg", "quality": 88} if mime == "image/jpeg" else {"format": "png"}
        return base64.b64decode(self._driver.execute_cdp_cmd("Page.captureScreenshot", how)["data"])

    def processes(self) -> list[psutil.Process]:
        """The browser's own, its driver apart."""
        driver = psutil.Process(self._driver.service.process.pid)
        return [p for p in driver.children(recursive=True) if p.is_running()]

    def cpu(self) -> float:
        """CPU seconds of all of them so far."""
        return sum(sum(p.cpu_times()[:2]) for p in self.processes())

    def megabytes(self) -> float:
        """Memory of all of them, shared pages counted once (proportional set size)."""
        return sum(p.memory_full_info().pss for p in self.processes()) / 1e6


def _slot(layout: Layout, name: str, box: Sequence[float], size: float) -> dict[str, Any]:
    inks: Mapping[str, str] = layout.tone.model_dump(mode="json")
    words = layout.words.text(name) if name != "logo" else ""
    return {"slot": name, "box": box, "size": size, "text": words, "ink": inks[_INKS[name]], "plate": inks["label"]}


def _font(package: str, folder: Path) -> str:
    root = Path(str(import_module(package).__file__)).parent
    file = next(path for path in sorted(root.rglob("*.ttf")) if "Italic" not in path.name)
    shutil.copy(file, folder / f"{package}.ttf")
    return (folder / f"{package}.ttf").as_uri()


@contextmanager
def chromium() -> Iterator[Chromium]:
    """A warm browser, closed afterwards."""
    with tempfile.TemporaryDirectory(prefix="styleloop-peer-") as folder:
        options = webdriver.ChromeOptions()
        options.binary_location = str(shutil.which("chromium"))
        for option in (*OPTIONS, f"--user-data-dir={folder}/profile"):
            options.add_argument(option)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(shutil.which("chromedriver"))))
        try:
            yield Chromium(driver, Path(folder))
        finally:
            driver.quit()
            time.sleep(0.2)
