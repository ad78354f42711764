"""Everything the brand has in writing, gathered once and read again only where it changed."""

from __future__ import annotations

import json
import os
import shutil
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from made import docx as word
from made import paragraph, pdf
from typer.testing import CliRunner

from styleloop.app import pages, starting
from styleloop.app.brandfiles import read_products
from styleloop.app.documents import KEPT, gathered
from styleloop.app.project import Project
from styleloop.cli.main import app
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.passage import Passage
from styleloop.types.record import Refusal, Where
from styleloop.types.review import Publication
from styleloop.types.variant import Provenance, Rendering, Variant


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    root = tmp_path_factory.mktemp("sample")
    starting.start(root, starting.SAMPLE)
    shutil.rmtree(root / "library")
    Project(root).close()
    return root


@pytest.fixture
def project(sample, tmp_path):
    shutil.copytree(sample, tmp_path / "brand")
    made = Project(tmp_path / "brand")
    yield made
    made.close()


def put(project, name: str, data: str | bytes) -> None:
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def found(project, file: str = "") -> list[Passage]:
    return [p for p in gathered(project) if isinstance(p, Passage) and p.source.file.startswith(file)]


def refused(project) -> list[Refusal]:
    return [r for r in gathered(project) if isinstance(r, Refusal)]


def test_guidelines_claims_products_and_past_work_are_passages(project):
    project.store.products.add(read_products(project.root / "products" / "products.toml", project.keep))
    asset = Asset(
        words=Copy.of(headline="It rained.\nTake it.", cta="See it"), locale="en-GB", product="flask", name="ad-1",
        source=Where(file="library/ads.csv", row=2),
    )  # fmt: skip
    project.store.assets.add([asset])
    answers = [("real", 900, 45, False), ("again", 100, 5, False), ("world", 9_000, 9_000, True)]
    project.store.responses.add(
        Response(subject=asset.id, market="en-GB", day=project.today, shown=shown, clicked=clicked, segment=name,
                 simulated=simulated, source=Where(file="r.csv"))
        for name, shown, clicked, simulated in answers
    )  # fmt: skip
    assert len(found(project, "brand/guidelines/")) == 12
    assert {p.role for p in found(project, "brand/guidelines/")} == {"guideline"}
    (ended,) = [p for p in found(project, "brand/claims.toml") if p.title == "gusts-100" and p.locale == "en-GB"]
    assert ended.text.startswith("Tested to 100 km/h gusts\nProof: Wind tunnel report")
    assert (ended.role, ended.products, str(ended.ends)) == ("claim", ("umbrella",), "2026-09-30")
    (flask,) = [p for p in found(project, "products.toml") if p.products == ("flask",) and p.locale == "en"]
    assert "Hot for 14 hours" in flask.text
    (past,) = found(project, "library/")
    assert past.text == "It rained. / Take it. | See it\nShown 1,000 times, clicked 50 times (5.00%)."
    assert (past.role, past.products) == ("past", ("flask",))


def published(project, line: str, placement: str) -> Publication:
    words = Copy.of(headline="It rained.", cta="See it")
    drawn = Rendering(
        layout="l", placement=placement, width=9, height=9, mime="image/png", bytes=1, file="0" * 64, pixels="0" * 64,
        facts=(), renderer="typst@1", painter="painter@1",
    )  # fmt: skip
    made = datetime(2026, 11, 30, tzinfo=UTC)
    variant = Variant(
        campaign="c", line=line, market="en-GB", product="flask", placement=placement, words=words, rendering=drawn,
        seal="0" * 64, provenance=Provenance(made=made, drafter="f@1", style="s", brief="b", renderer="typst@1"),
    )  # fmt: skip
    post = Publication(
        variant=variant.id, seal=variant.seal, decision="d", channel="folder", market="en-GB", placement=placement,
        name=f"{line}-{placement}", files=(), at=made,
    )  # fmt: skip
    project.store.variants.add([variant])
    project.store.publications.add([post])
    return post


