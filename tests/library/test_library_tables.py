"""Tables as they come from other people's programs: every bad row is named, and no row sinks another."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.sources.folder import FolderSource
from styleloop.adapters.sources.merchant import MerchantSource
from styleloop.adapters.sources.shopify import ShopifySource
from styleloop.adapters.sources.table import TableSource
from styleloop.types.record import Refusal
from styleloop.types.row import Row

HEADER = "id,name,locale,headline,body,picture\n"


def read(folder: Path, data: bytes | str, name: str = "ads.csv") -> list[Row | Refusal]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(TableSource().read(path, folder))


def only_refusal(items: list[Row | Refusal]) -> Refusal:
    refusals = [item for item in items if isinstance(item, Refusal)]
    assert len(refusals) == 1, items
    return refusals[0]


def rows(items: list[Row | Refusal]) -> list[Row]:
    assert all(isinstance(item, Row) for item in items), items
    return [item for item in items if isinstance(item, Row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_german_table_reads_alike_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [
        ["ID", "Überschrift", "Sprache", "Haupttext"],
        ["1", "Für Straßen, die länger sind", "de-DE", "Größe; größer"],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    (row,) = rows(read(tmp_path, out.getvalue().encode(encoding)))
    assert row.kind == "ad"
    assert row.get("headline") == "Für Straßen, die länger sind"
    assert row.get("body") == "Größe; größer"
    assert row.get("locale") == "de-DE"
    assert str(row.where) == "ads.csv, row 2"


def test_quotes_in_quotes_and_line_breaks_in_a_cell_count_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    text = HEADER + '1,a,en-GB,"It said ""take it"".\nSo we did.",,\n\n2,b,en-GB,Two,,\n'
    first, second = rows(read(tmp_path, text))
    assert first.get("headline") == 'It said "take it".\nSo we did.'
    assert (first.where.row, second.where.row) == (2, 4)


def test_missing_columns_are_named_together_with_those_that_are_there(tmp_path: Path) -> None:
    found = only_refusal(read(tmp_path, "Anzeigenname;Tag;Link-Klicks\nA;2026-03-01;4\n", "report.csv"))
    assert found.subject == "columns"
    assert "shown" in found.why
    assert found.got == "Anzeigenname, Tag, Link-Klicks"
    assert found.expected.startswith("ad, day, shown, clicked; or of tests: test, version or headline")
    assert str(found.where) == "report.csv, row 1"


def test_a_table_of_nothing_known_says_what_could_have_been_there(tmp_path: Path) -> None:
    found = only_refusal(read(tmp_path, "Kunde,Rechnung\n1,2\n"))
    assert found.got == "Kunde, Rechnung"
    assert "response: ad, day, shown, clicked" in found.expected
    assert "product: sku, name" in found.expected


def test_extra_columns_keep_their_own_names(tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, "sku,name,price,Warehouse shelf\nmug,Mug,12.50,B4\n", "products.csv"))
    assert row.kind == "product"
    assert row.get("Warehouse shelf") == "B4"


def test_two_columns_for_one_thing_the_better_known_wins_and_the_other_stays(tmp_path: Path) -> None:
    text = "Ad name,Day,Impressions,Clicks (all),Link clicks\nA,2026-03-01,100,9,4\n"
    (row,) = rows(read(tmp_path, text, "report.csv"))
    assert row.get("clicked") == "4"
    assert row.get("Clicks (all)") == "9"


def test_a_field_of_ten_megabytes_is_refused_with_its_size_and_the_next_row_is_read(tmp_path: Path) -> None:
    text = HEADER + f"1,a,en-GB,{'x' * 10_000_000},,\n2,b,en-GB,Two,,\n"
    items = read(tmp_path, text)
    found = only_refusal(items)
    assert found.got == "10000000 characters"
    assert found.where is not None
    assert found.where.row == 2
    assert [item.get("headline") for item in items if isinstance(item, Row)] == ["Two"]


def test_an_open_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    items = read(tmp_path, HEADER + '1,a,en-GB,"Never closed,,\n2,b,en-GB,Two,,\n3,c,en-GB,Three,,\n')
    found = only_refusal(items)
    assert "never closed" in found.why
    assert str(found.where) == "ads.csv, row 2"
    assert [item.get("headline") for item in items if isinstance(item, Row)] == ["Two", "Three"]


def test_a_row_wider_than_the_header_is_refused_and_a_shorter_one_is_read(tmp_path: Path) -> None:
    items = read(tmp_path, "id,name,headline\n1,a,One,more\n2,b\n")
    assert only_refusal(items).got == "4 cells"
    assert [item.get("name") for item in items if isinstance(item, Row)] == ["b"]


def test_nul_bytes_are_refused_where_they_stand(tmp_path: Path) -> None:
    found = only_refusal(read(tmp_path, HEADER.encode() + b"1,a,en-GB,O\0ne,,\n2,b,en-GB,Two two two two,,\n"))
    assert str(found.where) == "ads.csv, row 2"


def test_a_binary_file_is_no_table(tmp_path: Path) -> None:
    assert "not text" in only_refusal(read(tmp_path, bytes(range(16)) * 40)).why


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    assert "no header" in only_refusal(read(tmp_path, b"")).why


def test_a_missing_file_is_a_refusal_not_a_crash(tmp_path: Path) -> None:
    for source in (TableSource(), ShopifySource(), MerchantSource()):
        (found,) = source.read(tmp_path / "gone.csv", tmp_path)
        assert isinstance(found, Refusal)
        assert source.claims(tmp_path / "gone.csv") == 0.0


def test_the_title_and_date_that_an_export_puts_on_top_are_not_the_header(tmp_path: Path) -> None:
    above = 'Ad report\n"1 January 2026 - 31 January 2026"\n'
    text = above + "Ad name,Day,Impr.,Clicks,Currency code,Cost\nA,2026-01-02,10,1,GBP,2\n"
    (row,) = rows(read(tmp_path, text, "google.csv"))
    assert (row.kind, row.get("shown"), row.where.row) == ("response", "10", 4)


def test_a_currency_in_the_header_becomes_a_field(tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, "Ad name,Day,Impressions,Link clicks,Amount spent (EUR)\nA,2026-03-01,10,1,2\n"))
    assert (row.get("spend"), row.get("currency")) == ("2", "EUR")


def test_excel_says_its_delimiter(tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, "sep=;\nid;name;headline\n1;a, b, c;One, two\n"))
    assert row.get("headline") == "One, two"


def test_json_in_three_shapes(tmp_path: Path) -> None:
    item = {"sku": "mug", "name": "Mug", "price": 12.5, "tags": ["tea", "gift"]}
    for text in (json.dumps([item]), json.dumps({"products": [item]}), json.dumps(item) + "\n" + json.dumps(item)):
        row = rows(read(tmp_path, text, "products.json"))[0]
        assert (row.kind, row.get("price"), row.get("tags"), row.where.row) == ("product", "12.5", "tea, gift", 1)


def test_one_broken_line_of_json_lines_is_named(tmp_path: Path) -> None:
    items = read(tmp_path, '{"sku":"a","name":"A"}\n{"sku":\n{"sku":"c","name":"C"}\n', "products.jsonl")
    assert str(only_refusal(items).where) == "products.jsonl, row 2"
    assert len(items) == 3


def test_deep_json_is_refused(tmp_path: Path) -> None:
    found = only_refusal(read(tmp_path, "[{" + '"a":[' * 50_000, "x.json"))
    assert found.where is not None
    assert found.where.file == "x.json"


def test_a_note_to_people_is_no_table_although_it_lists_columns(tmp_path: Path) -> None:
    (tmp_path / "hint.txt").write_text("Reports go here: a CSV with ad, day, shown, clicked (and test, market).\n")
    (tmp_path / "ads.txt").write_text("id,headline,locale\n1,One,en-GB\n")
    assert TableSource().claims(tmp_path / "hint.txt") == 0.0
    assert TableSource().claims(tmp_path / "ads.txt") > 0.5


# Paths.


@pytest.mark.parametrize(
    "named", ["../secret.png", "/etc/passwd", "..\\secret.png", "C:\\x.png", "pictures/../../secret.png"]
)
def test_a_path_that_leaves_the_folder_is_refused_with_the_path(tmp_path: Path, named: str) -> None:
    root = tmp_path / "library"
    root.mkdir()
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    found = only_refusal(read(root, HEADER + f"1,a,en-GB,One,,{named}\n"))
    assert found.got == named
    assert str(found.where) == "ads.csv, row 2, picture"
    assert "inside the folder" in found.expected


def test_a_link_that_leads_out_is_refused_and_one_that_stays_is_followed(tmp_path: Path) -> None:
    root = tmp_path / "library"
    root.mkdir()
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / "own.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / "out.png").symlink_to(tmp_path / "secret.png")
    (root / "in.png").symlink_to(root / "own.png")
    items = read(root, HEADER + "1,a,en-GB,One,,out.png\n2,b,en-GB,Two,,in.png\n")
    assert "link" in only_refusal(items).why
    assert [item.picture for item in items if isinstance(item, Row)] == ["own.png"]


def test_a_picture_that_is_missing_or_no_file_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    items = read(tmp_path, HEADER + "1,a,en-GB,One,,gone.png\n2,b,en-GB,Two,,folder.png\n3,c,en-GB,Three,,pipe.png\n")
    assert [item.why for item in items if isinstance(item, Refusal)] == [
        "there is no such file", "this is no ordinary file", "this is no ordinary file",
    ]  # fmt: skip


def test_pictures_are_found_beside_the_table_and_named_from_the_root(tmp_path: Path) -> None:
    (tmp_path / "library" / "pictures").mkdir(parents=True)
    (tmp_path / "library" / "pictures" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "library" / "ads.csv").write_text(HEADER + "1,a,en-GB,One,,pictures/a.png\n")
    (row,) = TableSource().read(tmp_path / "library" / "ads.csv", tmp_path)
    assert isinstance(row, Row)
    assert (row.picture, row.where.file) == ("library/pictures/a.png", "library/ads.csv")


def test_a_link_to_the_web_stays_a_link(tmp_path: Path) -> None:
    (row,) = rows(read(tmp_path, HEADER + "1,a,en-GB,One,,https://example.org/a.png\n"))
    assert (row.picture, row.get("picture_url")) == ("", "https://example.org/a.png")


# Whatever the bytes are.


@settings(max_examples=120, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["", HEADER, "sku,name,price\n", '[{"sku":1,"name":2},', "<rss><item>"])
)
def test_no_bytes_at_all_make_a_source_raise(tmp_path_factory: pytest.TempPathFactory, tail: bytes, start: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "x.csv").write_bytes(start.encode() + tail)
    for source in (TableSource(), ShopifySource(), MerchantSource(), FolderSource()):
        path = folder if isinstance(source, FolderSource) else folder / "x.csv"
        assert 0.0 <= source.claims(path) <= 1.0
        assert all(isinstance(item, Row | Refusal) for item in source.read(path, folder))


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "headline", "body"])
    writer.writerows([str(number), *pair] for number, pair in enumerate(cells))
    found = rows(read(folder, out.getvalue().encode(encoding)))
    assert [(row.get("headline"), row.get("body")) for row in found] == cells
    assert [row.where.row for row in found] == list(range(2, len(cells) + 2))
