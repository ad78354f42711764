"""How well broken translations are caught, and how often good ones are suspected: on real strings translated by people.

    python -m benchmarks.translations [--data FILE] [--json]

FILE: one JSON object per line, `key` and a text per locale, English being the source (`en`). Two hundred errors are
seeded, twenty in each of ten languages, from a fixed seed, one at a time and of the kinds that really happen: a
placeholder dropped, renamed or taken from elsewhere; a figure with a digit changed, two digits swapped, a digit more, a
figure dropped or added; a link opened twice; another month. An error counts as caught when a check on placeholders,
markup, numbers, prices or dates objects to the broken text and not in the same words to the text as it was. The
untouched translations are then looked at whole.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale

from styleloop.language.parallel import FACTS, Difference, differences
from styleloop.language.placeholders import placeholders
from styleloop.language.written_days import written_days
from styleloop.language.written_numbers import written_numbers

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "mozilla" / "www_l10n_parallel.jsonl.gz"
LOCALES = ("de", "fr", "es-ES", "it", "nl", "pt-BR", "ru", "cs", "ar", "hi-IN")
EACH = 20
_WHOLE = re.compile(r"[0-9]{1,3}(?:[.,' \u00a0\u202f][0-9]{3})+|[0-9]+")


@dataclass(frozen=True)
class Broken:
    """One good translation and what became of it."""

    kind: str
    locale: str
    key: str
    source: str
    good: str
    bad: str


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def objections(source: str, target: str, locale: str) -> tuple[Difference, ...]:
    return differences(source, "en", target, locale, facts_only=True)


def _variable(text: str) -> Any:
    return [p for p in placeholders(text) if p.kind != "tag"]


def dropped(text: str, _: str, rng: random.Random) -> str:
    return text.replace(rng.choice(_variable(text)).text, "")


def renamed(text: str, _: str, rng: random.Random) -> str:
    one = rng.choice(_variable(text))
    name = re.search(r"[\w-]+", one.text)
    return text.replace(one.text, one.text.replace(name[0], f"{name[0]}x")) if name else text


def foreign(text: str, _: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    while any(p.start < at < p.end for p in placeholders(text)):
        at = rng.randrange(len(text) + 1)
    return f"{text[:at]} {{ $discount }} {text[at:]}"


def opened(text: str, _: str, rng: random.Random) -> str:
    links = [p for p in placeholders(text) if p.key == "</a"]
    one = rng.choice(links)
    return text[: one.start] + text[one.end :]


def _figures(text: str, locale: str) -> Any:
    """Whole figures in Western digits: a change of their digits is a change of their value."""
    return [n for n in written_numbers(text, locale) if _WHOLE.fullmatch(text[n.start : n.end])]


def another_digit(text: str, locale: str, rng: random.Random) -> str:
    one = rng.choice(_figures(text, locale))
    at = rng.choice([i for i in range(one.start, one.end) if text[i].isdigit()])
    digit = str((int(text[at]) + rng.randrange(1, 9)) % 10)
    return text[:at] + digit + text[at + 1 :]


def a_digit_more(text: str, locale: str, rng: random.Random) -> str:
    one = rng.choice(_figures(text, locale))
    return f"{text[: one.end]}0{text[one.end :]}"


def swapped(text: str, locale: str, rng: random.Random) -> str:
    fit = [n for n in _figures(text, locale) if n.end - n.start > 1 and text[n.end - 1] != text[n.end - 2]]
    one = rng.choice(fit)
    return text[: one.end - 2] + text[one.end - 1] + text[one.end - 2] + text[one.end :]


def without_figure(text: str, locale: str, rng: random.Random) -> str:
    one = rng.choice(_figures(text, locale))
    for n in reversed([n for n in written_numbers(text, locale) if n.key == one.key]):
        text = text[: n.start] + text[n.end :]
    return text


def figure_more(text: str, _: str, rng: random.Random) -> str:
    return f"{text} {rng.randrange(101, 999)}"


def another_month(text: str, locale: str, rng: random.Random) -> str:
    months = Locale.parse(locale, sep="-").months["format"]["wide"]
    one = rng.choice(written_days(text, locale))
    name = next(str(m) for m in (months[one.month],) if str(m) in text)
    return text.replace(name, str(months[one.month % 12 + 1]))


KINDS: tuple[tuple[str, Callable[[str, str, random.Random], str]], ...] = (
    ("placeholder dropped", dropped), ("placeholder renamed", renamed), ("placeholder from elsewhere", foreign),
    ("link not closed", opened), ("another digit", another_digit), ("a digit more", a_digit_more),
    ("two digits swapped", swapped), ("figure dropped", without_figure), ("figure added", figure_more),
    ("another month", another_month),
)  # fmt: skip


def seeded(
    table: Sequence[dict[str, str]], locales: Sequence[str] = LOCALES, each: int = EACH, seed: int = 2026
) -> list[Broken]:
    """`each` errors per locale, the kinds in turn; always the same ones. A kind that no string takes is passed over."""
    made: list[Broken] = []
    for locale in locales:
        rng = random.Random(f"{locale} {seed}")
        here = [r for r in table if r.get(locale) and r.get("en")]
        rng.shuffle(here)
        used: set[str] = set()
        turn = 0
        while len(used) < each:
            kind, breaks = KINDS[turn % len(KINDS)]
            turn += 1
            one = _one(kind, breaks, here, locale, rng, used)
            if one is not None:
                used.add(one.key)
                made.append(one)
    return made


def _one(
    kind: str, breaks: Any, here: Sequence[dict[str, str]], locale: str, rng: random.Random, used: set[str]
) -> Broken | None:
    for row in here:
        if row["key"] in used:
            continue
        try:
            bad = breaks(row[locale], locale, rng)
        except (IndexError, StopIteration):
            continue
        if bad != row[locale]:
            return Broken(kind, locale, row["key"], row["en"], row[locale], bad)
    return None


def caught(one: Broken) -> bool:
    before = {(d.rule, d.message) for d in objections(one.source, one.good, one.locale)}
    return any((d.rule, d.message) not in before for d in objections(one.source, one.bad, one.locale))


def suspected(table: Sequence[dict[str, str]], locale: str) -> list[tuple[str, Difference]]:
    """(key, objection) on translations as people made them."""
    return [
        (row["key"], d) for row in table if row.get(locale) and row.get("en")
        for d in objections(row["en"], row[locale], locale)
    ]  # fmt: skip


def softer(table: Sequence[dict[str, str]], locale: str) -> Counter[str]:
    """Rule -> strings it speaks about, of the rules that ask for a person's eye."""
    counted: Counter[str] = Counter()
    for row in table:
        if row.get(locale) and row.get("en"):
            rules = {d.rule for d in differences(row["en"], "en", row[locale], locale)} - set(FACTS)
            counted.update(rules)
    return counted


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    table = rows(given.data)
    started = time.process_time()
    errors = seeded(table)
    missed = [b for b in errors if not caught(b)]
    looked = {locale: suspected(table, locale) for locale in LOCALES}
    report = {
        "seeded": len(errors),
        "caught": len(errors) - len(missed),
        "missed": [vars(b) for b in missed],
        "kinds": Counter(b.kind for b in errors),
        "strings": {locale: sum(bool(r.get(locale)) for r in table) for locale in LOCALES},
        "suspected": {locale: [[key, d.rule, d.message] for key, d in found] for locale, found in looked.items()},
        "softer": {locale: dict(softer(table, locale)) for locale in LOCALES},
        "seconds": round(time.process_time() - started, 1),
    }
    if given.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return
    print(f"{report['caught']} of {report['seeded']} seeded errors caught; {report['seconds']} CPU s")
    for b in missed:
        print("missed:", b.kind, b.locale, b.key, "|", b.good, "|", b.bad)
    for locale, found in looked.items():
        print(
            f"{locale}: {len(found)} objections to {report['strings'][locale]} strings;",
            f"softer: {report['softer'][locale]}",
        )
        for key, d in found:
            print("   ", key, d.rule, d.message)


if __name__ == "__main__":
    main()
