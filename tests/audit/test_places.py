"""A remark in a table or in JSON points at the very characters of the file, however the file writes them."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from styleloop.app.linting import read
from styleloop.cli.main import app
from styleloop.errors import InputError

WORDS = st.text(st.sampled_from('ab "\\,;/\n\té😀\u2028'), min_size=1, max_size=20)


def cut(contents: str, region: dict) -> str:
    """What stands in a region of a file, as an editor would mark it."""
    lines = contents.split("\n")
    last = region.get("endLine", region["startLine"])
    found = "\n".join(lines[region["startLine"] - 1 : last])
    behind = len(lines[last - 1]) - region["endColumn"] + 1
    return found[region["startColumn"] - 1 : len(found) - behind]


def written(form: str, before: str, words: str) -> str:
    rows = [{"body": before, "headline": words}]
    if form == "json":
        return json.dumps({"ads": rows}, indent=2, ensure_ascii=len(words) % 2 == 0)
    if form == "jsonl":
        return f"  {json.dumps(rows[0])}\n"
    out = io.StringIO()
    mark, quoting = ("\t" if form == "tsv" else ","), csv.QUOTE_ALL if len(words) % 2 else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=mark, lineterminator="\n", quoting=quoting).writerows(
        [["body", "headline"], [before, words]]
    )
    return out.getvalue()


def as_words(form: str, part: str) -> str:
    """What a reader of that form makes of a part of the file."""
    if form in ("csv", "tsv"):
        return part.replace('""', '"').replace(" / ", "\n")
    return json.loads(f'"{part}"').replace(" / ", "\n")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
@settings(max_examples=15, deadline=None)
@given(before=WORDS, words=WORDS, at=st.integers(0, 19), end=st.integers(1, 20))
def test_every_part_of_a_slot_is_found_again_in_the_file(tmp_path_factory, form, before, words, at, end):
    file = tmp_path_factory.getbasetemp() / f"places.{form}"
    file.write_text(written(form, before, words), "utf-8", newline="")
    if not words.strip():
        return
    [text] = read(file)
    slot, place = text.slots["headline"], text.places["headline"]
    start, stop = min(at, len(slot)), min(max(at, end), len(slot))
    part = cut(file.read_text("utf-8"), place.region(start, stop))
    assert as_words(form, part) == slot[start:stop]
    assert as_words(form, cut(file.read_text("utf-8"), place.whole())) == slot


def workbook(sheet: str, doctype: str = "") -> bytes:
    """A workbook as a spreadsheet writes it: shared strings, one with its reading, and two sheets."""
    start = f'<?xml version="1.0"?>{doctype}'
    parts = {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Ads" r:id="a"/><sheet name="Notes" r:id="b"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/sharedStrings.xml": "<sst><si><t>Headline</t></si><si><t>body</t></si>"
        "<si><r><t>The </t></r><r><t>best</t></r><rPh><t>ZA</t></rPh></si></sst>",
        "xl/worksheets/sheet1.xml": f"{start}<worksheet><sheetData>{sheet}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": "<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


HEADING = (
    '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="AA2" t="s"><v>1</v></c>'
    '<c r="AB2" t="inlineStr"><is><t>pirce</t></is></c></row>'
)


def test_a_workbook_is_read_by_sheet_and_cell(tmp_path):
    file = tmp_path / "ads.xlsx"
    rows = '<row r="4"><c r="B4" t="s"><v>2</v></c><c r="AA4" t="str"><f>A1</f><v>Nass / kalt</v></c></row>'
    file.write_bytes(workbook(HEADING + rows))
    told: list[str] = []
    [text] = read(file, tell=told.append)
    assert dict(text.slots) == {"headline": "The best", "body": "Nass\nkalt"}
    assert {slot: place.field for slot, place in text.places.items()} == {"headline": "Ads!B4", "body": "Ads!AA4"}
    assert text.places["body"].whole() == {"startLine": 4}
    assert "sheet Ads: column 'pirce' is not read" in told[0]
    assert "sheet Notes: not read: no column is named headline" in told[1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04\0\0", "cannot be opened"),
        (b"headline", "cannot be opened"),
        (workbook(""), "no sheet has a column of words; got: \\['Notes'\\]"),
        (workbook("<row>"), "the workbook is damaged"),
        (workbook('<row r="x"/>'), "cannot be opened"),
        (workbook(HEADING, '<!DOCTYPE a [<!ENTITY b "c">]>'), "document type"),
        (workbook(HEADING.replace("<v>1</v>", "<v>0</v>")), "sheet Ads: two columns have one name"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_so(tmp_path, data, message):
    (tmp_path / "ads.xlsx").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read(tmp_path / "ads.xlsx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files as people have them, outside any project."""
    root = tmp_path_factory.mktemp("copy")
    (root / "ads.csv").write_text('headlin,body\n"x","Say ""hi"". The best, ever."\n', "utf-8")
    (root / "ads.json").write_text('[\n {"name": "A",\n  "headline": "Caf\\u00e9. The best."}\n]\n', "utf-8")
    (root / "broken.json").write_text('{"headline": }', "utf-8")
    (root / "book.docx").write_bytes(b"PK\x03\x04\0\0")
    return root


