"""Motion of a finished piece: what comes in when, what the last frame is, what the files hold, what is refused."""

import io
import json
import sys
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from styleloop.adapters.renderers import film
from styleloop.adapters.renderers.lines import in_beats
from styleloop.adapters.renderers.motion import LONGEST, PUSH, RATE, SHORTEST, Motion, cues
from styleloop.app import filming, flow
from styleloop.app.project import Project
from styleloop.app.shipping import Person, decide
from styleloop.app.wishes import wish
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.types.brief import Placement
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal

SMALL = "display-300x250"


@pytest.fixture(scope="module")
def moving(make):
    """(motion, still, parts, layout) of one piece; parts of the piece as `make` takes them."""

    def made(renderer, seconds=SHORTEST, calm=False, pushed=False, **piece):
        layout, blobs = make(**{"placement": SMALL, **piece})
        [drawn] = renderer.draw([layout], blobs)
        assert not isinstance(drawn, Refusal), drawn
        parts = renderer.parts(layout, blobs)
        return Motion(parts, drawn.picture.rgb, seconds, calm=calm, pushed=pushed), drawn, parts

    return made


def apart(one, other):
    return np.abs(one.astype(int) - other).max(axis=2)


@pytest.mark.parametrize(
    ("market", "template"),
    [("en-GB", "split@1"), ("ar-AE", "hero@1"), ("de-DE", "pattern@2"), ("en-GB", "carousel@1"), ("ar-AE", "cutout@1")],
)
def test_it_ends_on_the_still_and_its_layers_make_the_same_picture(moving, renderer, market, template):
    motion, drawn, _ = moving(renderer, market=market, template=renderer.template(template[:-2]).label)
    frames = list(motion)
    assert len(frames) == motion.frames == 2 * RATE
    assert np.array_equal(frames[-1], drawn.picture.rgb)
    assert motion.settled < 0.65 * motion.frames  # the rest is for reading
    assert all(np.array_equal(frame, frames[-1]) for frame in frames[motion.settled :])
    # nothing jumps when the layers give way to the still
    assert apart(frames[motion.settled - 1], frames[-1]).max() <= 12
    assert apart(frames[motion.settled - 1], frames[-1]).mean() < 0.1


def test_the_first_frame_has_the_scene_and_the_mark_and_no_words(moving, witness):
    motion, drawn, parts = moving(witness)
    first, still = motion.frame(0), drawn.picture.rgb
    for slot in parts.slots:
        x0, y0, x1, y1 = slot.ink
        there = np.array_equal(first[y0:y1, x0:x1], still[y0:y1, x0:x1])
        assert there == (slot.slot == "logo"), slot.slot
    x0, y0, x1, y1 = next(slot.ink for slot in parts.slots if slot.slot == "headline")
    scene = witness.painter.last[0].rgb
    assert np.array_equal(first[y0:y1, x0:x1], scene[y0:y1, x0:x1])


@pytest.mark.parametrize("market", ["en-GB", "ar-AE"])
def test_the_parts_come_in_one_after_another(moving, plain, market):
    motion, _, _ = moving(plain, market=market, seconds=3)
    assert [cue.part for cue in motion.cues] == ["headline 1", "headline 2", "headline 3", "price", "cta"]
    assert sorted(cue.start for cue in motion.cues) == [cue.start for cue in motion.cues]
    ground = motion.frame(0)
    # ink grows, and each part adds to it in its own time
    inks = np.array([int(apart(frame, ground).sum()) for frame in motion])
    assert (np.diff(inks) > -0.002 * inks[-1]).all()  # up to rounding
    middles = [round(RATE * (cue.start + cue.end) / 2) for cue in motion.cues]
    assert (np.diff([0, *inks[middles], inks[-1]]) > 0.01 * inks[-1]).all()
    # where a part will stand nothing is seen before its time
    still = motion.frame(motion.frames - 1)
    for earlier, later in pairwise(motion.cues):
        arrived = apart(motion.frame(round(RATE * later.start)), still)
        assert (arrived > 40).any()
        assert (apart(motion.frame(round(RATE * earlier.start)), still) > 40).sum() > (arrived > 40).sum()


