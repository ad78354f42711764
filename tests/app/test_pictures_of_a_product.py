"""Several pictures of one product, from files to the piece: read, chosen, explained, and held to their rights."""

from __future__ import annotations

from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from PIL import Image

from styleloop.app import flow, ingesting, making, picturing, starting
from styleloop.app.explaining import explain, sentences
from styleloop.app.project import Project
from styleloop.app.shots import files_of, note_of
from styleloop.app.wishes import wish
from styleloop.errors import SettingsError
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.review import Publication
from styleloop.types.scene import Scene
from styleloop.types.shot import Framing, Shot

FEED = (
    "Handle,Title,Body (HTML),Option1 Name,Variant SKU,Variant Price\n"
    "oak-table,Oak Table,Oak table with drawers,,,120\n"
)
DAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


def photo(path, seed, size=(640, 640)):
    noise = np.random.default_rng(seed).integers(30, 220, (size[1] // 16, size[0] // 16, 3)).astype(np.uint8)
    cv2.imwrite(str(path), cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC))


@pytest.fixture
def root(tmp_path):
    starting.start(tmp_path, "blank", "Acme")
    (tmp_path / "products" / "a-shop.csv").write_text(FEED)
    pictures = tmp_path / "products" / "pictures"
    pictures.mkdir(exist_ok=True)
    for seed, name in enumerate(("oak-table.jpg", "oak-table-2.jpg", "oak-table-3.png")):
        photo(pictures / name, seed)
    (pictures / "oak-table-2.toml").write_text('owner = "Mara Voss"\nends = 2027-03-31\nfocus = [0.5, 0.4]\n')
    (pictures / "oak-table-3.toml").write_text('owner = "Mara Voss"\nends = 2026-10-31\n')
    return tmp_path


def project_of(root, day=DAY):
    return Project(root, clock=lambda: day)


def table(project):
    found = project.store.products.find("oak-table")
    assert found is not None
    return found


def out(variant, day, placement):
    return Publication(
        variant=variant.id,
        seal=variant.seal,
        decision="decision_x",
        channel="folder",
        market=variant.market,
        placement=placement,
        name=f"{variant.id}-{day}-{placement}",
        files=(),
        at=datetime(2026, 11, day, tzinfo=UTC),
    )


def test_every_picture_is_read_with_what_was_said_of_it(root):
    project = project_of(root)
    assert not ingesting.ingest(project).refusals
    shots = table(project).pictures
    assert [s.file for s in shots] == ["oak-table.jpg", "oak-table-2.jpg", "oak-table-3.png"]
    assert table(project).picture == shots[0].picture
    assert shots[0].rights is None
    assert shots[1].framing.focus == (0.5, 0.4)
    assert shots[1].rights is not None
    assert shots[1].rights.owner == "Mara Voss"
    (root / "products" / "pictures" / "oak-table-2.toml").write_text("subject = [0.1, 0.2, 0.9, 1.0]\n")
    ingesting.ingest(project)
    assert table(project).pictures[1].framing == Framing(subject=(0.1, 0.2, 0.9, 1.0)), "a changed note is read again"


def test_a_damaged_picture_or_note_is_named_and_sinks_no_other(root):
    pictures = root / "products" / "pictures"
    (pictures / "oak-table-2.jpg").write_bytes((pictures / "oak-table-2.jpg").read_bytes()[:300])
    (pictures / "oak-table-3.toml").write_text("subject = [0.9, 0.2, 0.1, 1.0]\n")
    project = project_of(root)
    said = [str(r) for r in ingesting.ingest(project).refusals]
    assert any("oak-table-2.jpg" in s and "cut off" in s for s in said)
    assert any("oak-table-3.toml" in s and "left < right" in s for s in said)
    assert table(project).picture


def test_numbers_belong_to_the_product_whose_own_name_they_are_not(root):
    folder = root / "products" / "pictures"
    assert [f.name for f in files_of("oak-table", folder, {"oak-table", "oak-table-2"})] == [
        "oak-table.jpg",
        "oak-table-3.png",
    ]
    assert [f.name for f in files_of("oak-table-2", folder, {"oak-table", "oak-table-2"})] == ["oak-table-2.jpg"]
    assert files_of("oak", folder, set()) == []


def test_a_note_says_what_is_wrong_with_it(root):
    folder = root / "products" / "pictures"
    for text, said in (
        ("focal = [1, 2]", "field focal: expected one of focus"),
        ("focus = [1.5, 0]", "each from 0 to 1"),
        ('ends = "soon"', "ends"),
    ):
        (folder / "oak-table.toml").write_text(text)
        with pytest.raises(SettingsError, match=r"oak-table\.toml") as found:
            note_of(folder / "oak-table.jpg")
        assert said in str(found.value)


def test_rights_for_all_hold_where_a_picture_states_none_of_its_own(root):
    folder = root / "products" / "pictures"
    (folder / "all.toml").write_text('owner = "House studio"\n')
    assert note_of(folder / "oak-table.jpg")[1].owner == "House studio"
    assert note_of(folder / "oak-table-2.jpg")[1].owner == "Mara Voss"
    (folder / "all.toml").write_text("focus = [0.5, 0.5]\n")
    with pytest.raises(SettingsError, match="focus"):
        note_of(folder / "oak-table.jpg")


def test_a_campaign_says_why_and_never_shows_what_has_lapsed(root):
    project = project_of(root)
    flow.ingest(project, [])
    made = flow.campaign(project, wish(project, "oak-table", placements=("square",), lines=1))
    lines = [project.store.drafts.get(line) for line in made["en-GB"]["lines"]]
    shots = {s.picture: s.file for s in table(project).pictures}
    assert {shots[d.picture] for d in lines} <= {"oak-table-2.jpg", "oak-table.jpg"}
    variant = project.store.variants.all(line=lines[0].id)[0]
    said = "\n".join(sentences(explain(project, variant.id)))
    assert "oak-table-3.png left: its rights ended on 2026-10-31" in said
    assert "rights of Mara Voss until 2027-03-31" in said
    assert "oak-table.jpg: nobody stated its rights" in said or "oak-table.jpg left:" in said
    project.store.publications.add([out(variant, day, size) for day in (20, 22) for size in ("square", "wide")])
    assert [d.day for d in picturing.worn(project, "en-GB")[lines[0].picture]] == [20, 22], (
        "sizes of one day count once"
    )
    assert picturing.worn(project, "de-DE") == {}
    asked = project.store.briefs.get(lines[0].brief)
    rested = picturing.pictured(project, asked, lines)
    assert not isinstance(rested, Refusal)
    assert rested[0].picture != lines[0].picture, "what went out lately rests"
    assert "2 times, last on 2026-11-22" in "\n".join(rested[0].picture_why)
    licensed = next(p for p, file in shots.items() if file == "oak-table-2.jpg")
    assert picturing.lapsed(project, variant, licensed) is None
    later = project_of(root, datetime(2027, 4, 1, tzinfo=UTC))
    refused = picturing.lapsed(later, variant, licensed)
    assert refused is not None
    assert "ended on 2027-03-31" in refused.why


def test_where_every_licence_has_ended_nothing_is_made_and_it_is_said(root):
    (root / "products" / "pictures" / "all.toml").write_text("ends = 2026-10-31\n")
    (root / "products" / "pictures" / "oak-table-2.toml").unlink()
    project = project_of(root)
    flow.ingest(project, [])
    asked = making.make_brief(project, wish(project, "oak-table", placements=("square",), lines=1), "en-GB")
    lines = making.write_lines(project, asked, (), 1, with_proposals=False)
    assert lines.chosen == ()
    assert any(isinstance(r, Refusal) and "no picture of oak-table may be shown" in r.why for r in lines.refusals)


def test_a_library_picture_with_rights_and_no_words_may_stand_for_its_product(root):
    photo(root / "library" / "evening.jpg", 9)
    (root / "library" / "photos.csv").write_text(
        "name,picture,product,locale,headline,owner,markets,ends\n"
        'evening,evening.jpg,oak-table,en-GB,,Mara Voss,"en-GB, de-DE",2027-01-31\n'
    )
    project = project_of(root)
    report = ingesting.ingest(project)
    assert not report.refusals, [str(r) for r in report.refusals]
    flow.fit(project)
    asked = making.make_brief(project, wish(project, "oak-table", placements=("square",), lines=1), "en-GB")
    found = {shot.file: shot.rights for shot in picturing.shots_of(project, asked)}
    assert found["evening"].markets == ("en-GB", "de-DE")


def test_what_was_assumed_of_a_picture_is_said(root):
    folder = root / "products" / "pictures"
    Image.new("CMYK", (64, 64), (0, 90, 90, 0)).save(folder / "oak-table-4.jpg", quality=95)
    white = np.full((300, 300, 3), 252, np.uint8)
    cv2.rectangle(white, (80, 60), (220, 260), (238, 238, 238), -1)
    cv2.imwrite(str(folder / "oak-table-5.png"), white)
    report = ingesting.ingest(project_of(root))
    assert not report.refusals
    assert any(n.startswith("oak-table-4.jpg: it is in four inks without a profile") for n in report.notes)
    assert any(n.startswith("oak-table-5.png: it is not cut out of its plain ground") for n in report.notes)


@pytest.mark.parametrize("mirrored", [False, True])
def test_room_for_words_is_judged_where_they_will_stand(mirrored):
    rgb = np.full((400, 600, 3), 180, np.uint8)
    rgb[::2, :300] = 40  # busy on the left, calm on the right
    spec = '{"window": [0, 0, 1, 1]}'
    scene = Scene(width=600, height=400, mirrored=mirrored, picture="x", spec=spec, quiet=((330, 20, 580, 380),))
    calm = picturing.room_for_words(Picture(rgb=rgb), Shot(picture="x"), scene)
    busy = picturing.room_for_words(
        Picture(rgb=rgb), Shot(picture="x"), scene.model_copy(update={"quiet": ((20, 20, 270, 380),)})
    )
    assert calm > 0.95
    assert busy < 0.05
