"""`styleloop audit` on files: without a database, with places that an editor can jump to."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from styleloop.app.brand import DATA
from styleloop.app.linting import inside, read
from styleloop.cli.main import app
from styleloop.errors import InputError

LEVELS = {"error", "warning", "note"}
RUN = CliRunner()


@pytest.fixture(scope="module")
def brand(tmp_path_factory):
    """The sample brand's files as a fresh checkout has them: nothing was ever ingested."""
    root = tmp_path_factory.mktemp("checkout") / "brand"
    shutil.copytree(DATA / "brands" / "tarn-and-thistle", root)
    return root


def said(brand: Path, *arguments: str):
    return RUN.invoke(app, ["audit", *arguments, "--project", str(brand)])


def test_no_database_is_needed_and_none_is_made(brand):
    done = said(brand, "The best umbrella in the world")
    assert done.exit_code == 1
    assert "unsupported-superlative" in done.output
    assert not (brand / ".styleloop").exists()


def test_a_typed_product_backs_its_facts_without_a_database(brand):
    known = said(brand, "Flask. 410 g.", "--product", "flask", "--slot", "body")
    wrong = said(brand, "Flask. 300 g.", "--product", "flask", "--slot", "body")
    assert (known.exit_code, wrong.exit_code) == (0, 1), known.output + wrong.output


def test_where_there_is_no_brand_the_shipped_checks_look_and_it_is_said(tmp_path):
    done = RUN.invoke(app, ["audit", "The best umbrella in the world", "--project", str(tmp_path)])
    assert done.exit_code == 1
    assert "No brand here" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_line_of_every_file_is_checked_and_named_by_line_and_column(brand, tmp_path):
    one, two = tmp_path / "one.md", tmp_path / "two.txt"
    one.write_text(
        "---\ntitle: the best\n---\n# It rained.\n\n```\nthe best\n```\n- It is the best umbrella.\n", "utf-8"
    )
    two.write_text("It rained.\n\n  We are the best.\n", "utf-8")
    done = said(brand, str(one), str(two), "--quiet")
    lines = [line for line in done.stdout.splitlines() if "superlative" in line]
    assert [line.split(" ")[0] for line in lines] == [f"{one}:9:13:", f"{two}:3:14:"], done.stdout


def test_what_an_editor_reads_points_at_the_very_words(brand, tmp_path):
    file = tmp_path / "copy.txt"
    file.write_text("It rained.\nOur umbrella is the best of all.\n", "utf-8")
    done = said(brand, str(file), "--sarif")
    report = json.loads(done.stdout)
    [run] = report["runs"]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    lines = file.read_text("utf-8").splitlines()
    assert report["version"] == "2.1.0"
    assert run["results"]
    for result in run["results"]:
        assert result["ruleId"] in known
        assert result["level"] in LEVELS
        [where] = result["locations"]
        region = where["physicalLocation"]["region"]
        words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words in result["message"]["text"]
    assert any(
        "not checked: legibility" in n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"]
    )


def test_a_table_is_read_by_its_columns_each_row_in_its_own_market(brand, tmp_path):
    file = tmp_path / "ads.csv"
    file.write_text(
        'headline,body,market\nIt rained.,"The best, ever.",en-GB\nEs regnet.,Der beste Schirm.,de-DE\n', "utf-8"
    )
    done = said(brand, str(file), "--json")
    rows = json.loads(done.stdout)
    assert [row["line"] for row in rows] == [2, 3]
    assert [{f["span"]["slot"] for f in row["findings"] if f["rule"] == "unsupported-superlative"} for row in rows] == [
        {"body"},
        {"body"},
    ]


def test_words_that_nothing_calls_a_headline_have_no_length_to_keep():
    long = "It rained " * 12
    assert "words; this voice takes" not in RUN.invoke(app, ["audit", long]).output
    assert "words; this voice takes" in " ".join(RUN.invoke(app, ["audit", long, "--slot", "headline"]).output.split())