def test_what_was_published_and_seen_is_past_work_once_for_all_its_formats(project):
    posts = [published(project, "line-1", "square"), published(project, "line-1", "wide")]
    published(project, "line-2", "square")
    project.store.responses.add(
        Response(subject=post.id, market="en-GB", day=project.today, shown=100, clicked=7, source=Where(file="r.csv"))
        for post in posts
    )
    (past,) = found(project, "published")
    assert past.text == "It rained. | See it\nShown 200 times, clicked 14 times (7.00%)."
    assert (past.role, past.locale, past.products) == ("past", "en-GB", ("flask",))


def test_folders_rows_and_first_lines_say_what_a_document_is(project):
    put(project, "documents/guidelines/voice.md", "# Voice\n\nDry.")
    put(project, "documents/specs/flask.csv", "sku,key,value,unit\nflask,Weight,312,g\n")
    put(project, "documents/letter.txt", "---\nrole: claim\nends: 2027-01-31\n---\nWe mend it.")
    put(project, "documents/brochure.pdf", pdf([["It rained again."]]))
    put(project, "documents/deep/er/notes.docx", word(paragraph("Notes.")))
    put(project, "markets/de.md", "# Ton\n\nTrocken und förmlich, aber niemals feierlich oder gar feucht.")
    put(project, "documents/README.txt", "This is not a document.")
    rows = '[[documents]]\nfile = "brochure.pdf"\ntitle = "Autumn"\nmarkets = ["en-GB"]\nproducts = ["flask"]\n'
    put(project, "documents/documents.toml", rows)
    said = {p.source.file: p for p in (*found(project, "documents/"), *found(project, "markets/de.md"))}
    assert {file: p.role for file, p in said.items()} == {
        "documents/guidelines/voice.md": "guideline",
        "documents/specs/flask.csv": "spec",
        "documents/letter.txt": "claim",
        "documents/brochure.pdf": "page",
        "documents/deep/er/notes.docx": "page",
        "markets/de.md": "guideline",
    }
    brochure = said["documents/brochure.pdf"]
    assert (brochure.title, brochure.markets, brochure.products, brochure.page) == ("Autumn", ("en-GB",), ("flask",), 1)
    assert (said["markets/de.md"].markets, said["markets/de.md"].locale) == (("de-DE",), "de")
    assert not refused(project)


