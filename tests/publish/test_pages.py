"""The commands on the pages about provenance and formats do what the pages say."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from small_project import approved
from typer.testing import CliRunner

from styleloop.app import flow, signing
from styleloop.app.proving import State
from styleloop.cli.main import app
from styleloop.types.brief import MARKS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def commands(page: str) -> list[str]:
    return re.findall(r"^\$ styleloop (.+)$", (DOCS / page).read_text("utf-8"), re.M)


@pytest.mark.parametrize("page", ["provenance.md", "placements.md"])
def test_every_command_on_the_page_runs(page, tmp_path, monkeypatch):
    project, campaign = approved(tmp_path / "project")
    shutil.rmtree(project.root / signing.FOLDER)
    monkeypatch.chdir(project.root)
    asked = commands(page)
    assert len(asked) >= 3
    for command in asked:
        if command.startswith("verify published") and not (project.root / "published").exists():
            assert len(flow.publish(project, campaign)["published"]) == 2
        words = command.replace("rain-shell", "umbrella").partition(" > ")[0]  # the sample brand's product, this one's
        if words.startswith("texts"):
            flow.fit(project)
        done = CliRunner().invoke(app, shlex.split(words))
        assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception}"


def test_every_answer_of_verify_stands_on_its_page():
    page = (DOCS / "provenance.md").read_text("utf-8")
    assert [state for state in State.__args__ if f"| `{state}` |" not in page] == []
    assert f"{MARKS:,} bytes" in (DOCS / "placements.md").read_text("utf-8")
    assert f"{MARKS:,} bytes" in (DOCS / "checks.md").read_text("utf-8")
