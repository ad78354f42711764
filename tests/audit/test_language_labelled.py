"""Lines labelled by hand: what is wrong is told by its family, what only looks like it is left alone."""

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest
from sample_pieces import KIT

from styleloop.audit.injection import Injection
from styleloop.audit.language import Language
from styleloop.audit.safety import Safety
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Market
from styleloop.types.copy import Copy

ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "labelled_own_language.jsonl").read_text("utf-8").splitlines()
]
CHECKS = (Language(), Safety(), Injection())
OWN = KIT.model_copy(update={"sites": ("tarn.example", "020 7946 0018")})


def remarks(text, locale="en-GB", kit=OWN):
    item = AuditItem(
        subject="draft_1",
        words=Copy.of(headline=text),
        market=Market(locale=locale, name=locale, currency="EUR"),
        kit=kit,
        day=date(2026, 11, 30),
    )
    return [(check.family, finding) for check in CHECKS for finding in check.check([item])[0]]


def test_there_are_ten_lines_for_each_language_half_of_them_wrong():
    assert len(ROWS) == 60
    assert sum(bool(row["expect"]) for row in ROWS) == 30


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_each_labelled_line_is_told_by_its_family_and_no_other(row):
    found = remarks(row["text"], row["locale"])
    assert sorted({family for family, _ in found}) == row["expect"]
    assert all(row["text"][f.span.start : f.span.end] == f.span.text for _, f in found)


MOZILLA = Path(__file__).resolve().parents[3] / "shared" / "data" / "mozilla" / "www_l10n_parallel.jsonl.gz"
MARKETS = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es-ES": "es-ES", "it": "it-IT", "ja": "ja-JP"}


@pytest.mark.skipif(not MOZILLA.is_file(), reason="shared/data is absent")
def test_real_marketing_strings_are_not_taken_for_strange_rude_or_dangerous():
    told = set()
    with gzip.open(MOZILLA, "rt", encoding="utf-8") as file:
        for texts in (json.loads(line) for number, line in enumerate(file) if number % 90 == 0):
            for language, market in MARKETS.items():
                plain = re.sub(r"<[^<>]*>|\{[^{}]*\}", "Firefox", texts.get(language, ""))
                told |= {finding.rule for _, finding in remarks(plain, market)}
    assert told <= {"foreign-address", "left-markup", "compared-mark", "foreign-mark", "personal-address"}
