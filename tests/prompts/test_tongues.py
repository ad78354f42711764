"""Which language a model's line is in, on real marketing strings that people translated."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from styleloop.drafts.copy.judging import others_tongues
from styleloop.language.tongue import rather

STRINGS = Path(__file__).resolve().parents[3] / "shared" / "data" / "mozilla" / "www_l10n_parallel.jsonl.gz"


@pytest.fixture(scope="module")
def rows():
    if not STRINGS.is_file():
        pytest.skip("shared/data is absent")
    with gzip.open(STRINGS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def some(rows, locale, number=60):
    """Strings as long as a headline with its body, without placeholders."""
    fit = [r[locale] for r in rows if 20 <= len(r.get(locale, "")) <= 110 and "{" not in r[locale]]
    return random.Random(1).sample(fit, number)


@pytest.mark.parametrize("locale", ["de", "fr", "pl", "tr"])
def test_lines_in_their_own_language_stand_and_most_in_english_do_not(rows, locale):
    others = others_tongues(locale, ())
    assert [line for line in some(rows, locale) if rather(line, locale, others)] == []
    found = [line for line in some(rows, "en-CA") if rather(line, locale, others)]
    assert len(found) >= 30, "short lines and names stay unjudged"
