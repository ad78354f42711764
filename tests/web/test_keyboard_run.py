"""Sixty variants cleared by keyboard alone in a real browser, by somebody who knows only what the page says."""

import shutil

import pytest
from hands import CHROMIUM, DRIVER, Hands, served
from selenium.webdriver import Keys
from small_desk import fill, make_project

from styleloop.app.shipping import lines_of
from styleloop.types.audit import Finding, Span

pytestmark = [
    pytest.mark.soak,
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"),
]
SUBJECTS = (
    "Rain", "Monday", "The bus stop", "A puddle", "The forecast", "Wind", "The walk home", "A grey sky", "November",
    "The last train", "A wet dog", "The picnic", "Drizzle",
)  # fmt: skip
CLEAN = (
    ("de-DE", "Der Regen bleibt.\nDer Schirm auch.", "Schirm. 410 g."),
    *(("en-GB", f"{name} has plans.\nSo has the umbrella.", "Umbrella. 410 g.") for name in SUBJECTS),
)
WRONG = (
    ("en-GB", "It pours on Tuesdays.\nThe umbrella knows.", "Umbrella. 140 g."),
    ("en-GB", "Some carry a stove.\nYou carry this.", "Umbrella. It weighs 140 g."),
)
"""A figure that no fact bears out, and that the check can mend."""
PUFFERY = (("en-GB", "Hello, drizzle.\nGoodbye, drizzle.", "Umbrella. A joy in any weather."),)
PROVEN = (("en-GB", "Fourteen hours of rain.\nOne umbrella.", "Umbrella. Dry for 14 hours."),)
FALSE = (
    ("en-GB", "Rain stops at nothing.\nIt stops at this.", "Umbrella. Cures colds."),
    ("ar-AE", "أمطرت السماء،\nوستمطر ثانيةً.", "مظلة. تشفي الزكام."),
)
LINES = (*CLEAN, *WRONG, *PUFFERY, *PROVEN, *FALSE)
REMARKS = {
    "140 g": ("block", "“140 g” is not among the facts.", "facts of umbrella: weight 410 g", "410 g"),
    "A joy": (
        "warn",
        "“A joy” is talk that no fact can settle.",
        "puffery: allowed where it fits",
        None,
    ),
    "14 hours": (
        "block",
        "“14 hours” is not among the facts.",
        "no fact; the proof of the laboratory says so",
        None,
    ),
    "Cures": ("block", "“Cures” promises health.", "health claims need an authorisation; there is none", None),
    "تشفي": ("block", "“تشفي” promises health.", "health claims need an authorisation; there is none", None),
}
"""Words -> what a check says of them: severity, message, what it rests on, what to say instead."""


@pytest.fixture
def project(tmp_path):
    made = make_project(tmp_path / "acme")
    (made.root / "checks").mkdir(exist_ok=True)
    (made.root / "checks" / "policy.toml").write_text('[[approval]]\nroles = ["legal"]\n', "utf-8")
    fill(made, LINES, stopped=None, drawable=True)
    for variant in made.store.variants.all():
        body = variant.words.text("body")
        made.store.findings.add([remark(variant.id, body, words) for words in REMARKS if words in body])
    yield made
    made.close()
    shutil.rmtree(tmp_path / "acme")


def remark(subject: str, body: str, words: str) -> Finding:
    severity, message, cited, fix = REMARKS[words]
    span = Span(slot="body", start=body.index(words), end=body.index(words) + len(words), text=words)
    return Finding(
        subject=subject, guardrail="claims@1", rule="seeded", severity=severity, message=message, span=span,
        cited=cited, fix=fix,
    )  # fmt: skip


class Reviewer(Hands):
    """Reads the remarks that are to be seen, and goes by nothing else."""

    def look_and_decide(self) -> str:
        """What the page's remarks call for, done; returns the headline and what was done."""
        headline = " ".join(self.find(".evidence h1")[0].text.split())
        remarks = [li.text for li in self.find(".remarks li")]
        told = next((r for r in remarks if "Put it in" in r), "")
        stops = [n for n, r in enumerate(remarks, 1) if r.startswith("Stops it")]
        if told:
            self.press_and_leave("f")
            return f"{headline}: mended"
        if any("proof" not in remarks[n - 1] for n in stops):
            self.press("x")
            self.press_and_leave("That is not ours to say.", Keys.ENTER)
            return f"{headline}: rejected"
        for number in range(1, len(remarks) + 1):
            self.press(str(number))
            if number in stops:
                self.press("The laboratory measured it.", Keys.ENTER)
        self.press_and_leave("a")
        return f"{headline}: approved"


def test_sixty_variants_are_cleared_by_keyboard_by_what_the_page_says(browser, project):
    with served(project) as address:
        browser.delete_all_cookies()
        browser.get(f"{address}you")
        one = Reviewer(browser)
        browser.execute_script("document.querySelector('[name=who]').focus()")
        one.press_and_leave("lee", Keys.TAB, "legal", Keys.TAB, Keys.ENTER)
        assert "You decide as lee, legal." in one.said
        assert "0 of 20 lines decided" in one.said
        one.press_and_leave(Keys.ENTER)
        done = []
        while not one.find(".empty"):
            assert len(done) < 40, done
            done.append(one.look_and_decide())
        assert "All decided." in one.said
    decided = {line.headline: line for line in lines_of(project)}
    assert {h for h, line in decided.items() if line.state == "rejected"} == {h for _, h, _ in FALSE}
    sent_back = [line for line in lines_of(project) if line.state == "changed"]
    assert sorted(words_of(line) for line in sent_back) == sorted(body for _, _, body in WRONG)
    approved = [line for line in lines_of(project) if line.state == "approved"]
    assert len(approved) == len(CLEAN) + len(WRONG) + len(PUFFERY) + len(PROVEN)
    assert not [line for line in approved if "140 g" in words_of(line) or "Cures" in words_of(line)]
    mended = [e for e in project.store.edits.all() if e.who == "lee"]
    assert sorted(e.after.text("body") for e in mended) == sorted(body.replace("140", "410") for _, _, body in WRONG)
    assert {decided[h].decisions[0].dismissed != () for _, h, _ in PUFFERY} == {True}
    for line in lines_of(project):
        blocks = {f.id: f for f in line.findings if f.severity == "block"}
        for decision in line.decisions:
            own = {f for f, found in blocks.items() if found.subject == decision.variant}
            assert decision.action != "approve" or (own <= set(decision.dismissed) and (not own or decision.reason))


def words_of(line) -> str:
    return line.variants[0].words.text("body")
