"""From models.toml to the piece: a model's backdrop is asked for, measured, kept, laid, said, and never drawn twice."""

import hashlib
import json
import re
from datetime import UTC, datetime

import cv2
import numpy as np
import pytest
from picture_servers import drawing, in_turn, served

from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.adapters.models.painter import Painter
from styleloop.adapters.models.photograph import reaches
from styleloop.app import flow, imagekeeping, imaging, making, models, starting
from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.drafts.picture import backdrop
from styleloop.types.backdrop import BackdropBrief
from styleloop.types.brand import Tone
from styleloop.types.brief import Brief, Look
from styleloop.types.copy import Copy
from styleloop.types.picture import Picture
from styleloop.types.product import Product
from styleloop.types.record import Refusal, Where, canonical
from styleloop.types.scene import Scene
from styleloop.types.shot import Framing, Shot
from styleloop.types.variant import Draft

PATH = "/v1/images/generations"
MODELS = """[[image]]
name = "pictures"
adapter = "openai_images"
model = "gpt-image-1"
url = "{url}/v1"
tries = 1
"""
ROOMS = {"moss": ("#d3c69f", "#c4b183"), "slate": ("#d9a06a", "#c58447"), "rust": ("#d9d8c6", "#c3b896")}


def levels(code):
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], np.float64)


def room(tone, seed=0, size=(640, 640)):
    """A wall that fades and a floor in the palette of a tone, as a PNG."""
    width, height = size
    wall, ground = (levels(code) for code in ROOMS[tone])
    rows = np.linspace(-1, 1, height)[:, None, None]
    pixels = np.where(rows < 0.36, wall + 8 * rows, ground - 10 * rows) + np.zeros((height, width, 3))
    pixels += np.random.default_rng(seed).normal(0, 1.0, pixels.shape)
    return cv2.imencode(".png", np.clip(pixels, 0, 255).astype(np.uint8)[..., ::-1])[1].tobytes()


