"""Type that is missing or broken says so, and says what to do; nothing is found by chance."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fontpkg
import lines
import pytest
from typer.testing import CliRunner

from styleloop.adapters.renderers import fonts
from styleloop.adapters.renderers.fonts import font_files, font_set, installing, unknown_families
from styleloop.adapters.renderers.typeset import TypstRenderer
from styleloop.app.brandfiles import read_markets
from styleloop.cli.main import app
from styleloop.drafts.layout import layouts
from styleloop.errors import SettingsError
from styleloop.language.faces import face_of, family, scripts, shipped_face
from styleloop.language.locales import direction_of, script_of
from styleloop.testing import samples
from styleloop.types.brand import Face, Market
from styleloop.types.brief import Brief, Placement
from styleloop.types.record import Refusal
from styleloop.types.variant import Draft, Drawn, Layout

Make = Callable[..., tuple[Layout, dict[str, bytes]]]
BASE = ("Latn", "Cyrl", "Grek", "Hebr", "Arab")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A project's `templates/` with a folder for fonts."""
    (tmp_path / "templates" / "fonts").mkdir(parents=True)
    return tmp_path / "templates"


def test_every_script_has_a_face_and_every_family_says_how_it_is_installed() -> None:
    assert len(scripts()) >= 25
    for script in scripts():
        face = shipped_face(script)
        assert face is not None
        assert face.top > 0.5 > face.bottom
        for name in (*face.serif, *face.sans):
            known = family(name)
            assert known is not None, name
            assert known.cure, name
            assert name in installing(name) or known.cure in installing(name)


@pytest.mark.parametrize("script", BASE)
def test_the_base_brings_latin_cyrillic_greek_hebrew_and_arabic(script: str) -> None:
    face = shipped_face(script)
    assert face is not None
    declared = " ".join(family(name).package for name in (*face.serif, *face.sans))  # type: ignore[union-attr]
    project = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8")
    base = project[project.index("dependencies = [") : project.index("[project.optional-dependencies]")]
    assert all(f'"{package}' in base for package in declared.split())
    assert unknown_families((*face.serif, *face.sans)) == ()


def test_a_locale_is_written_in_its_own_script_and_direction() -> None:
    said = {
        locale: script_of(locale) for locale in ("sr-RS", "sr-Latn-RS", "zh-HK", "zh-CN", "pa-PK", "kk-KZ", "en-GB")
    }
    assert list(said.values()) == ["Cyrl", "Latn", "Hant", "Hans", "Arab", "Cyrl", "Latn"]
    assert [direction_of(script) for script in ("Hebr", "Arab", "Latn", "Jpan")] == ["rtl", "rtl", "ltr", "ltr"]


def test_the_brands_own_face_comes_first_and_vietnamese_gets_room_for_its_marks() -> None:
    kit = samples.kit()
    assert face_of(kit, "Latn", "en-GB") == kit.face("Latn")
    vietnamese, usual = face_of(kit, "Latn", "vi-VN"), kit.face("Latn")
    assert vietnamese is not None
    assert usual is not None
    assert vietnamese.serif == usual.serif
    assert vietnamese.top > usual.top
    assert face_of(kit, "Thai", "th-TH") == shipped_face("Thai")
    assert face_of(kit, "Zzzz", "tlh") is None


def test_a_market_that_names_no_script_gets_cldrs(tmp_path: Path) -> None:
    for locale, more in (("th-TH", ""), ("he-IL", ""), ("sr-RS", 'script = "Latn"\ndirection = "ltr"\n')):
        (tmp_path / f"{locale}.toml").write_text(f'name = "Somewhere"\ncurrency = "EUR"\n{more}', "utf-8")
    made = {market.locale: (market.script, market.direction) for market in read_markets(tmp_path)}
    assert made == {"he-IL": ("Hebr", "rtl"), "sr-RS": ("Latn", "ltr"), "th-TH": ("Thai", "ltr")}


@pytest.mark.parametrize(
    ("locale", "first"), [("th-TH", "Sarabun"), ("ru-RU", "Vollkorn"), ("zh-TW", "Noto Sans CJK TC")]
)
def test_a_draft_for_a_market_beyond_the_brands_own_type_is_laid_out_in_the_shipped_one(
    locale: str, first: str
) -> None:
    script = script_of(locale)
    market = Market(locale=locale, name="Somewhere", currency="EUR", script=script, direction=direction_of(script))
    kit = samples.kit().model_copy(update={"markets": (market,)})
    [made] = layouts(*_draft(locale), kit, "split")
    assert isinstance(made, Layout)
    assert made.face.serif[0] == first
    strange = kit.model_copy(update={"markets": (market.model_copy(update={"script": "Zzzz"}),)})
    [refused] = layouts(*_draft(locale), strange, "split")
    assert isinstance(refused, Refusal)
    assert refused.why == "there is no type for the script Zzzz"


