"""The library that pieces are held against: prepared once, kept up with what comes, and made anew from what is kept."""

import io

import numpy as np
import pytest
from PIL import Image

from styleloop.app import likeness, likenessprints, starting
from styleloop.app.project import Project
from styleloop.audit.compared import read
from styleloop.audit.likeness import JUDGED, SAME_PICTURE
from styleloop.types.asset import Asset
from styleloop.types.copy import Copy
from styleloop.types.record import Where

LINE = "We walked for eleven days along the coast."
POSTED = "Nobody asked the sheep about the bridge."


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """One library, that every test adds to."""
    root = tmp_path_factory.mktemp("library") / "brand"
    starting.start(root)
    made = Project(root)
    yield made
    made.close()


def asset(headline="", role="competitor", file="library.csv", campaign="", **fields):
    source = Where(file=file, field=campaign)
    return Asset(words=Copy.of(headline=headline), role=role, source=source, **{"locale": "en-GB"} | fields)


def found(project, text=LINE, market="en-GB", **changes):
    return [w.text for w in likeness.library(project, market, **changes).near(read(text, market))]


def photograph(side=600, quality=90):
    """A scene with shapes of its own, as JPEG."""
    rough = Image.fromarray(np.random.default_rng(7).integers(0, 256, (14, 14, 3), dtype=np.uint8))
    out = io.BytesIO()
    rough.resize((side, side), Image.Resampling.BICUBIC).save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_a_library_without_pictures_costs_no_fingerprint(project):
    project.store.assets.add([asset("Elsewhere it rained")])
    sha = project.store.blobs.put(photograph())
    assert likeness.shown(project, likeness.library(project, "en-GB"), None, sha) == ()
    assert not (project.state / "fingerprints").exists()


def test_what_comes_later_is_found_and_other_languages_are_not(project):
    assert found(project) == []
    project.store.assets.add([asset(LINE), asset("Nothing like it.")])
    first = likeness.library(project, "en-GB").parts
    assert found(project) == [LINE]
    assert likeness.library(project, "en-US").parts is first
    later = [asset(f"{LINE} {word}", role="inspiration") for word in ("Twice.", "Again.", "Alone.")]
    project.store.assets.add(later)
    assert set(found(project)) == {LINE, *(one.words.text("headline") for one in later)}
    assert found(project, market="de-DE") == []


def test_the_posts_of_a_campaign_are_no_library_for_it(project):
    project.store.assets.add([asset(POSTED, "own", "published", "campaign_1"), asset(POSTED)])
    assert found(project, POSTED) == [POSTED, POSTED]
    assert found(project, POSTED, campaign="campaign_1") == [POSTED]
    assert found(project, POSTED, own=False) == [POSTED]
    ours = likeness.library(project, "en-GB", "campaign_1").headlines
    assert [role for _, role, text in ours if text == POSTED] == ["competitor"]


def test_a_picture_is_known_again_in_another_size_and_quality(project):
    theirs = project.store.blobs.put(photograph(900, 95))
    gone = "e" * 64
    project.store.assets.add(
        [asset("Theirs", picture=theirs), asset("Gone", picture=gone), asset("Own", "own", picture=theirs)]
    )
    shelf = likeness.library(project, "de-DE")
    assert [seen.id for seen in shelf.seen] == [asset("Theirs", picture=theirs).id]
    mine = project.store.blobs.put(photograph(500, 60))
    (shown,) = likeness.shown(project, shelf, None, mine)
    assert (shown.of, shown.file) == ("product", mine)
    assert shown.quality >= JUDGED
    ((seen, bits),) = shelf.alike(shown.value, SAME_PICTURE)
    assert seen.role == "competitor"
    assert bits <= SAME_PICTURE


def test_fingerprints_are_remembered_and_may_be_lost_or_torn(project):
    sha = project.store.blobs.put(photograph(400))
    made = likenessprints.prints(project, [sha])
    (file,) = (project.state / "fingerprints").iterdir()
    text = file.read_text("ascii")
    other = made[sha].value[::-1]
    file.write_text(text.replace(made[sha].value, other), "ascii")
    assert likenessprints.prints(project, [sha])[sha].value == other
    file.write_text(text[:-20], "ascii")
    assert likenessprints.prints(project, [sha]) == made
    assert likenessprints.prints(project, [sha]) == made
    file.unlink()
    assert likenessprints.prints(project, [sha]) == made