def audit(root: Path, *said: str, typed: bytes = b""):
    return CliRunner().invoke(app, ["audit", *said, "-C", str(root)], input=typed)


def test_sarif_marks_words_in_cells_and_fields_and_one_broken_file_of_a_folder_hides_no_other(folder):
    done = audit(folder, str(folder), str(folder / "ads.csv"), str(folder / "book.docx"), "--sarif")
    assert done.exit_code == 2
    [run] = json.loads(done.stdout)["runs"]
    found = [r["locations"][0] for r in run["results"] if r["ruleId"] == "claims/unsupported-superlative"]
    assert [one["physicalLocation"]["region"] for one in found] == [
        {"startLine": 2, "startColumn": 22, "endColumn": 26},
        {"startLine": 3, "startColumn": 31, "endColumn": 35},
    ], "each file once, though it was named twice"
    assert [one["logicalLocations"] for one in found] == [
        [{"name": "body", "fullyQualifiedName": "body (row at line 2)"}],
        [{"name": "headline", "fullyQualifiedName": "/0/headline", "kind": "property"}],
    ]
    told = "\n".join(n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"])
    assert "column 'headlin' is not read, nor are its words checked; nearest: headline" in told
    assert "not read, and no words of it checked: key name" in told
    assert "broken.json, line 1: the file is no JSON" in told
    assert "book.docx: the file is a document (zip), and no text" in told
    assert "save it as UTF-8 text" in told


def test_a_table_as_a_german_spreadsheet_saves_it_is_read(tmp_path):
    (tmp_path / "ads.csv").write_text(
        '\ufeffHeadline;Body\r\n"Es regnet.";Nass, und zwar sehr.\r\n', "utf-8", newline=""
    )
    [text] = read(tmp_path / "ads.csv")
    assert dict(text.slots) == {"headline": "Es regnet.", "body": "Nass, und zwar sehr."}
    assert text.places["body"].region(6, 9) == {"startLine": 2, "startColumn": 20, "endColumn": 23}


def test_a_pipe_is_read_as_the_file_it_stands_for_and_an_empty_one_is_said_to_be_so(folder):
    table = audit(folder, "-", "--stdin-name", "ads.csv", "--quiet", typed=(folder / "ads.csv").read_bytes())
    assert "ads.csv:2:22: block" in table.stdout
    empty = audit(folder, "-", "--quiet")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "nothing was checked: there are no words in -" in empty.stderr
    for blank in ("", "  "):  # an unset variable in a script is not the folder one stands in
        done = audit(folder, blank)
        assert (done.exit_code, "an empty text was given" in done.stderr) == (2, True)
    with pytest.raises(InputError, match="two outputs"):
        CliRunner().invoke(app, ["audit", "x", "--sarif", "--json"], catch_exceptions=False)


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ('{"headline": "a", "headline": "the best"}', "line 1: two members have one name; field: headline"),
        ('{"headline": "a", "Headline": "the best"}', "two members have one name"),
        ('{"a": [], "b": []}', "no list of pieces; got: 'a, b'"),
        ('[{"headline": "a"},\n "the best"]', "line 2: a piece is no object"),
        ('"the best"', "no list of pieces"),
        ("[{}]", "no words"),
    ],
)
def test_json_that_would_be_passed_over_in_silence_is_an_error(tmp_path, contents, message):
    file = tmp_path / "a.json"
    file.write_text(contents, "utf-8")
    with pytest.raises(InputError, match=message):
        read(file)
