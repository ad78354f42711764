"""A column or key that nothing reads is told, with what it may be a slip for; so is a licence nobody knows."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from styleloop import library
from styleloop.adapters.sources.table import TableSource
from styleloop.app import starting
from styleloop.app.unread import unread_columns, unread_licences
from styleloop.cli.main import app
from styleloop.types.record import Refusal


def rows_of(folder, name, contents):
    (folder / name).write_text(contents, "utf-8")
    return TableSource().read(folder / name, folder)


@pytest.mark.parametrize(
    ("name", "contents", "said"),
    [
        (
            "p.csv",
            "sku,name,colur\na,A,red\n",
            ["p.csv: column 'colur' is not read; nearest: colour; what to do: call it colour where that is meant"],
        ),
        ("p.csv", "sku,name,colur\na,A,\n", []),  # nothing was lost
        (
            "p.csv",
            "sku,name,Waterproof,Brand\na,A,10 m,Acme\n",
            [
                "p.csv: not read, and not kept: columns Waterproof, brand; "
                "to keep it as a fact of the product, give it in a table with the columns sku, key, value"
            ],
        ),
        (
            "p.csv",
            "sku,name,Title,colour,colur\na,A,B,red,blue\n",
            [
                "p.csv: column 'Title' is not read: another is taken for name already",
                "p.csv: column 'colur' is not read; nearest: colour; there is one of that name already",
            ],
        ),
        (
            "a.json",
            '[{"headline": "A.", "locale": "en-GB", "Headline 2": "B.", "licens": "CC0-1.0", "x": {"y": 1}}]',
            [
                "a.json: key 'licens' is not read; nearest: licence; what to do: call it licence where that is meant",
                "a.json: not read, and not kept: key x",
            ],
        ),
        (
            "r.csv",
            "ad,day,market,impressions,clicks,spendd\na,2026-03-01,en-GB,10,1,4\n",
            ["r.csv: column 'spendd' is not read; nearest: spend; what to do: call it spend where that is meant"],
        ),
    ],
)
def test_what_is_not_read_is_told(tmp_path, name, contents, said):
    assert unread_columns(rows_of(tmp_path, name, contents), name) == said


def test_ingest_tells_it_and_refuses_nothing(tmp_path):
    root = tmp_path / "brand"
    starting.start(root, "blank")
    (root / "products" / "feed.csv").write_text("sku,name,colur\na,A rain shell,red\n", "utf-8")
    done = CliRunner().invoke(app, ["ingest", "--dry-run", "--json", "-C", str(root)])
    told = json.loads(done.stdout)
    assert (told["kept"], told["refused"]) == (1, 0)
    assert any("column 'colur' is not read; nearest: colour" in note for note in told["notes"])


def test_a_licence_is_read_from_its_column_and_an_unknown_one_is_told(tmp_path):
    rows = rows_of(
        tmp_path,
        "a.csv",
        "headline,locale,License,Forbids,Photographer\n"
        "It rained.,en-GB,CC BY-ND 4.0,ai,M. Voss\nAgain.,en-GB,House licence 7,,\nAnd again.,en-GB,,sale,\n",
    )
    first, _, wrong = library.assets(rows, "own")
    assert (first.rights.owner, first.rights.licence, first.rights.forbids) == ("M. Voss", "CC BY-ND 4.0", ("ai",))
    assert "allows no changes" in first.rights.against("en-GB", date(2026, 9, 1))
    assert isinstance(wrong, Refusal)
    assert (wrong.got, wrong.expected) == ("sale", "changes, ai, advertising")
    (note,) = unread_licences(rows)
    assert "a.csv, row 3: nothing is known of the licence ‘House licence 7’" in note
    assert "forbids = one or several of changes, ai, advertising" in note