def noise(seed):
    pixels = np.random.default_rng(seed).integers(0, 255, (256, 256, 3)).astype(np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


def by_palette(handler, body):
    """What a good model would do: the room whose wall is named in the prompt."""
    asked = json.loads(body)["prompt"]
    tone = next((name for name, (wall, _) in ROOMS.items() if wall in asked), "moss")
    drawing(room(tone))(handler, body)


FEED = (
    "Handle,Title,Body (HTML),Option1 Name,Variant SKU,Variant Price\nflask,Steel Flask,Steel flask with a lid,,,32\n"
)
FLASK = DATA / "brands" / starting.SAMPLE / "products" / "pictures" / "flask.svg"
DAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORMATS = ("display-300x250", "display-300x600")
WORDS = Copy.of(headline="It rained.\nIt will rain again.", body="Steel flask. 0.75 l.", cta="See the flask")


@pytest.fixture
def server():
    with served() as one:
        one.answers[PATH] = by_palette
        yield one


@pytest.fixture
def project(tmp_path, server):
    starting.start(tmp_path / "brand", starting.SAMPLE)
    (tmp_path / "brand" / "models.toml").write_text(MODELS.format(url=server.url), "utf-8")
    made = Project(tmp_path / "brand", clock=lambda: DAY)
    yield made
    made.close()


def wished(project, tones=("moss",), picture=b"", template="split"):
    """A brief and a line of it in each palette, as they stand before anything is drawn."""
    sha = project.store.blobs.put(picture or FLASK.read_bytes())
    product = Product(sku="flask", names=(), picture=sha, source=Where(file="feed.csv"))
    formats = tuple(project.placement(name) for name in FORMATS)
    asked = Brief(campaign="c", product=product, market="en-GB", placements=formats, style="s", template=template)
    lines = [
        Draft(brief=asked.id, market="en-GB", product="flask", words=WORDS, drafter="d@1", tone=tone, picture=sha)
        for tone in tones
    ]
    return asked, lines


def test_one_backdrop_for_a_product_and_palette_is_seen_in_every_format_and_said(project, server):
    asked, lines = wished(project, ("moss", "moss", "rust"))
    done, refused = imaging.backdropped(project, asked, lines)
    assert not refused
    assert done[0].backdrop == done[1].backdrop != done[2].backdrop
    assert len(server.asked) == 2
    variants, refused = making.draw(project, asked, done[:1])
    assert not refused
    assert [v.rendering.backdrop for v in variants] == [done[0].backdrop] * 2
    for variant in variants:
        assert variant.provenance.source_type == "compositeWithTrainedAlgorithmicMedia"
        assert variant.provenance.models == ("gpt-image-1",)
    said = imagekeeping.told(project.store.blobs.get(done[0].backdrop))
    assert (said["model"], said["adapter"]) == ("gpt-image-1", "openai_images@1")
    assert said["prompt"] == json.loads(server.asked[0][2])["prompt"].partition("\n")[0]
    assert said["seed"] > 0
    assert "backdrop by gpt-image-1: palette" in done[0].picture_why[-1]


def test_a_run_that_begins_anew_asks_for_nothing_twice(project, server):
    asked, lines = wished(project)
    first = imaging.backdropped(project, asked, lines)
    other = Project(project.root, clock=lambda: DAY)
    assert imaging.backdropped(other, asked, lines) == first
    other.close()
    assert len(server.asked) == 1


def test_what_is_off_the_style_is_drawn_again_and_then_refused_with_its_figures(project, server):
    server.answers[PATH] = lambda h, body: drawing(noise(len(server.asked)))(h, body)
    asked, lines = wished(project)
    done, [refused] = imaging.backdropped(project, asked, lines)
    assert len(server.asked) == imaging.DRAWINGS
    assert not done[0].backdrop
    assert "off the style in 3 of 3 tries" in refused.why
    assert "saturation 0." in refused.got
    variants, _ = making.draw(project, asked, done)
    assert {v.provenance.source_type for v in variants} == {"digitalCreation"}
    assert {v.provenance.models for v in variants} == {()}


def test_a_picture_too_small_for_a_format_is_no_backdrop(project, server):
    server.answers[PATH] = drawing(room("moss", size=(48, 48)))
    asked, lines = wished(project)
    done, [refused] = imaging.backdropped(project, asked, lines)
    assert not done[0].backdrop
    assert "48 x 48 px, blown up" in refused.got


def test_another_seed_may_be_better(project, server):
    server.answers[PATH] = in_turn(drawing(noise(1)), drawing(room("moss")))
    asked, lines = wished(project)
    done, refused = imaging.backdropped(project, asked, lines)
    assert done[0].backdrop
    assert not refused
    assert len(server.asked) == 2


def test_an_endpoint_that_is_down_leaves_the_drawn_ground_and_is_said(project):
    (project.root / "models.toml").write_text(MODELS.format(url="http://127.0.0.1:9"), "utf-8")
    asked, lines = wished(project)
    done, [refused] = imaging.backdropped(project, asked, lines)
    assert not done[0].backdrop
    assert "cannot be reached" in refused.why
    assert "cannot be reached" in done[0].picture_why[-1]


def test_the_brands_own_photograph_and_a_printed_pattern_are_never_replaced(project, server):
    pixels = np.random.default_rng(3).integers(30, 220, (40, 40, 3)).astype(np.uint8)
    photo = cv2.imencode(".jpg", cv2.resize(pixels, (1200, 1200), interpolation=cv2.INTER_CUBIC))[1].tobytes()
    for more in ({"picture": photo}, {"template": "pattern"}):
        asked, lines = wished(project, **more)
        assert imaging.backdropped(project, asked, lines) == (tuple(lines), ())
    assert not server.asked


def test_words_on_a_backdrop_stand_on_a_calm_place_or_get_a_veil(project):
    asked, lines = wished(project, template="cutout")
    done, refused = imaging.backdropped(project, asked, lines)
    assert not refused
    variants, refused = making.draw(project, asked, done)
    assert not refused
    assert all(fact.contrast >= 4.5 for v in variants for fact in v.rendering.facts if fact.slot != "logo")


def test_a_campaign_asks_for_them_once_an_image_model_is_written_down(tmp_path, server):
    starting.start(tmp_path, "blank", "Acme")
    (tmp_path / "products" / "shop.csv").write_text(FEED)
    (tmp_path / "products" / "pictures").mkdir(exist_ok=True)
    (tmp_path / "products" / "pictures" / "flask.svg").write_bytes(FLASK.read_bytes())
    (tmp_path / "models.toml").write_text(MODELS.format(url=server.url), "utf-8")
    project = Project(tmp_path, clock=lambda: DAY)
    flow.ingest(project, [])
    flow.campaign(project, wish(project, "flask", placements=("square",), lines=1))
    assert server.asked
    assert "steel" not in json.loads(server.asked[0][2])["prompt"].lower(), "no word of a feed goes into a prompt"
    project.close()


TONE = Tone(name="moss", panel="#556038", line="#f6f2e8", fact="#e9dfc8", label="#f6f2e8", label_ink="#1b262b",
            wall="#d3c69f", ground="#c4b183", shadow="#8d7f56")  # fmt: skip


def decoded(data):
    return RasterDecoder().decode([data], None)[0]


def test_each_figure_catches_a_picture_that_is_off_in_it_alone():
    wanted = backdrop.aim(TONE, Look())
    good = decoded(room("moss"))
    assert backdrop.misses(backdrop.figures(good, wanted, 0.95), wanted) == ()
    dark = Picture(rgb=(good.rgb * 0.6).astype(np.uint8))
    grey = Picture(rgb=np.repeat(good.rgb.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2))
    for off, names in (
        (dark, {"brightness"}),
        (grey, {"saturation"}),
        (decoded(room("slate")), {"saturation"}),
    ):
        found = {one.split()[0] for one in backdrop.misses(backdrop.figures(off, wanted, 0.95), wanted)}
        assert names <= found, found
    assert "calm" in backdrop.misses(backdrop.figures(good, wanted, 0.2), wanted)[0]


def test_a_lighter_wish_asks_for_a_lighter_backdrop():
    ends = [backdrop.aim(TONE, Look(light=at)).brightness for at in (-1.0, 0.0, 1.0)]
    assert ends[0] < ends[1] < ends[2]


STAGE = {"window": (0, 0, 1, 1), "panel": "#556038", "scene": "wall", "wall": "#d3c69f", "ground": "#c4b183",
         "shadow": "#8d7f56", "horizon": 0.7, "room": (0.3, 0.3, 0.7, 0.85)}  # fmt: skip


@pytest.fixture(scope="module")
def flask():
    return FLASK.read_bytes()


def painted(flask, behind, painter=None, **more):
    sha = hashlib.sha256(flask).hexdigest()
    size = more.pop("size", (540, 540))
    scene = Scene(width=size[0], height=size[1], picture=sha, spec=canonical({**STAGE, **more}),
                  backdrop=hashlib.sha256(behind).hexdigest() if behind else "")  # fmt: skip
    blobs = {sha: flask} | ({scene.backdrop: behind} if behind else {})
    [one] = (painter or Painter()).paint([scene], blobs)
    return one


def test_the_backdrop_lies_behind_the_product_and_under_its_shadow(flask):
    behind = room("slate")
    drawn, bare = painted(flask, behind), painted(flask, b"")
    assert np.array_equal(drawn[1].rgb, bare[1].rgb), "the product stands where it stood"
    inside = drawn[1].rgb[..., 0] > 250
    assert np.abs(drawn[0].rgb[inside].astype(int) - bare[0].rgb[inside].astype(int)).mean() < 3
    assert np.abs(drawn[0].rgb[:200, :100].mean(axis=(0, 1)) - levels("#d9a06a")).max() < 14
    floor = drawn[0].rgb[440:470].astype(int).mean(axis=2)
    assert np.percentile(floor, 2) < np.median(floor) - 12, "a shadow falls on it"


def test_a_pattern_keeps_its_own_ground(flask):
    plain = painted(flask, b"", scene="pattern", motif="dots")
    assert np.array_equal(painted(flask, room("slate"), scene="pattern", motif="dots")[0].rgb, plain[0].rgb)


def test_a_backdrop_that_is_missing_broken_or_too_small_is_refused(flask):
    good = room("moss", size=(64, 64))
    for behind, why, size in ((good, "too small", (540, 540)), (room("moss")[:500], "cut off", (540, 540))):
        got = painted(flask, behind, size=size)
        assert isinstance(got, Refusal)
        assert why in got.why


def test_a_workflow_file_is_the_projects_own_and_a_models_name_is_the_endpoints(project):
    (project.root / "flow.json").write_text("{}", "utf-8")
    (project.root / "gpt-image-1").mkdir()
    (project.root / "models.toml").write_text(
        MODELS.format(url="http://127.0.0.1:9")
        + '[[image]]\nname = "comfy"\nadapter = "comfyui"\nmodel = "flow.json"\nurl = "http://127.0.0.1:9"\n',
        "utf-8",
    )
    brief = BackdropBrief(prompt="a wall", width=64, height=64)
    [refused] = models.image_model(project, "comfy").make([brief], {})
    assert "flow.json is no workflow in API format" in refused.why
    [refused] = models.image_model(project, "pictures").make([brief], {})
    assert "cannot be reached" in refused.why


MARKED = Framing(subject=(0.03, 0.2, 0.97, 0.9))


def lawn(seed=3):
    """A photograph of many soft shapes, 600 x 400."""
    small = np.random.default_rng(seed).integers(60, 200, (14, 21, 3)).astype(np.uint8)
    return cv2.imencode(".png", cv2.resize(small, (600, 400), interpolation=cv2.INTER_CUBIC))[1].tobytes()


def shown(project, framing=MARKED):
    """A brief and a line of a product with one photograph, which is marked so wide that no tall panel holds it."""
    asked, [line] = wished(project, picture=lawn())
    shot = Shot(picture=line.picture, file="lawn.png", framing=framing)
    product = asked.product.model_copy(update={"pictures": (shot,)})
    return Brief.model_validate({**asked.model_dump(exclude={"id"}), "product": product}), [line]


def as_it_began(handler, body):
    """Gives back the canvas it was sent: the photograph with its edges drawn out."""
    sent = re.search(rb'name="image".*?\r\n\r\n(\x89PNG.*?)\r\n--', body, re.DOTALL)[1]
    drawing(sent)(handler, body)


def test_a_photograph_is_carried_on_where_it_does_not_fill_a_format(project, server):
    server.answers["/v1/images/edits"] = as_it_began
    asked, lines = shown(project)
    [done], refused = imaging.backdropped(project, asked, lines)
    assert not refused
    assert [path for _, path, _ in server.asked] == ["/v1/images/edits"]
    photo, whole = decoded(lawn()), decoded(project.store.blobs.get(done.backdrop))
    assert whole.height > 1.5 * photo.height * whole.width / photo.width
    scale = whole.width / photo.width
    middle = whole.rgb[whole.height // 2 - 50 : whole.height // 2 + 50]
    top = round(photo.height / 2 - 50 / scale)
    own = cv2.resize(photo.rgb[top : top + round(100 / scale)], (whole.width, 100), interpolation=cv2.INTER_AREA)
    assert np.abs(middle.astype(int) - own.astype(int)).mean() < 3, "its own pixels stay as they are"
    variants, refused = making.draw(project, asked, [done])
    assert not refused
    by_format = {v.placement: v for v in variants}
    assert by_format[FORMATS[0]].rendering.backdrop == done.backdrop
    assert by_format[FORMATS[0]].provenance.source_type == "compositeWithTrainedAlgorithmicMedia"
    assert imaging.backdropped(project, asked, lines)[0] == (done,)
    assert len(server.asked) == 1


def test_a_format_that_the_photograph_fills_shows_it_as_it_is(project, server):
    server.answers["/v1/images/edits"] = as_it_began
    asked, lines = shown(project, Framing(subject=(0.4, 0.3, 0.6, 0.7)))
    assert imaging.backdropped(project, asked, lines) == (tuple(lines), ())
    assert not server.asked


def test_what_is_painted_round_a_photograph_is_held_to_its_light(project, server):
    server.answers["/v1/images/edits"] = drawing(room("rust", size=(400, 900)))
    asked, lines = shown(project)
    [done], [refused] = imaging.backdropped(project, asked, lines)
    assert not done.backdrop
    assert "brightness" in refused.got
    assert len(server.asked) == imaging.DRAWINGS


@pytest.mark.parametrize(("calm", "enough"), [(300, True), (0, False)])
def test_calm_edges_are_stretched_before_anybody_is_asked(calm, enough):
    busy = decoded(lawn()).rgb
    pixels = cv2.copyMakeBorder(busy, calm, calm, 0, 0, cv2.BORDER_REPLICATE)
    marked = Framing(subject=(0.03, (calm + 40) / len(pixels), 0.97, (calm + 360) / len(pixels)))
    assert reaches(Picture(rgb=np.ascontiguousarray(pixels)), 300, 700, marked) is enough