@pytest.mark.parametrize(
    ("name", "contents", "message"),
    [
        ("a.csv", "colour,size\nred,4\n", "no column of words"),
        ("a.jsonl", '{"text": "It rained."}\n{broken\n', "line 2"),
        ("a.jsonl", '{"colour": "red"}\n', "no words"),
        ("a.txt", b"It rained. \xff\xfe", "no UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_place(tmp_path, name, contents, message):
    file = tmp_path / name
    file.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    with pytest.raises(InputError, match=message) as problem:
        read(file)
    assert str(file) in str(problem.value)


def test_strict_stops_for_what_asks_to_be_looked_at(brand):
    puffery = "The best bit is the lid."
    assert said(brand, puffery).exit_code == 0
    assert said(brand, puffery, "--strict").exit_code == 1


def test_what_is_not_there_beside_what_is_leaves_the_others_looked_at_and_is_never_clean(brand, tmp_path):
    good, broken = tmp_path / "ümläut #1.txt", tmp_path / "a.jsonl"
    good.write_text("\ufeffIt rained.\u2028Still.\r\n\t😀 The best umbrella.\r\n", "utf-8", newline="")
    broken.write_text("[" * 100_000, "utf-8")
    done = said(brand, str(good), str(broken), str(tmp_path / "gone.html"), "--sarif")
    [run] = json.loads(done.stdout)["runs"]
    told = [n["message"]["text"] for n in run["invocations"][0]["toolExecutionNotifications"] if n["level"] == "error"]
    [place] = [
        result["locations"][0]["physicalLocation"]
        for result in run["results"]
        if result["ruleId"] == "claims/unsupported-superlative"
    ]
    assert done.exit_code == 2
    assert not run["invocations"][0]["executionSuccessful"]
    assert ["no JSON" in told[0], "gone.html" in told[1], len(told)] == [True, True, 2]
    assert place["region"] == {"startLine": 2, "startColumn": 8, "endColumn": 12}
    assert place["artifactLocation"]["uri"].endswith("/%C3%BCml%C3%A4ut%20%231.txt")


def test_a_folder_is_looked_into_and_one_without_texts_is_an_error(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "deep").mkdir()
    (tmp_path / "empty").mkdir()
    for name in (".git/a.txt", "deep/b.md", "deep/c.png", "a.csv"):
        (tmp_path / name).write_text("headline\n", "utf-8")
    assert [file.name for file in inside(tmp_path)] == ["a.csv", "b.md"]
    with pytest.raises(InputError, match="no texts"):
        inside(tmp_path / "empty")


def test_cells_with_line_breaks_keep_the_lines_of_what_follows(tmp_path):
    file = tmp_path / "ads.csv"
    file.write_text('\ufeffHeadline,body\n"It ""rained""\ntwice.","\none\u2028two"\n\nIt / rains.,x\n', "utf-8")
    rows = [[(place.line, text.slots[slot]) for slot, place in text.places.items()] for text in read(file)]
    assert rows == [[(2, 'It "rained"\ntwice.'), (4, "one\u2028two")], [(6, "It\nrains."), (6, "x")]]


@pytest.mark.parametrize(
    ("name", "contents", "message"),
    [
        ("a.csv", "headline,body\nLight, dry, the best,x\n", "line 2: the row has too many cells"),
        ("a.csv", "headline,Headline\nthe best,x\n", "two columns"),
        ("a.csv", 'headline\n"the best\nIt rained.\n', "line 2"),
        ("a.csv", "", "no column of words"),
        ("a.jsonl", '{"text": ["the best"]}\n', "line 1: a field holds no text; field: text"),
        ("a.jsonl", '{"text": "a", "body": "the best"}\n', "the same part"),
        ("a.jsonl", '{"text": "\\ud800"}\n', "half a character"),
        ("a.txt", "It \0 rained", "byte 3: the file is no text"),
    ],
)
def test_words_that_would_be_passed_over_in_silence_are_an_error(tmp_path, name, contents, message):
    file = tmp_path / name
    file.write_text(contents, "utf-8")
    with pytest.raises(InputError, match=message):
        read(file)


def test_an_unknown_market_or_product_is_told_with_its_line(brand, tmp_path):
    file = tmp_path / "a.jsonl"
    rows = [{"text": "It rained."}, {"text": "It rained.", "market": "xx-YY"}, {"text": "The best.", "sku": "flaks"}]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in [*rows, {"text": "The best umbrella."}]), "utf-8")
    done = said(brand, str(file), "--quiet")
    assert done.exit_code == 2
    assert "a.jsonl, line 2: no such market; field: market; got: 'xx-YY'" in done.stderr
    assert "a.jsonl, line 3: no such product" in done.stderr
    assert "a.jsonl:4:" in done.stdout, "the other pieces are looked at all the same"


def test_a_pattern_that_no_file_fits_is_not_a_text_without_remarks(brand):
    slips = ("*.md", "ads?.csv", "copy/*", "[ab].txt")
    done = said(brand, *slips)
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(f"{slip}: there is no such file" in done.stderr for slip in slips)


def test_a_broken_file_of_rules_is_no_clearance(brand, tmp_path):
    root = tmp_path / "brand"
    shutil.copytree(brand, root)
    (root / "checks" / "packs").mkdir(parents=True)
    (root / "checks" / "packs" / "house.toml").write_text("[[rules", "utf-8")
    (root / "checks" / "packs" / "deep.toml").write_text("a = " + "[" * 5000, "utf-8")
    done = said(root, "It rained.", "--quiet")
    assert done.exit_code == 2
    assert "not checked: legal: pack" in done.stderr
    [row] = json.loads(said(root, "It rained.", "--json").stdout)
    assert [one["subject"].partition("@")[0] for one in row["not_checked"]] == ["legal"]
