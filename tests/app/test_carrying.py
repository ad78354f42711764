"""A style carried from one project to another, and a brand that runs in two channels."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from styleloop.app import carrying
from styleloop.app.flow import fit
from styleloop.app.ingesting import measure_library
from styleloop.app.project import Project
from styleloop.app.refining import refine_all, undo
from styleloop.app.styling import GLOBAL, approve_frame, current, key_in
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.testing.samples import SAMPLE
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.record import Where, canonical, content_id
from styleloop.types.style import Pattern, StyleVector

HERE = Where(file="test.csv")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
LINES = (
    "It rained.",
    "Is it raining? Again?",
    "Rain never sleeps, and nor does this flask on the hill",
    "Warm. Dry. Yours.",
)


def opened(root):
    for name in ("brand", "markets", "products"):
        shutil.copytree(SAMPLE / name, root / name)
    shutil.copy(SAMPLE / "styleloop.toml", root)
    return Project(root, lambda: NOW)


def stock(project, tests, channel="social", market="en-GB"):
    """Randomised tests of four versions each."""
    assets, rows = [], []
    for test in tests:
        for arm, line in enumerate(LINES):
            name = f"{channel}-{test}"
            asset = Asset(
                words=Copy.of(headline=f"{line} {test}"), locale=market, channel=channel, test=name, source=HERE
            )
            assets.append(asset)
            rows.append(
                Response(
                    subject=asset.id, test=name, market=market, day=date(2026, 11, 1), shown=9000,
                    clicked=150 + 20 * arm + test, exposure="randomised", source=HERE,
                )
            )  # fmt: skip
    project.store.assets.add(assets)
    project.store.responses.add(rows)
    measure_library(project)


@dataclass(frozen=True)
class Written:
    """A project with a style, and the files it wrote."""

    project: Project
    market: object
    whole: object


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    root = tmp_path_factory.mktemp("from")
    project = opened(root)
    stock(project, range(4))
    fit(project)
    for market in (GLOBAL, "en-GB"):
        carrying.write(carrying.exported(project, current(project, market)), root / f"{market}.json")
    return Written(project, root / "en-GB.json", root / f"{GLOBAL}.json")


@pytest.fixture
def there(tmp_path):
    project = opened(tmp_path)
    yield project
    project.close()


def kept(project):
    return {s.id: (s, project.store.blobs.get(s.weights)) for s in project.store.styles.all()}


def test_there_and_back_is_the_same_version_to_the_byte(written, there, tmp_path):
    here = current(written.project, "en-GB")
    done = carrying.bring(there, written.market)
    assert (done.market, done.style, done.promoted) == ("en-GB", here.id, False)
    assert set(done.stored) == {here.id, here.above}
    got = kept(there)
    assert got[here.id] == (here, written.project.store.blobs.get(here.weights))
    assert got[here.above] == kept(written.project)[here.above]
    assert there.store.current("en-GB") is None
    assert carrying.exported(there, got[here.id][0]) == written.market.read_text("utf-8")


def test_a_frame_is_approved_by_the_architect_and_by_nobody_else(there):
    stock(there, range(2))
    fit(there)
    frame = Pattern(slot="headline", locale="en-GB", skeleton="Rain.", gaps=())
    now = current(there, "en-GB").model_copy(update={"patterns": (frame,)})
    asked = ["style", "en-GB", "-C", str(there.root), "--who", "p1", "--approve-frame", frame.id]
    for role in ([], ["--role", "reviewer"]):
        refused = CliRunner().invoke(app, [*asked, *role])
        assert "may not approve a frame; this may: architect" in str(refused.exception)
    assert "no such frame" in str(CliRunner().invoke(app, [*asked, "--role", "architect"]).exception)
    assert not there.store.approved_frames()
    approve_frame(there, now, frame.id, "p1", "architect")
    assert there.store.approved_frames() == {frame.id}


def test_importing_twice_changes_nothing(written, there):
    carrying.bring(there, written.market, promote=True, who="p1")
    before = kept(there), there.store.history("en-GB")
    again = carrying.bring(there, written.market, promote=True, who="p1")
    assert (again.stored, again.promoted) == ((), False)
    assert (kept(there), there.store.history("en-GB")) == before


def test_a_promoted_import_is_signed_and_can_be_undone(written, there):
    stock(there, range(2))
    fit(there)
    first = current(there, "en-GB").id
    with pytest.raises(InputError, match="--who"):
        carrying.bring(there, written.market, promote=True)
    done = carrying.bring(there, written.market, promote=True, who="p1")
    assert (done.promoted, done.before) == (True, first)
    assert current(there, "en-GB").id == done.style
    assert "p1" in there.store.history("en-GB")[-1].why
    with pytest.raises(InputError, match=r"first version; .*what to do: run: styleloop undo en-GB"):
        undo(there)
    assert undo(there, "en-GB").style == first
    with pytest.raises(InputError, match=r"nothing to undo.*'en-GB'$"):
        undo(there, "en-GB")
    assert carrying.bring(there, written.market, promote=True, who="p1").promoted
    assert [r.market for r in refine_all(there)][:1] == [GLOBAL]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(written, there):
    done = carrying.bring(there, written.market, promote=True, who="p1", dry_run=True)
    assert "would" in done.words
    assert kept(there) == {}
    assert there.store.history("en-GB") == ()


def changed(document, field, value):
    """The document with one field replaced, and its own digest made right again."""
    *path, last = field.split(".")
    place = document
    for part in path:
        place = place[int(part) if isinstance(place, list) else part]
    place[last] = value
    if field.startswith("version.style."):
        style = document["version"]["style"]
        outside = {"id", *StyleVector.outside}
        if last not in ("id", "weights"):
            style["id"] = content_id("style", {n: v for n, v in style.items() if n not in outside})
    if field != "sha256":
        body = canonical({n: v for n, v in document.items() if n != "sha256"})
        document["sha256"] = hashlib.sha256(body.encode()).hexdigest()
    return document


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("format", "something-else", "format"),
        ("format_version", 2, "format_version"),
        ("version.style.effects", "none", "version.style.effects"),
        ("version.style.tau2", "NaN", "version.style.tau2"),
        ("sha256", "0" * 64, "field: sha256"),
        ("version.sha256", "0" * 64, "version.sha256"),
        ("version.weights", "AAAA", "version.sha256"),
        ("version.weights", "not base64!", "version.weights"),
        ("above.0.sha256", "0" * 64, "above.0.sha256"),
        ("version.style.id", "style_0000000000000000", "version.style.id"),
        ("version.style.brand", "Somebody Else", "brand"),
        ("version.style.extractors", ["copy@999"], "extractors"),
        ("version.style.market", "xx-XX", "no such market"),
        ("version.style.above", "style_0000000000000000", "version.style.above"),
        ("above", [], "version.style.above"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(written, there, tmp_path, field, value, said):
    document = changed(json.loads(written.market.read_text("utf-8")), field, value)
    if field in ("version.style.extractors", "version.style.brand"):
        above = document["above"][0]["style"]
        above[field.rpartition(".")[2]] = value
        outside = {"id", *StyleVector.outside}
        above["id"] = content_id("style", {n: v for n, v in above.items() if n not in outside})
        document = changed(document, "version.style.above", above["id"])
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(InputError) as refusal:
        carrying.bring(there, file, promote=True, who="p1")
    assert said in str(refusal.value)
    assert "what to do" in str(refusal.value)
    assert kept(there) == {}


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"format": "styleloop-style"}'])
def test_other_files_are_refused(there, tmp_path, data):
    file = tmp_path / "other.json"
    file.write_bytes(data)
    with pytest.raises(InputError):
        carrying.bring(there, file)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), letter=st.sampled_from('0aZ "}]'))
def test_one_changed_letter_never_gets_through(written, tmp_path, share, letter):
    text = written.whole.read_text("utf-8")
    at = int(share * len(text))
    file = tmp_path / "letter.json"
    file.write_text(text[:at] + letter + text[at + 1 :], "utf-8")
    try:
        found = carrying.read(file)
    except InputError:
        return
    assert found == carrying.read(written.whole)


def test_an_export_replaces_a_file_whole_and_needs_a_folder(tmp_path):
    file = tmp_path / "style.json"
    for text in ("long" * 9, "short"):
        carrying.write(text, file)
        assert file.read_text("utf-8") == text
    assert [f.name for f in tmp_path.iterdir()] == ["style.json"]
    with pytest.raises(InputError, match="--export"):
        carrying.write("x", tmp_path / "nowhere" / "style.json")


def command(*arguments):
    done = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_command_exports_imports_and_prints_its_schema(written, there, tmp_path):
    schema = command("style", "--schema")
    assert {"format", "format_version", "version", "above", "sha256"} <= set(schema["properties"])
    file = tmp_path / "out.json"
    command("style", "en-GB", "--export", file, "-C", written.project.root, "--json")
    assert file.read_bytes() == written.market.read_bytes()
    assert set(json.loads(file.read_text("utf-8"))) == set(schema["required"]) | {"above"}
    done = command("style", "--import", file, "--promote", "--who", "p1", "-C", there.root, "--json")
    assert done["promoted"]
    assert command("style", "en-GB", "-C", there.root, "--json")["id"] == done["style"]
    with pytest.raises(InputError, match="another market"):
        command("style", "de-DE", "--import", file, "-C", there.root)


def test_two_channels_have_styles_of_their_own_and_the_main_one_keeps_the_plain_name(there):
    stock(there, range(3))
    fit(there)
    one = current(there, "en-GB").id
    assert not there.store.current("en-GB@email")
    assert key_in(there, "en-GB", "social") == "en-GB"
    with pytest.raises(InputError, match="--channel"):
        key_in(there, "en-GB", "email")
    stock(there, range(2), "email")
    told = {r.market: r for r in refine_all(there)}
    assert told["en-GB@email"].promoted
    email = current(there, "en-GB@email")
    assert (email.channel, email.tests) == ("email", ("email-0", "email-1"))
    assert there.store.styles.get(email.above).id == current(there, f"{GLOBAL}@email").id
    assert there.store.styles.get(current(there, f"{GLOBAL}@email").above).above == ""
    assert key_in(there, "en-GB", "email") == "en-GB@email"
    assert current(there, "en-GB").channel == "social"
    assert command("style", "en-GB", "--channel", "email", "-C", there.root, "--json")["id"] == email.id
    assert not any(r.promoted for r in refine_all(there) if "@" in r.market)
    assert one in {p.style for p in there.store.history("en-GB")}


def test_the_first_fit_of_two_channels_and_an_export_of_three_levels(there, tmp_path):
    stock(there, range(2), "email")
    stock(there, range(3), "shop")
    fit(there)
    assert current(there, "en-GB").channel == "shop"
    version = current(there, "en-GB@email")
    carrying.write(carrying.exported(there, version), tmp_path / "email.json")
    (tmp_path / "other").mkdir()
    other = opened(tmp_path / "other")
    stock(other, range(3), "shop")
    fit(other)
    done = carrying.bring(other, tmp_path / "email.json", promote=True, who="p1")
    assert (done.market, len(done.stored)) == ("en-GB@email", 3)
    assert current(other, "en-GB@email") == version
    other.close()
