"""A check that breaks is never taken for consent."""

from styleloop.app import flow
from styleloop.app.project import Project
from styleloop.app.shipping import Person, approve_all, lines_of
from styleloop.app.wishes import wish


class Broken:
    """A check as a stranger might ship it: it fails on every piece that was drawn."""

    name, version = "broken", "1"
    family = "brand"
    rules = {"never": "fails before it can object"}

    def check(self, items):
        if any(item.rendering is not None for item in items):
            raise RuntimeError("out of luck")
        return [() for _ in items]


def test_a_check_that_fails_blocks_the_piece_and_says_so(tmp_path, read_sample):
    read_sample(tmp_path / "project")
    project = Project(tmp_path / "project")
    project.guardrails = (*project.guardrails, Broken())
    asked = wish(project, "flask", markets=("en-GB",), placements=("wide",), lines=1)
    flow.campaign(project, asked)
    lines = lines_of(project)
    assert lines
    assert {line.state for line in lines} == {"blocked"}
    assert any("The check broken could not look at this piece" in f.message for f in lines[0].findings)
    assert approve_all(project, Person("me", "architect")).count == 0
