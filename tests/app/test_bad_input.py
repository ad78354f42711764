"""What a project does with wrong files: a clear error that names the place, and nothing lost."""

import io
import os
import shutil
import subprocess
import sys

import pytest
import sqlalchemy as sa
from PIL import Image

from styleloop.adapters.stores.blobs import Blobs
from styleloop.adapters.stores.store import Store
from styleloop.app import flow, ingesting, starting
from styleloop.app.brandfiles import read_placements
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.cli import output
from styleloop.errors import DiskFullError, InputError, PluginError, SealError, SettingsError, StoreError
from styleloop.types.asset import Asset
from styleloop.types.copy import Copy
from styleloop.types.record import Where


@pytest.fixture
def blank(tmp_path):
    starting.start(tmp_path / "acme", "blank", "Acme")
    return tmp_path / "acme"


def ads(folder, text, name="ads.csv", encoding="utf-8"):
    (folder / "library" / name).write_bytes(text.encode(encoding))


def ingested(folder):
    project = Project(folder)
    try:
        return ingesting.ingest(project), project.store.assets.all()
    finally:
        project.close()


def test_what_strangers_wrote_cannot_steer_the_terminal(capsys):
    said = "Evil\x1b]0;title\x07\x1b[2J\x9b1A\nGmbH"
    output.out.print(f"signed by {said}", markup=False, soft_wrap=True)
    output.table("Queue", ("headline",), [(said,)])
    shown = capsys.readouterr().out
    assert shown.count(r"\x1b[2J") == 2
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)


def test_a_narrow_table_folds_at_words_and_breaks_one_only_where_it_must(capsys, monkeypatch):
    words = "Thermometer and everything beside"
    for width, whole in ((44, True), (18, False)):
        monkeypatch.setattr(output, "out", output._Console(width=width, highlight=False))
        output.table("Draft", ("headline", "body"), [(words, words)])
        printed = capsys.readouterr().out
        assert all(len(line) <= width for line in printed.splitlines())
        assert ("Thermometer" in printed and "everything" in printed) is whole


ROW = '[[placements]]\nname = "{}"\nlabel = "x"\nwidth = {}\nheight = 500\nsource = "s"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('placements = "x"', r"field placements: expected tables.*'x'"),
        ('placements = ["x"]', r"field placements: expected tables"),
        (ROW.format("../../x", 500), r"'\.\./\.\./x'.*field name: expected letters"),
        (ROW.format("big", 20000), r"field width.*less than or equal to 8000.*20000"),
        (ROW.format("twice", 500) * 2, r"'twice'.*stands there twice"),
    ],
)
def test_a_wrong_format_is_named_and_never_becomes_a_path(tmp_path, text, said):
    path = tmp_path / "placements.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=said):
        read_placements(path)


@pytest.mark.parametrize("field", ["track = 1e6", "weight = 100000", "lead = -50.0", "top = inf"])
def test_type_that_no_press_could_set_is_refused_before_it_is_set(blank, field):
    with (blank / "brand" / "kit.toml").open("a", encoding="utf-8") as kit:
        kit.write(f'\n[[faces]]\nscript = "Latn"\nserif = ["Vollkorn"]\nsans = ["Public Sans"]\n{field}\n')
    with pytest.raises(SettingsError, match=rf"kit\.toml.*field faces\.\d+\.{field.split()[0]}"):
        _ = Project(blank).kit


def test_a_date_that_is_none_says_how_one_is_written(blank):
    claim = 'wordings = [{ locale = "en-GB", text = "Tested" }]'
    (blank / "brand" / "claims.toml").write_text(f'[[claims]]\nslug = "a"\nproof = "x"\nends = "31.12.2026"\n{claim}\n')
    with pytest.raises(
        SettingsError, match=r"claims\.toml, claims 1: field ends: expected a date as YYYY-MM-DD.*'31\.12\.2026'"
    ):
        _ = Project(blank).kit


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("init", "{blocked}/brand"), "cannot be read or written: Not a directory; what to do"),
        (
            ("templates", "copy", "split", "mine", "-C", "{blank}"),
            "templates/mine: cannot be read or written: Not a directory",
        ),
        (("review", "variant_0", "-C", "{blank}"), "nothing has that name; got: 'variant_0'"),
    ],
)
def test_a_place_that_cannot_be_written_or_a_name_nothing_has_is_said_in_a_line(blank, arguments, said):
    (blank / "templates").write_text("a file where a folder should be", "utf-8")
    given = [a.format(blank=blank, blocked=blank / "templates") for a in arguments]
    done = subprocess.run([sys.executable, "-m", "styleloop.cli.main", *given], capture_output=True, text=True)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_project_says_where_to_drop_what(blank):
    with pytest.raises(InputError, match=r"nothing to read.*library/.*drop a CSV"):
        ingested(blank)


def test_one_bad_row_never_sinks_the_others(blank):
    ads(blank, "headline;locale\nKalt ist es.;de-DE\nWhere?;xx-QQ\n„Na und“, sagte er.;de-DE\n", encoding="cp1252")
    report, kept = ingested(blank)
    assert [a.words.text("headline") for a in kept] == ["Kalt ist es.", "„Na und“, sagte er."]
    (refusal,) = report.refusals
    assert "ads.csv" in str(refusal)
    assert "row 3" in str(refusal)
    assert "xx-QQ" in str(refusal)


def test_the_same_file_twice_changes_nothing(blank):
    ads(blank, "headline,locale\nIt rained.,en-GB\n")
    first, kept = ingested(blank)
    again, still = ingested(blank)
    assert first.kept == 1
    assert again.files[0].unchanged
    assert kept == still


def picture(folder, name, data):
    path = folder / "library" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


