"""Docs are true: settings, verbs, checks and ports are documented, and the README's commands run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from styleloop.app.registry import PORTS, make_all
from styleloop.app.settings import every_setting, load
from styleloop.cli.main import VERBS
from styleloop.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def settings_page():
    rows = [f"| `{name}` | `{default!r}` | {words} |" for name, default, words in every_setting()]
    return "\n".join(
        [
            "# Settings",
            "",
            "In `styleloop.toml`, or as an environment variable: `store.url` is `STYLELOOP_STORE__URL`. A secret may",
            "also come from a file: `STYLELOOP_STORE__URL_FILE=/run/secrets/url`. A file that cannot be read is an",
            "error, never a silent default.",
            "",
            "| setting | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def test_the_settings_page_is_made_from_the_settings():
    assert (DOCS / "settings.md").read_text("utf-8") == settings_page()


def test_there_are_at_most_25_settings_and_each_has_a_meaning():
    assert len(every_setting()) <= 25
    assert all(words for _, _, words in every_setting())


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("[style]\ndial = 3\n", {}, r"style\.dial.*got: 3"),
        ("[run]\nmarket = 'x'\n", {}, r"run\.market"),
        ("[style\n", {}, "not TOML"),
        ("", {"STYLELOOP_RUN__LINES": "many"}, r"run\.lines.*'many'.*STYLELOOP_"),
        ("", {"STYLELOOP_STORE__URL_FILE": "/nowhere/url"}, "STYLELOOP_STORE__URL_FILE names '/nowhere/url'"),
    ],
)
def test_a_wrong_setting_names_field_value_and_places(tmp_path, monkeypatch, text, environment, said):
    (tmp_path / "styleloop.toml").write_text(text)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load(tmp_path)


def test_every_check_and_rule_is_documented():
    page = (DOCS / "checks.md").read_text("utf-8")
    missing = [rule for g in make_all("guardrails") for rule in g.rules if rule not in page]
    assert not missing


def test_every_port_is_documented():
    page = (DOCS / "plugins.md").read_text("utf-8")
    assert [port for port in PORTS if f"styleloop.{port}" not in page] == []


def test_every_verb_has_help_and_stands_in_the_list():
    done = subprocess.run([sys.executable, "-m", "styleloop.cli.main", "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert [verb for verb in VERBS if not re.search(rf"\b{verb}\b", done.stdout)] == []


def test_every_page_linked_from_the_readme_exists():
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_decision_is_listed():
    listed = (DOCS / "decisions" / "README.md").read_text("utf-8")
    pages = [p.name for p in (DOCS / "decisions").glob("0*.md")]
    assert [page for page in pages if page not in listed] == []
    assert [page for page in re.findall(r"\]\((0[^)]+)\)", listed) if page not in pages] == []


@pytest.mark.slow
def test_the_readme_commands_for_ones_own_brand_work(tmp_path):
    commands = re.findall(r"^\$ (.+)$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert commands[0].startswith("styleloop init")
    here = tmp_path
    for command in commands:
        words = command.split()
        if words[0] == "cd":
            here = here / words[1]
            fill(here)
            continue
        assert words[0] == "styleloop"
        arguments = ["clay-pot" if w == "SKU" else w for w in words[1:]]
        if "results/report.csv" in arguments:
            answers(here)
        done = subprocess.run(
            [sys.executable, "-m", "styleloop.cli.main", *arguments], cwd=here, capture_output=True, text=True
        )
        nothing_before = "undo" in arguments and "first version" in done.stderr
        assert done.returncode == 0 or nothing_before, f"{command}\n{done.stdout}\n{done.stderr}"
    assert list((here / "published").rglob("*.jpg"))


def fill(folder):
    """A stranger's brand: eight ads, one product with three readable facts, one picture."""
    from PIL import Image, ImageDraw

    ads = ["name,headline,locale,body,cta,test"]
    things = [
        "brass can",
        "seed tray",
        "oak dibber",
        "jute twine",
        "tin label",
        "willow hoop",
        "cold frame",
        "iron hook",
    ]
    for number, thing in enumerate(things):
        lines = (f"Rain has manners. The {thing} has none.", f"Slugs hate mornings. You have the {thing}.")
        ads.append(f"ad{number},{lines[number % 2]},en-GB,{thing.capitalize()}.,See the {thing},t{number // 2}")
    (folder / "library" / "ads.csv").write_text("\n".join(ads), "utf-8")
    (folder / "products" / "products.csv").write_text(
        "sku,name,description,price,currency,picture\n"
        "clay-pot,Clay Pot,Terracotta clay pot with a drainage hole. Height 24 cm. Weighs 900 g.,12.50,GBP,pot.png\n"
        + "".join(f"s{n},{t.title()},A {t} for the garden.,9.00,GBP,\n" for n, t in enumerate(things)),
        "utf-8",
    )
    picture = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    ImageDraw.Draw(picture).polygon([(150, 160), (450, 160), (400, 560), (200, 560)], fill=(178, 92, 60, 255))
    picture.save(folder / "products" / "pot.png")


def answers(folder):
    """A report on the past ads."""
    rows = ["test,ad,market,day,shown,clicked,exposure"]
    rows += [f"t{n // 2},ad{n},en-GB,2026-05-01,2000,{30 + 3 * n},randomised" for n in range(8)]
    (folder / "results" / "report.csv").write_text("\n".join(rows), "utf-8")