@pytest.mark.parametrize("market", ["en-GB", "ar-AE", "de-DE"])
def test_beats_hold_every_pixel_once_and_each_has_its_own_lines(moving, plain, market):
    _, _, parts = moving(plain, market=market)
    slot = next(s for s in parts.slots if s.slot == "headline")
    beats = in_beats(slot)
    assert len(beats) == 3
    whole = np.zeros((250, 300, 4), int)
    for beat in beats:
        height, width = beat.layer.shape[:2]
        whole[beat.y : beat.y + height, beat.x : beat.x + width] += beat.layer
    height, width = slot.layer.shape[:2]
    inked = whole[slot.y : slot.y + height, slot.x : slot.x + width]
    seen = slot.layer[..., 3] > 0
    assert np.array_equal(inked[..., 3], slot.layer[..., 3])
    assert np.array_equal(inked[seen], slot.layer[seen])
    middles = [beat.y + beat.layer.shape[0] / 2 for beat in beats]
    assert np.diff(middles).min() > 0.7 * slot.size


def test_a_beat_of_two_lines_comes_in_whole(moving, plain):
    words = Copy.of(headline="Short.\nA second beat that needs a line more than the first", cta="See")
    _, _, parts = moving(plain, words=words)
    slot = next(s for s in parts.slots if s.slot == "headline")
    assert slot.lines > 2
    assert slot.beats == (1, slot.lines - 1)
    first, second = in_beats(slot)
    assert second.layer.shape[0] > 1.8 * first.layer.shape[0]


def test_parts_rise_unless_it_is_calm(moving, plain):
    tops = {}
    for calm in (False, True):
        motion, _, _ = moving(plain, calm=calm)
        ground = motion.frame(0)
        cue = motion.cues[0]
        early, late = (motion.frame(round(RATE * at)) for at in (cue.start + 0.1, cue.end))
        rows = [np.flatnonzero((apart(frame, ground) > 12).any(axis=1))[0] for frame in (early, late)]
        tops[calm] = rows[0] - rows[1]
    assert tops == {False: pytest.approx(1, abs=1), True: 0}
    assert tops[False] > 0


def test_the_picture_is_pushed_in_a_little_the_mark_is_not(moving, renderer):
    placement = Placement(name="middling", label="Middling", width=640, height=640, source="a test")
    motion, drawn, parts = moving(renderer, placement=placement, template=renderer.template("hero").label, pushed=True)
    assert motion.push == PUSH <= 0.03
    first, still = motion.frame(0), drawn.picture.rgb
    logo = next(s for s in parts.slots if s.slot == "logo")
    x0, y0, x1, y1 = logo.ink
    ink = logo.layer[..., 3] == 255
    assert apart(first[y0:y1, x0:x1], still[y0:y1, x0:x1])[ink[: y1 - y0, : x1 - x0]].max() < 40
    x, y = (round(value) for value in parts.focus)
    middle = np.s_[y - 2 : y + 3, x - 2 : x + 3]
    assert apart(first[middle], still[middle]).mean() < apart(first, still)[y - 200 : y].mean() + 12
    assert apart(first, still).mean() > 1  # it moves
    assert np.array_equal(motion.frame(motion.frames - 1), still)
    for wish_ in ({"calm": True, "pushed": True}, {"pushed": False}):
        still_standing = Motion(parts, still, SHORTEST, **wish_)
        assert still_standing.push == 0
        assert apart(still_standing.frame(0), still)[y - 60 : y + 60, x - 10 : x + 10].max() == 0


