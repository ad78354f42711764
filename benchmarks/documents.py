"""How fast a folder of documents is read, first and again, and what guides propose as rules.

    python -m benchmarks.documents --json [--files 3000] [--guides FOLDER ...]

Words are drawn with a fixed seed. CPU seconds, the child process that reads PDFs not counted.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from styleloop import library
from styleloop.adapters.documents.markdown import read
from styleloop.app import starting
from styleloop.app.brand import DATA
from styleloop.app.documents import gathered
from styleloop.app.project import Project
from styleloop.drafts.ground import About, passages
from styleloop.types.record import Where

WORDS = [
    "rain",
    "wind",
    "weather",
    "seam",
    "flask",
    "litre",
    "gram",
    "moss",
    "price",
    "voice",
    "shell",
    "boot",
    "stove",
    "wool",
    "paper",
]
SAMPLE = DATA / "brands" / "tarn-and-thistle" / "brand" / "guidelines"


def page(number: int, draw: random.Random) -> str:
    """A page of about 450 words under four headings."""
    sentence = [" ".join(draw.choices(WORDS, k=12)).capitalize() for _ in range(36)]
    parts = [f"## {draw.choice(WORDS)}\n\n{'. '.join(sentence[at : at + 9])}." for at in range(0, 36, 9)]
    return f"# Page {number}\n\n" + "\n\n".join(parts)


def speed(files: int) -> dict[str, float]:
    """CPU seconds of gathering: the first time, unchanged, with one file changed."""
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        starting.start(root)
        for number in range(files):
            path = root / "documents" / f"part-{number % 40}" / f"{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(number, draw), "utf-8")
        project = Project(root)
        found = {"files": files, "passages": float(len(gathered(project)))}
        (root / ".styleloop" / "documents.db").unlink()
        for name in ("first", "unchanged", "one_changed"):
            if name == "one_changed":
                path.write_text("# New\n\nRain.", "utf-8")
            begun = time.process_time()
            gathered(project)
            found[f"{name}_cpu_s"] = round(time.process_time() - begun, 2)
        project.close()
    return found


def proposed(folder: Path) -> dict[str, object]:
    """What the Markdown guides of a folder propose, to be judged by hand."""
    found = []
    for path in sorted(folder.glob("*.md")):
        document = read(path.read_text("utf-8"), path.name)
        about = document.about.over(About(role="guideline"))
        found += passages(document.blocks, about, "0" * 64, Where(file=path.name), "en")
    rules, unread = library.rules(found)
    said = [f"{one.rule.words} <- {one.rule.quote}" for one in rules]
    return {"guides": folder.name, "proposed": len(rules), "not_understood": len(unread), "rules": said}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--files", type=int, default=3_000)
    asked.add_argument("--guides", type=Path, nargs="*", default=[])
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    report = {"speed": speed(given.files), "rules": [proposed(folder) for folder in (SAMPLE, *given.guides)]}
    print(json.dumps(report, ensure_ascii=False, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
