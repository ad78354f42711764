"""Every command of the page on localising, as it stands there."""

import re
from pathlib import Path

from flagship import opened, translate
from test_flow import GERMAN
from typer.testing import CliRunner

from styleloop.cli.main import app

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "localising.md").read_text("utf-8")


def test_the_commands_of_the_page_do_what_it_says(tmp_path, monkeypatch):
    project = opened(tmp_path / "brand")
    project.close()
    monkeypatch.chdir(project.root)
    commands = re.findall(r"^\$ styleloop (.+)$", PAGE, re.M)
    assert len(commands) >= 10
    outputs = {}
    batch = ""
    for command in commands:
        if "--dry-run" in command and "--import" in command:
            translate(project.root / "de-DE.xlf", project.root / "de-DE-back.xlf", GERMAN)
        arguments = [batch if word == "IMPORT" else word for word in command.split()]
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, f"{command}\n{done.output}"
        outputs[command] = " ".join(done.stdout.split())
        batch = next(iter(re.findall(r"--undo (import_\w+)", done.stdout)), batch)
    assert "4 to be translated" in outputs["localise launch --to de-DE --export de-DE.xlf"]
    assert "Took 3 translations" in outputs["localise --import de-DE-back.xlf --who agency"]
    assert "de-DE: 2 lines drawn, 2 pieces" in outputs["localise launch --to de-DE"]
    assert "Isolierflasche" in outputs["review"]
    assert "Took back 3 translations" in outputs["localise --undo IMPORT"]
    assert (project.root / "memory.tmx").stat().st_size > 10_000


def test_the_fields_of_a_market_stand_on_the_page():
    from styleloop.types.brand import Market

    assert [name for name in Market.model_fields if name != "locale" and f"`{name}`" not in PAGE] == []