@pytest.mark.parametrize("seconds", [SHORTEST, 6.0, LONGEST])
@pytest.mark.parametrize("beats", [0, 1, 7])
def test_whatever_the_length_there_is_time_to_read(seconds, beats):
    made = cues([*["headline"] * beats, "body", "price", "cta"], seconds)
    assert made[0].start >= 0.2
    assert made[-1].end <= 0.62 * seconds
    starts = [round(cue.start * RATE, 1) for cue in made]
    assert np.diff(starts).min() >= 1  # no two come in together


def test_a_length_out_of_range_is_refused(moving, plain):
    _, drawn, parts = moving(plain)
    for seconds in (1.9, 15.1, float("nan")):
        with pytest.raises(ValueError, match="2 to 15"):
            Motion(parts, drawn.picture.rgb, seconds)


def test_webp_reads_back_as_told_and_is_the_same_each_time(moving, renderer):
    motion, drawn, _ = moving(renderer)
    made = film.encoded(motion, "image/webp", 90, xmp=b"<x/>")
    assert film.encoded(list(motion), "image/webp", 90, xmp=b"<x/>").data == made.data
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.format == "WEBP"
        assert image.size == (made.width, made.height) == (300, 250)
        assert image.n_frames == made.frames < motion.frames
        assert image.info["loop"] == 1
        assert image.info["xmp"] == b"<x/>"
        lengths, shown = [], []
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            lengths.append(image.info["duration"])
            shown.append(np.array(image.convert("RGB")))
    assert sum(lengths) == 2000
    assert lengths[-1] == 1000 * (motion.frames - motion.settled) / RATE
    assert apart(shown[-1], drawn.picture.rgb).mean() < 8
    before = apart(shown[0], motion.frame(0)).mean()
    assert before < 8


def test_mp4_reads_back_as_told(moving, renderer):
    av = pytest.importorskip("av", reason="PyAV is absent: MP4 is not written here")
    odd = Placement(name="odd", label="Odd", width=301, height=251, source="a test")
    motion, drawn, _ = moving(renderer, placement=odd)
    made = film.encoded(motion, "video/mp4", 20, comment="whose it is")
    assert (made.width, made.height, made.frames) == (302, 252, 50)
    assert 0 < made.data.find(b"moov") < made.data.find(b"mdat")  # plays while it loads
    with av.open(io.BytesIO(made.data)) as file:
        stream = file.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(stream.duration * stream.time_base) == 2
        assert file.metadata["comment"] == "whose it is"
        frames = list(file.decode(video=0))
    assert len(frames) == 50
    last = frames[-1].reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()[:251, :301]
    assert apart(last, drawn.picture.rgb).mean() < 8


