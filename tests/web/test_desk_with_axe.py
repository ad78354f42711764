"""Every screen of the desk looked at by axe in a real browser: light and dark, wide and narrow, on one project."""

import json
import time

import pytest
from desk_client import client_of, decide, sit_down
from hands import CHROMIUM, DRIVER, axe, served
from restyled import restyle
from small_desk import fill, make_project
from test_screens import learn, post

from styleloop.app.shipping import lines_of
from styleloop.types.audit import Finding

pytestmark = [
    pytest.mark.soak,
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"),
]
LOOK = """
const [done] = arguments;
axe.run(document, {resultTypes: ["violations"]}).then(found => done(found.violations.map(
  v => [v.impact, v.id, v.nodes.map(n => n.target.join(" ") + ": " + (n.any[0] ?? n.all[0] ?? n.none[0])?.message)]
)), problem => done([["critical", String(problem), []]]));
"""
WAYS = ((1440, "light"), (400, "dark"))
"""How every screen is looked at."""
OTHERWISE = ((1440, "dark"), (400, "light"))
"""How the screens of a reviewer are looked at besides."""


@pytest.fixture(scope="module")
def screens(tmp_path_factory):
    """(address of the desk, every screen's path): posted, tested, learnt, remarked upon and still waiting."""
    project = make_project(tmp_path_factory.mktemp("axe") / "acme")
    campaign = fill(project)
    learn(project)
    client = client_of(project)
    sit_down(client)
    waiting = [x for x in lines_of(project) if x.state == "waiting"]
    for line in waiting[:2]:
        decide(client, line.variants[0].id, "approve")
    post(project, campaign, [v for line in waiting[:2] for v in line.variants if v.placement == "square"])
    [first, *_] = waiting[1].variants
    box = Finding(
        subject=first.id, guardrail="legibility@1", rule="contrast", severity="warn", cited="WCAG 2.2, 1.4.3",
        message="The headline stands on the brightest part of the picture.", box=(10, 10, 60, 40),
    )  # fmt: skip
    project.store.findings.add([box])
    child = restyle(project, waiting[2].variants[0])
    stopped = next(x for x in lines_of(project) if x.state == "blocked").variants[0].id
    paths = (
        "", f"variants/{stopped}", "?state=rejected", "grid", "results", "style?market=de-DE", "facts?all=true",
        "runs", "new", "you", "brand", "brand/new/name", "brand/new/voice", "library", f"campaigns/{campaign.id}",
        f"variants/{first.id}?edit=true", f"variants/{child.id}",
        f"variants/{child.id}/versions", "variants/nope", "nope",
    )  # fmt: skip
    with served(project) as address:
        yield address, paths
    project.close()


def test_axe_has_nothing_to_say_on_any_screen(browser, screens):
    address, paths = screens
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": axe()})
    browser.set_script_timeout(20)
    browser.delete_all_cookies()
    sit(browser, address)
    found = {}
    for path in paths:
        browser.get(address + path)
        failed = bool(browser.find_elements("css selector", "main.alone"))
        assert failed == (path == "nope"), f"/{path} could not be shown"
        for width, scheme in (*WAYS, *(OTHERWISE if path in paths[:2] else ())):
            emulate(browser, width, scheme)
            for impact, rule, places in browser.execute_async_script(LOOK):
                found.setdefault((path, rule, impact), []).append((width, scheme, places))
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert not found, json.dumps({" ".join(map(str, k)): v for k, v in found.items()}, indent=1)


def sit(browser, address: str) -> None:
    browser.get(f"{address}you")
    browser.execute_script("document.querySelector('[name=who]').value = 'ada'; document.querySelector('.yes').click()")
    time.sleep(0.3)


def emulate(browser, width: int, scheme: str) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
