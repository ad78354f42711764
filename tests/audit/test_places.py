"""A remark in a table or in JSON points at the very characters of the file, however the file writes them."""

import csv
import io
import json
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
@settings(max_examples=25, deadline=None)
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files as people have them, outside any project."""
    root = tmp_path_factory.mktemp("copy")
    (root / "ads.csv").write_text('headlin,body\n"x","Say ""hi"". The best, ever."\n', "utf-8")
    (root / "ads.json").write_text('[\n {"name": "A",\n  "headline": "Caf\\u00e9. The best."}\n]\n', "utf-8")
    (root / "broken.json").write_text('{"headline": }', "utf-8")
    (root / "book.xlsx").write_bytes(b"PK\x03\x04\0\0")
    return root


def audit(root: Path, *said: str, typed: bytes = b""):
    return CliRunner().invoke(app, ["audit", *said, "-C", str(root)], input=typed)


def test_sarif_marks_the_words_of_cells_and_fields_and_names_the_field(folder):
    done = audit(folder, str(folder / "ads.csv"), str(folder / "ads.json"), "--sarif")
    [run] = json.loads(done.stdout)["runs"]
    found = [r["locations"][0] for r in run["results"] if r["ruleId"] == "claims/unsupported-superlative"]
    assert [one["physicalLocation"]["region"] for one in found] == [
        {"startLine": 2, "startColumn": 22, "endColumn": 26},
        {"startLine": 3, "startColumn": 31, "endColumn": 35},
    ]
    assert [one["logicalLocations"] for one in found] == [
        [{"name": "body", "fullyQualifiedName": "body (row at line 2)"}],
        [{"name": "headline", "fullyQualifiedName": "/0/headline", "kind": "property"}],
    ]
    notes = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("column 'headlin' is not read, nor are its words checked; nearest: headline" in note for note in notes)
    assert any("not read, and no words of it checked: key name" in note for note in notes)


def test_a_table_as_a_german_spreadsheet_saves_it_is_read(tmp_path):
    (tmp_path / "ads.csv").write_text(
        '\ufeffHeadline;Body\r\n"Es regnet.";Nass, und zwar sehr.\r\n', "utf-8", newline=""
    )
    [text] = read(tmp_path / "ads.csv")
    assert dict(text.slots) == {"headline": "Es regnet.", "body": "Nass, und zwar sehr."}
    assert text.places["body"].region(6, 9) == {"startLine": 2, "startColumn": 20, "endColumn": 23}


def test_one_broken_file_of_a_folder_keeps_no_other_from_being_looked_at(folder):
    done = audit(folder, str(folder), str(folder / "ads.csv"), str(folder / "book.xlsx"), "--quiet")
    assert done.exit_code == 2
    assert [line.split(" ")[0].rpartition("/")[2] for line in done.stdout.splitlines() if "superlative" in line] == [
        "ads.csv:2:22:",
        "ads.json:3:31:",
    ], "each file once"
    assert "broken.json, line 1: the file is no JSON" in done.stderr
    assert "book.xlsx: the file is a document or a workbook (zip), and no text" in done.stderr
    assert "save it as CSV" in done.stderr


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
