"""Lines of our own, half of them breaches of law, in six languages."""

import json
from datetime import date
from pathlib import Path

import pytest
from sample_pieces import KIT

from styleloop.audit.legal import Legal
from styleloop.types.audit import AuditItem
from styleloop.types.brand import Claim, Localised, Market
from styleloop.types.copy import Copy

ROWS = [
    json.loads(line) for line in (Path(__file__).parent / "labelled_own_legal.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def legal():
    return Legal()


def piece(row):
    claims = tuple(
        Claim(
            slug=f"claim-{number}",
            wordings=(Localised(locale=c["locale"], text=c["wording"]),),
            proof="On file",
            markets=tuple(c["markets"]),
            starts=date.fromisoformat(c["starts"]),
            ends=date.fromisoformat(c["ends"]),
        )
        for number, c in enumerate(row["claims"])
    )
    return AuditItem(
        subject=row["id"],
        words=Copy.of(**{row["slot"]: row["text"]}),
        market=Market(locale=row["market"], name=row["market"], currency="EUR"),
        kit=KIT,
        day=date.fromisoformat(row["day"]),
        claims=claims,
    )


def test_there_are_ten_a_language_and_half_are_breaches():
    assert len({row["id"] for row in ROWS}) == 60
    assert sum(bool(row["expect"]) for row in ROWS) == 30
    assert {row["locale"][:2] for row in ROWS} == {"en", "de", "fr", "es", "it", "ja"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_breach_is_blocked_and_what_only_looks_like_one_is_not(legal, row):
    (found,) = legal.check([piece(row)])
    assert isinstance(found, tuple), found
    loud = [f.rule for f in found if f.severity != "note"]
    assert bool(loud) == bool(row["expect"]), (row["text"], loud)
