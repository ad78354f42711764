"""The walls: layers, allowed packages, habits. Each rule is shown to fail on a deliberate breach."""

import ast
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "styleloop"
PURE = {"numpy", "pydantic", "pydantic_core"}
ALLOWED = {
    "errors": set(),
    "types": PURE,
    "ports": PURE,
    "vector": PURE,
    "language": {"regex", "babel", "budoux", "pyphen", "py3langid"} | PURE,
    "measure": PURE | {"cv2", "pdqhash"},
    **dict.fromkeys(("library", "style", "brief", "drafts", "audit", "review", "publish", "results", "refine"), PURE),
}
STAGES = ("library", "style", "brief", "drafts", "audit", "review", "publish", "results", "refine")
BANNED_NAMES = {"content", "agent", "engine", "manager", "service", "helper", "helpers", "utils", "common", "base"}
STANDARD = sys.stdlib_module_names


def graph():
    return grimp.build_graph("styleloop", include_external_packages=True, cache_dir=None)


@pytest.fixture(scope="module")
def imports():
    return graph()


@pytest.mark.parametrize("layer", sorted(ALLOWED))
def test_a_layer_imports_only_its_allowed_packages(imports, layer):
    top = f"styleloop.{layer}"
    modules = {top} | imports.find_descendants(top)
    outside = {
        (m, found)
        for m in modules
        for found in imports.find_modules_directly_imported_by(m)
        if not found.startswith("styleloop") and found not in STANDARD and found not in ALLOWED[layer]
    }
    assert not outside


def test_nobody_inside_imports_the_package_root(imports):
    assert not imports.find_modules_that_directly_import("styleloop")


@pytest.mark.parametrize(("number", "stage"), list(enumerate(STAGES, start=1)))
def test_each_stage_says_its_number_and_its_nouns(number, stage):
    doc = import_module(f"styleloop.{stage}").__doc__.splitlines()[0]
    found = re.fullmatch(rf"Stage {number} of 9\. (.+) -> (.+)\.", doc)
    assert found, doc
    nouns = re.findall(r"[A-Z]\w+", doc.partition(". ")[2])
    types = "\n".join(p.read_text("utf-8") for p in (PACKAGE / "types").glob("*.py"))
    ports = (PACKAGE / "ports.py").read_text("utf-8")
    for noun in nouns:
        assert re.search(rf"^class {noun}\b", types + ports, re.M), f"{noun} is no type"


BREACHES = {
    "a stage imports another stage": ("audit/breach.py", "from styleloop import review\n"),
    "a stage imports an adapter": ("style/breach.py", "from styleloop.adapters.stores import store\n"),
    "a type imports language": ("types/breach.py", "from styleloop.language import segment\n"),
    "an adapter imports the application": ("adapters/breach.py", "from styleloop.app import flow\n"),
    "siblings go round": ("vector/breach.py", "from styleloop.language import breach\n"),
}


@pytest.mark.parametrize("breach", sorted(BREACHES))
def test_a_deliberate_breach_of_the_layers_fails(tmp_path, breach):
    file, text = BREACHES[breach]
    copied = tmp_path / "src" / "styleloop"
    shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("data", "__pycache__"))
    (copied / file).write_text(f'"""Breach."""\n\n{text}', "utf-8")
    if breach == "siblings go round":
        (copied / "language" / "breach.py").write_text("from styleloop.vector import breach\n", "utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_a_vendor_package_in_a_stage_is_caught(tmp_path):
    copied = tmp_path / "styleloop"
    shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("data", "__pycache__"))
    (copied / "audit" / "breach.py").write_text("import sqlalchemy\n", "utf-8")
    code = (
        "import grimp; g = grimp.build_graph('styleloop', include_external_packages=True, cache_dir=None);"
        "print(g.find_modules_directly_imported_by('styleloop.audit.breach'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert "sqlalchemy" in done.stdout
    assert "sqlalchemy" not in ALLOWED["audit"]


def sources():
    return [p for p in sorted(PACKAGE.rglob("*.py")) if "data" not in p.relative_to(PACKAGE).parts]


def test_no_module_is_long_and_no_adapter_grows_fat():
    long = {str(p.relative_to(PACKAGE)): n for p in sources() if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long
    fat = {
        str(p.relative_to(PACKAGE)): n
        for part in ("channels", "sources")
        for p in (PACKAGE / "adapters" / part).glob("*.py")
        if (n := len(p.read_text("utf-8").splitlines())) > 150
    }
    assert not fat


def test_no_module_or_class_has_a_name_that_says_nothing():
    bad = [str(p) for p in sources() if p.stem in BANNED_NAMES]
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.lower().endswith(("manager", "helper", "engine", "agent")):
                bad.append(f"{path}: {node.name}")
    assert bad == [str(PACKAGE / "adapters" / "stores" / "engine.py")]  # SQLAlchemy's own word for it


def test_pictures_are_decoded_in_one_place_only():
    text = "\n".join(p.read_text("utf-8") for p in sources() if "measure" in p.parts)
    assert "imread" not in text
    assert "imdecode" not in text


def test_the_simulated_world_cannot_be_imported_and_imports_nothing_of_ours():
    world = PACKAGE / "data" / "worlds" / "simulated-world.py"
    assert "-" in world.stem
    names = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name)
        for node in ast.walk(ast.parse(world.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not [n for n in names if n and n.startswith("styleloop")]


def test_the_root_says_what_it_offers():
    root = import_module("styleloop")
    assert root.__all__ == sorted(root.__all__)
    assert len(root.__all__) <= 25
    for name in root.__all__:
        assert getattr(root, name).__doc__ or name == "__version__", name