def test_the_same_files_give_the_same_passages_and_only_what_changed_is_read_again(project):
    put(project, "documents/a.md", "It rained.")
    put(project, "documents/b.md", "It poured.")
    before = gathered(project)
    assert gathered(project) == before
    stat = (project.root / "documents/a.md").stat()
    put(project, "documents/a.md", "It hailed.")
    os.utime(project.root / "documents/a.md", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert gathered(project) == before  # as large and as old as it was: not opened
    put(project, "documents/a.md", "It snowed and snowed.")
    assert [p.text for p in found(project, "documents/")] == ["It snowed and snowed.", "It poured."]
    (project.root / "documents/b.md").unlink()
    assert [p.text for p in found(project, "documents/")] == ["It snowed and snowed."]
    (project.state / KEPT).write_bytes(b"not a database" * 100)
    assert [p.text for p in found(project, "documents/")] == ["It snowed and snowed."]


def test_one_text_in_two_files_is_one_passage(project):
    put(project, "documents/a.md", "It rained.")
    put(project, "documents/copy of a.md", "It rained.")
    assert [p.source.file for p in found(project, "documents/")] == ["documents/a.md"]


def test_what_cannot_be_read_is_named_and_the_rest_is_read(project, tmp_path):
    put(project, "documents/a.md", "It rained.")
    put(project, "documents/broken.pdf", b"and no PDF at all")
    put(project, "documents/until.md", "---\nends: soon\n---\nIt poured.")
    put(project, "documents/rowed.md", "It hailed.")
    (tmp_path / "secret.md").write_text("Secret.")
    (project.root / "documents/link.md").symlink_to(tmp_path / "secret.md")
    rows = '[[documents]]\nfile = "rowed.md"\nmarket = "de-DE"\n[[documents]]\nfile = "gone.md"\n'
    put(project, "documents/documents.toml", rows)
    assert [p.text for p in found(project, "documents/")] == ["It rained."]
    said = "\n".join(map(str, refused(project)))
    for words in (
        "called a PDF and is none",
        "leaves the folder by a link",
        "got: soon",
        "no field market",
        "not there",
    ):
        assert words in said
    assert len(refused(project)) == 5
    assert refused(project) == refused(project)


class Site(BaseHTTPRequestHandler):
    said = b"# Press\n\nIt rained."
    asked = 0

    def log_message(self, *_):
        pass

    def do_GET(self):
        type(self).asked += 1
        self.send_response(200)
        self.send_header("Content-Type", "text/markdown; charset=iso-8859-1")
        self.send_header("Content-Length", str(len(self.said)))
        self.end_headers()
        self.wfile.write(self.said)


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_listed_pages_are_fetched_when_asked_and_at_no_other_time(project, site):
    address = f"http://{site}/press"
    rows = [
        "# ours",
        f"allow {site}",
        f"{address} role=guideline markets=en-GB",
        "nonsense",
        "http://10.0.0.1/x role=z",
    ]
    put(project, "documents/urls.txt", "\n".join(rows))
    assert [r.why for r in refused(project) if r.subject == address] == ["it was not fetched yet"]
    assert Site.asked == 0
    assert pages.fetch_all(project).new == [address]
    (press,) = found(project, address)
    assert (press.text, press.title, press.role, press.markets) == ("It rained.", "Press", "guideline", ("en-GB",))
    assert press.source.field == f"as of {project.today}"
    assert pages.fetch_all(project).unchanged == [address]
    Site.said = "# Press\n\nEs regnete in Köln.".encode("iso-8859-1")
    assert found(project, address) == [press]
    done = CliRunner().invoke(app, ["ground", "--fetch", "--json", "-C", str(project.root)])
    report = json.loads(done.stdout)
    assert report["fetched"] == {"new": [address], "unchanged": []}
    assert [text for text in report["refusals"] if "row 4" in text or "row 5" in text] == report["refusals"]
    assert [p.text for p in found(project, address)] == ["Es regnete in Köln."]
    assert Site.asked == 3
    (project.state / pages.SNAPSHOTS).open("a").write('{"address": "cut o')
    assert found(project, address)


def test_ground_says_what_there_is(project):
    put(project, "documents/song.mp3", b"ID3")
    done = CliRunner().invoke(app, ["ground", "-C", str(project.root)])
    assert done.exit_code == 0, done.output
    assert "rules of the brand" in done.stdout
    assert "no reader knows" in done.stderr


def test_names_and_lists_in_another_encoding_cost_only_themselves(project):
    (project.root / "documents").mkdir()
    (project.root / "documents" / os.fsdecode(b"K\xf6ln.md")).write_text("It rained.")
    put(project, "documents/urls.txt", b"\xef\xbb\xbfhttps://example.invalid/a\nK\xf6ln\n")
    assert [(p.source.file, p.text) for p in found(project, "documents/")] == [("documents/K?ln.md", "It rained.")]
    assert sorted(r.subject for r in refused(project)) == ["https://example.invalid/a", "row 2"]


@pytest.mark.parametrize("rows", ["[[documents]]\nfile = ", "[[documents]]\ntitle = 'Autumn'\n", "documents = 3\n"])
def test_a_list_that_cannot_be_read_costs_its_own_folder_alone(project, rows):
    put(project, "documents/brochure.md", "# Brochure\n\nIt is water-tight until October.\n")
    put(project, "documents/documents.toml", rows)
    found = gathered(project)
    [refused] = [one for one in found if isinstance(one, Refusal)]
    assert "documents.toml" in refused.why
    assert "until then" in refused.cure
    read = [one.text for one in found if isinstance(one, Passage)]
    assert read
    assert not any("water-tight" in text for text in read)