def _draft(locale: str) -> tuple[Draft, Brief]:
    size = Placement(name="s", label="S", width=600, height=600, source="test")
    brief = Brief(campaign="c", product=samples.product(), market=locale, placements=(size,), style="s")
    draft = Draft(
        brief=brief.id,
        market=locale,
        product="rain-shell",
        words=lines.words(locale),
        drafter="x@1",
        tone=samples.kit().tones[0].name,
        picture="0" * 64,
    )
    return draft, brief


def test_han_goes_by_locale_never_by_fallback() -> None:
    firsts = [lines.face(locale).serif[0] for locale in ("ja-JP", "ko-KR", "zh-CN", "zh-TW")]
    hong_kong = shipped_face(script_of("zh-HK"), "zh-HK")
    assert hong_kong is not None
    assert len({*firsts, hong_kong.serif[0]}) == 5


def test_a_family_that_is_not_installed_names_market_and_command(
    make: Make, plain: TypstRenderer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", tmp_path)
    font_files.cache_clear()
    face = shipped_face("Geor")
    assert face is not None
    layout, blobs = make(face=face)
    [made] = plain.draw([layout], blobs)
    font_files.cache_clear()
    assert isinstance(made, Refusal)
    assert made.why == "face: Noto Serif Georgian is not installed, in which en-GB is set"
    assert made.cure.startswith("apt-get install fonts-noto-core, or put")


def test_a_project_may_bring_the_file_itself(make: Make, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = font_files(("Noto Serif Georgian",))
    if not files:
        pytest.skip("fonts-noto-core is not installed")
    font_files.cache_clear()
    monkeypatch.setattr(fonts, "SYSTEM", own)
    shutil.copy(files[0], own / "fonts")
    face = Face(script="Geor", serif=("Noto Serif Georgian", "Vollkorn"), sans=("Public Sans",))
    layout, blobs = make(face=face)
    [made] = TypstRenderer(own).draw([layout], blobs)
    font_files.cache_clear()
    assert isinstance(made, Drawn), made


@pytest.mark.parametrize("damage", ["empty", "text", "half"])
def test_a_broken_font_file_is_a_clear_error(make: Make, own: Path, damage: str) -> None:
    whole = Path(fontpkg.path("Vollkorn")).read_bytes()
    broken = {"empty": b"", "text": b"not a font at all", "half": whole[: len(whole) // 2]}[damage]
    (own / "fonts" / "Own.ttf").write_bytes(broken)
    layout, blobs = make(face=Face(script="Latn", serif=("Vollkorn",), sans=("Public Sans",)))
    with pytest.raises(SettingsError, match=r"Own\.ttf is (no font that can be read|cut off)"):
        TypstRenderer(own).draw([layout], blobs)


def test_the_system_is_never_searched() -> None:
    """Whatever lies under the system's folders, only exact files of needed families are read."""
    assert not any(str(font.path).startswith("/usr/share") for font in font_set().fonts())
    assert font_files(("Vollkorn", "DejaVu Sans", "Noto Sans Adlam")) == ()
    assert unknown_families(("DejaVu Sans",)) == ("DejaVu Sans",)


def test_doctor_tells_of_any_locale(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "type.md").read_text("utf-8")
    [told] = re.findall(r"^\$ styleloop (doctor .+)$", page, re.M)
    done = CliRunner().invoke(app, [*told.split(), "--locale", "el-GR", "--project", str(tmp_path)])
    assert "type for th-TH: Sarabun" in done.output
    assert "type for ko-KR: Noto Sans CJK KR" in done.output
    assert "type for el-GR: Vollkorn, Source Sans 3" in done.output
    assert "type: ready: Arab," in done.output
    unknown = CliRunner().invoke(app, ["doctor", "--project", str(tmp_path), "--locale", "tlh"])
    assert unknown.exit_code != 0


def test_doctor_without_the_extra_names_the_commands(tmp_path: Path) -> None:
    """Only what a bare installation has: no optional package, nothing from Debian."""
    code = (
        "import styleloop.adapters.renderers.fonts as f, styleloop.app.typefaces as t, pathlib\n"
        f"f.SYSTEM = pathlib.Path({str(tmp_path)!r})\n"
        "keep = f.entry_points\n"
        "import tomllib\n"
        "base = ('amiri','frank','heebo','plex','public','source','vollkorn')\n"
        "f.entry_points = lambda group: [e for e in keep(group=group) if any(b in e.module for b in base)]\n"
        "f.find_spec = lambda name: None\n"
        "print(t.locale_lack('th-TH')[1]); print(t.locale_lack('ko-KR')[1]); print(t.locale_lack('ja-JP')[1])\n"
        "print(t.scripts_told())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    thai, korean, japanese, told = done.stdout.strip().splitlines()
    assert "Sarabun is not installed: pip install fontpkg-sarabun" in thai
    assert "Noto Sans CJK KR is not installed: apt-get install fonts-noto-cjk" in korean
    assert "pip install noto-cjk-sans-jp-bold noto-cjk-sans-jp-regular or apt-get install fonts-noto-cjk" in japanese
    assert told.startswith("ready: Arab, Cyrl, Grek, Hebr, Latn; to install")