def png(size=(64, 64), colour=(200, 40, 40)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def test_bad_pictures_are_refused_by_file_and_row_and_good_ones_kept(blank):
    picture(blank, "good.jpg", png())  # a PNG named .jpg, as in real life
    picture(blank, "cut.png", png((400, 400))[:300])
    picture(blank, "page.jpg", b"<!doctype html><p>404")
    picture(blank, "dot.png", png((1, 1)))
    bomb = bytearray(png())
    bomb[16:24] = (30_000).to_bytes(4, "big") * 2
    picture(blank, "bomb.png", bytes(bomb))
    (blank / "library" / "link.png").symlink_to("/etc/hostname")
    rows = ["headline,locale,picture"]
    names = ["good.jpg", "cut.png", "page.jpg", "dot.png", "bomb.png", "link.png", "../../../etc/hostname", "none.png"]
    rows += [f"Line {n}.,en-GB,{name}" for n, name in enumerate(names)]
    ads(blank, "\n".join(rows))
    report, kept = ingested(blank)
    assert [a.words.text("headline") for a in kept] == ["Line 0."]
    said = "\n".join(str(r) for r in report.refusals)
    for row, name in enumerate(names[1:], start=3):
        assert name.split("/")[-1] in said
        assert f"row {row}" in said
    assert len(report.refusals) == len(names) - 1


def test_a_bad_colour_names_file_field_value_and_form(blank):
    kit = blank / "brand" / "kit.toml"
    kit.write_text(kit.read_text("utf-8").replace("#1c2126", "brown"), "utf-8")
    project = Project(blank)
    with pytest.raises(SettingsError, match=r"kit\.toml.*colours\.0\.hex.*#rrggbb.*'brown'"):
        _ = project.kit


def test_a_misspelt_brand_field_is_not_ignored(blank):
    kit = blank / "brand" / "kit.toml"
    kit.write_text(kit.read_text("utf-8").replace("exclamations =", "exclamation ="), "utf-8")
    project = Project(blank)
    with pytest.raises(SettingsError, match=r"voice\.exclamation.*misspelt"):
        _ = project.kit


def test_an_unknown_market_product_format_or_plugin_says_which_there_are(blank, tmp_path):
    shutil.copy(starting.DATA / "brands" / starting.SAMPLE / "products" / "products.toml", blank / "products")
    shutil.copytree(
        starting.DATA / "brands" / starting.SAMPLE / "products" / "pictures", blank / "products" / "pictures"
    )
    project = Project(blank)
    with pytest.raises(InputError, match=r"no work of your own yet, and no product"):
        flow.fit(project)
    ingesting.ingest(project)
    with pytest.raises(InputError, match=r"no such product.*rocket.*rain-shell"):
        wish(project, "rocket")
    with pytest.raises(InputError, match=r"no such market.*xx-YY.*en-GB"):
        wish(project, "rain-shell", markets=("xx-YY",))
    with pytest.raises(InputError, match=r"no such format.*cinema.*square"):
        wish(project, "rain-shell", placements=("cinema",))
    (blank / "styleloop.toml").write_text('[plugins]\nrenderer = "etching"\n')
    with pytest.raises(PluginError, match=r"no plug-in 'etching'.*typst"):
        _ = Project(blank).renderer


def test_a_full_database_loses_nothing_and_says_what_to_do(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'a.db'}", (tmp_path / "blobs").as_uri())
    store.assets.add([small_asset("before")])

    def no_room(connection, _):
        connection.execute("PRAGMA max_page_count=1")  # SQLite caps it at what is used: the next page is one too many

    sa.event.listen(store.engine, "connect", no_room)
    store.engine.dispose()
    with pytest.raises(DiskFullError, match="free some space"):
        store.assets.add([small_asset("x" * 200_000)])
    sa.event.remove(store.engine, "connect", no_room)
    store.engine.dispose()
    assert [a.name for a in store.assets.all()] == ["before"[:6]]
    store.assets.add([small_asset("after")])
    assert store.assets.count() == 2


def small_asset(line):
    return Asset(words=Copy.of(headline=line), locale="en-GB", name=line[:6], source=Where(file="t"))


@pytest.mark.skipif(os.geteuid() != 0, reason="a small file system can only be mounted by root")
def test_a_full_disk_leaves_no_half_written_picture(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], check=True)
    try:
        blobs = Blobs(small.as_uri())
        kept = blobs.put(b"a" * 10_000)
        with pytest.raises(DiskFullError, match="nothing was half written"):
            blobs.put(os.urandom(200_000))
        assert blobs.get(kept) == b"a" * 10_000
        assert [p for p in small.rglob("*") if p.is_file()] == [small / kept[:2] / kept[2:]]
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_blob_changed_on_the_disk_is_noticed(tmp_path):
    blobs = Blobs(tmp_path.as_uri())
    sha = blobs.put(b"as approved")
    (tmp_path / sha[:2] / sha[2:]).write_bytes(b"as changed!")
    with pytest.raises(SealError, match="changed on the disk"):
        blobs.get(sha)


def test_history_cannot_be_rewritten_not_even_by_sql(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'a.db'}", (tmp_path / "blobs").as_uri())
    store.assets.add([small_asset("kept")])
    for statement in ("DELETE FROM assets", "UPDATE assets SET body = '{}'"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.engine.begin() as connection:
            connection.execute(sa.text(statement))


def test_a_database_of_a_newer_styleloop_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    store = Store(url, (tmp_path / "blobs").as_uri())
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer Styleloop"):
        Store(url, (tmp_path / "blobs").as_uri())


def test_errors_at_the_command_line_are_one_sentence_and_exit_2(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "styleloop.cli.main", "ingest"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("styleloop: no styleloop.toml in")
    assert "styleloop init" in done.stderr
    assert "Traceback" not in done.stderr