FORMATS = """
[[placements]]
name = "{name}"
label = "Test {name}"
width = 300
height = 250
safe_top = 0.04
safe_bottom = 0.04
safe_side = 0.04
max_bytes = {most}
source = "a test"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory, english_sample):
    """One English line in a format with room, one where only a lower quality fits, and one where no motion does."""
    root = tmp_path_factory.mktemp("motion") / "project"
    english_sample(root)
    formats = {"roomy": 0, "tight": 70_000, "tiny": 30_000}
    (root / "placements").mkdir(exist_ok=True)
    said = "".join(FORMATS.format(name=name, most=most) for name, most in formats.items())
    (root / "placements" / "placements.toml").write_text(said, "utf-8")
    (root / "styleloop.toml").write_text(
        f'[run]\nplacements = {json.dumps(list(formats))}\nmarkets = ["en-GB"]\nlines = 1\ntemplate = "split"\n'
        '[plugins]\nembedder = "none"\n',
        "utf-8",
    )
    made = Project(root)
    flow.ingest(made, [])
    flow.campaign(made, wish(made, "flask", name="launch"))
    yield made
    made.close()


def piece(project, placement):
    return next(v for v in project.store.variants.all() if v.placement == placement)


def run(project, *arguments):
    return CliRunner().invoke(app, ["motion", *arguments, "-C", str(project.root)])


def test_the_verb_writes_a_film_and_a_note_whose_it_is(project):
    variant = piece(project, "roomy")
    seen = run(project, variant.id, "--seconds", "2", "--dry-run")
    assert seen.exit_code == 0
    assert "would write motion/en-GB/" in seen.stdout
    assert not (project.root / "motion").exists()
    done = run(project, variant.id, "--seconds", "2", "--json")
    told = json.loads(done.stdout)
    file = project.root / told["to"]
    note = json.loads(file.with_name(f"{file.name}.json").read_text("utf-8"))
    assert note.items() <= told.items()
    assert (note["variant"], note["seal"], note["published"]) == (variant.id, variant.seal, False)
    assert (note["state"], note["decision"]) == ("waiting", None)
    assert note["file"]["bytes"] == file.stat().st_size
    with Image.open(file) as image:
        assert image.n_frames == note["file"]["frames_stored"]
        assert variant.seal in image.info["xmp"].decode()
    decide(project, variant.id, Person("ada", "architect"), "approve")
    before = file.read_bytes()
    again = run(project, variant.id, "--seconds", "2")
    assert again.exit_code == 0
    assert "approved by ada" in again.stdout.replace("\n", " ")
    assert file.read_bytes() != before  # the mark in it names the decision now
    assert project.store.publications.all() == ()


def test_a_byte_limit_takes_quality_and_then_the_motion(project):
    best, least = (film.QUALITIES["image/webp"][end] for end in (0, -1))
    fitting = filming.plan(project, piece(project, "tight").id, None, 2, False)
    done = filming.make(project, fitting)
    assert least <= done["file"]["quality"] < best
    assert done["file"]["bytes"] <= 70_000
    finer = film.QUALITIES["image/webp"][film.QUALITIES["image/webp"].index(done["file"]["quality"]) - 1]
    assert len(film.encoded(fitting.motion, "image/webp", finer).data) > 70_000 - 2000
    refused = run(project, piece(project, "tiny").id, "--seconds", "2")
    assert refused.exit_code == 1
    assert "at most 30000 bytes (tiny)" in refused.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--seconds", "0"], r"--seconds; got: 0\.0; expected: 2 to 15"),
        (["--seconds", "nan"], "--seconds"),
        (["--out", "film.gif"], r"'\.gif'; expected: \.webp or \.mp4"),
        (["--out", "film"], r"expected: \.webp or \.mp4"),
        (["--out", "film.mp4"], "pip install av"),
        (["--out", "/dev/null/film.webp"], "cannot be written"),
        (["--out", "{there}"], "it is no motion"),
    ],
)
def test_bad_input_says_what_to_do(project, monkeypatch, tmp_path, arguments, said):
    monkeypatch.setitem(sys.modules, "av", None)  # as where the package is not installed
    there = tmp_path / "holiday.webp"
    there.write_bytes(b"mine")
    given = [word.format(there=there) for word in arguments]
    done = run(project, piece(project, "roomy").id, *(["--seconds", "2"] if "--out" in given else []), *given)
    assert isinstance(done.exception, InputError)
    with pytest.raises(InputError, match=said):
        raise done.exception
    assert there.read_bytes() == b"mine"


def test_what_was_rejected_or_would_look_otherwise_is_not_animated(project):
    variant = piece(project, "tight")
    kit = project.root / "brand" / "kit.toml"
    before = kit.read_text("utf-8")
    tone = project.store.drafts.get(variant.line).tone
    panel = next(t.panel for t in project.kit.tones if t.name == tone)
    kit.write_text(before.replace(panel, "#5b4636"), "utf-8")
    project._kit = None
    changed = filming.plan(project, variant.id, None, 2, False)
    assert isinstance(changed, Refusal)
    assert "changed since" in changed.why
    kit.write_text(before, "utf-8")
    project._kit = None
    assert isinstance(filming.plan(project, variant.id, None, 2, False), filming.Plan)
    decide(project, variant.id, Person("ada", "architect"), "reject", reason="too loud")
    refused = filming.plan(project, variant.id, None, 2, False)
    assert isinstance(refused, Refusal)
    assert "too loud" in refused.got
