"""The first run in the hands of a person: each step kept, nothing written before the last, all of it taken back."""

import re
import tomllib

import numpy as np
import pytest
from desk_client import HERE, client_of, page, sit_down, token
from PIL import Image

from styleloop.app import beginning, brandedits
from styleloop.app.founding import planned
from styleloop.app.tinting import contrast, named, pairs, picked, toned
from styleloop.types.brand import Colour
from styleloop.types.picture import Picture
from styleloop.web.desk import words

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="90" height="90" fill="#0b4f6c"/>'
    b'<circle cx="200" cy="50" r="40" fill="#ff8811"/><path d="M100 10h40v80h-40z" fill="#1d1d1f"/></svg>'
)
GUIDE = b'# Voice\n\nNever use exclamation marks.\n\nDo not say "game-changing".\n'
ADS = b"name,headline,locale\na,It rained. It will rain again.,en-GB\nb,Rain has plans.,en-GB\n"
YOURS = ("It rained. It will rain again.", "Your umbrella has eight ribs.", "You own your weather.")
OTHERS = ("Unleash the REVOLUTIONARY experience now!!!", "Elevate your game!", "Why wait? Grab it today!")


def send(desk, step, files=None, go="keep", **fields):
    data = {"token": token(desk), "go": go, **fields}
    return desk.post(f"/brand/new/{step}", data=data, files=files or {"none": ("", b"")}, headers=HERE)


def state_of(desk):
    return re.search(r'name="state" value="(\w+)"', desk.get("/brand/new/write").text)[1]


def files_of(project):
    kept = ("brand", "markets", "checks", "library")
    return {
        p.relative_to(project.root).as_posix(): p.read_bytes()
        for f in kept
        for p in (project.root / f).rglob("*")
        if p.is_file()
    }


def test_from_a_blank_brand_to_files_and_back(desk, project):
    before = files_of(project)
    assert "Make it yours" in page(desk, "/brand").said
    assert desk.get("/brand/new").headers["location"] == "/brand/new/name"
    sent = send(desk, "name", {"logo": ("../../evil.svg", LOGO)}, name="Brolly & <b>Sons</b>", locale="en-GB")
    assert sent.headers["location"] == "/brand/new/colours"
    shown = desk.get("/brand/new/colours").text
    assert all(code in shown for code in ("#0b4f6c", "#ff8811", "#1d1d1f")), "exactly the logo's colours"
    send(desk, "colours", hex=["#0b4f6c", "#ff8811", "#808080"], colour=["sea", "sun", "no"], use=["0", "1"])
    send(desk, "type", serif="Amiri", sans="Public Sans", weight="700")
    assert send(desk, "voice", go="propose", yours=YOURS, others=OTHERS).headers["location"] == "/brand/new/voice"
    said = page(desk, "/brand/new/voice").said
    assert "0 exclamation marks in those that sound like you, 5 in the others" in said
    send(
        desk, "voice", yours=YOURS, others=OTHERS, person="second", max_headline_words="9", questions="yes",
        word=["rained"], never=["revolutionary", "Grab"], do="End on the product.", dont='Call it a "solution".',
    )  # fmt: skip
    send(desk, "guidelines", {"guideline": ("Our Guide.md", GUIDE)}, go="read")
    rule = re.findall(r'name="rule" value="(rule_\w+)"', desk.get("/brand/new/guidelines").text)[0]
    send(desk, "guidelines", rule=rule)
    assert send(desk, "ads", {"ads": ("Export 2026.csv", ADS)}, go="read").status_code == 303
    assert "Pieces and answers 2" in page(desk, "/brand/new/ads").said
    assert files_of(project) == before, "nothing is written before the last step"
    diff = desk.get("/brand/new/write").text
    assert all(f in diff for f in ("brand/kit.toml", "brand/logo.svg", "checks/rules.toml", "library/export-2026.csv"))
    done = desk.post("/brand/new/write", data={"token": token(desk), "state": state_of(desk)}, headers=HERE)
    assert done.status_code == 303, done.text
    text = (project.root / "brand/kit.toml").read_text()
    kit = tomllib.loads(text)
    assert (kit["name"], kit["voice"]["person"], kit["voice"]["max_headline_words"]) == (
        "Brolly & <b>Sons</b>",
        "second",
        9,
    )
    assert not kit["voice"]["exclamations"]
    assert {c["name"] for c in kit["colours"]} == {"sea", "sun", "ink", "paper"}
    assert kit["faces"][0] == {**kit["faces"][0], "serif": ["Amiri"], "weight": 700}
    assert "# Words that sound like you" in text, "comments are kept"
    terms = tomllib.loads((project.root / "brand/terms.toml").read_text())["terms"]
    assert [t["text"] for t in terms] == ["revolutionary", "Grab"], "the one that was known is not said twice"
    assert (project.root / "brand/guidelines/02-our-guide.md").read_bytes() == GUIDE
    assert project.kit.rules[0].id == rule
    shown = desk.get("/brand").text
    assert "Brolly &amp; &lt;b&gt;Sons&lt;/b&gt;" in shown
    assert "<b>Sons" not in shown
    edit = brandedits.edits(project)[0]
    assert (edit.who, edit.role) == ("ada", "architect")
    desk.post("/brand/undo", data={"token": token(desk), "edit": edit.id}, headers=HERE)
    assert files_of(project) == before
    assert desk.post("/brand/undo", data={"token": token(desk), "edit": edit.id}, headers=HERE).status_code == 422


def test_nothing_is_lost_on_a_reload_and_steps_may_be_passed_over(desk, project):
    send(desk, "name", name="Brolly", locale="de-DE")
    assert 'value="Brolly"' in desk.get("/brand/new/name").text
    assert send(desk, "colours", go="later").headers["location"] == "/brand/new/type"
    assert desk.get("/brand/new").headers["location"] == "/brand/new/type"
    assert {c.file for c in planned(project, beginning.read(project))} == {"brand/kit.toml"}
    send(desk, "name", go="anew")
    assert beginning.read(project) == beginning.Beginning()


@pytest.mark.parametrize(
    ("step", "files", "fields", "says"),
    [
        ("name", {"logo": ("a.svg", LOGO.replace(b"<rect", b"<script>1</script><rect"))}, {"name": "x"}, "a script"),
        ("name", {"logo": ("a.png", b"%PDF-1.7 ...")}, {"name": "x"}, "no SVG or PNG"),
        ("name", {"logo": ("a.svg", LOGO + b" " * 2_000_001)}, {"name": "x"}, "too large"),
        ("name", {}, {"name": "  "}, "a brand has a name"),
        ("name", {}, {"name": "x", "locale": "../x"}, "no such language"),
        ("name", {"logo": ("a.svg", b"")}, {"name": "x"}, "the file is empty"),
        ("colours", {"picture": ("a.jpg", b"GIF89a")}, {}, "picture"),
        ("guidelines", {"guideline": ("a.md", b"")}, {}, "the file is empty"),
        ("ads", {"ads": ("a.csv", b"")}, {}, "the file is empty"),
        ("ads", {"ads": ("../a.csv", b"\x00" * 99)}, {}, "no ad was read: a.csv: no installed source"),
        ("colours", {}, {"hex": "red;}", "colour": "x", "use": "0"}, "this is no colour"),
        ("type", {}, {"serif": "Comic", "sans": "Amiri", "weight": "400"}, "installed"),
        ("voice", {}, {"person": "second", "max_headline_words": "900"}, "so many words"),
        ("guidelines", {"guideline": ("a.exe", b"MZ")}, {}, "no such kind of document"),
        ("guidelines", {"guideline": ("a.docx", b"not a zip")}, {}, "Word"),
        ("ads", {"ads": ("a.csv", b"nothing,here\n")}, {}, "no ad was read"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_not_kept(untouched, step, files, fields, says):
    project, desk = untouched
    answer = send(desk, step, files, **fields)
    assert answer.status_code == 422, answer.text
    assert says in re.search(r'class="refused" role="alert"[^>]*>([^<]*)', answer.text)[1]
    assert beginning.read(project) == beginning.Beginning()


def test_only_an_architect_and_only_this_desks_forms_change_anything(desk, project):
    data = {"token": token(desk), "name": "x", "go": "keep"}
    address = "/brand/new/name"
    assert desk.post(address, data=data, headers={"Origin": "https://evil.example"}).status_code == 403
    assert desk.post(address, data={**data, "token": "0" * 64}, headers=HERE).status_code == 403
    big = {**HERE, "Content-Length": "999999999"}
    assert desk.post(address, content=b"", headers=big).status_code == 413
    assert desk.post(address, content=(b"" for _ in ()), headers=HERE).status_code == 411
    sit_down(desk, "bo", "reviewer")
    assert send(desk, "name", name="x").status_code == 409
    desk.cookies.clear()
    desk.get(address)
    assert send(desk, "name", name="x").status_code == 409
    assert beginning.read(project) == beginning.Beginning()


def test_a_file_that_changed_since_the_page_was_made_is_not_overwritten(desk, project):
    send(desk, "name", name="Brolly", locale="en-GB")
    state = state_of(desk)
    kit = project.root / "brand/kit.toml"
    kit.write_text(kit.read_text() + "\n# a colleague was here\n")
    data = {"token": token(desk), "state": state}
    answer = desk.post("/brand/new/write", data=data, headers=HERE)
    assert answer.status_code == 409
    assert "a colleague was here" in kit.read_text()
    assert "Brolly" not in kit.read_text()


def test_a_file_that_cannot_be_changed_in_place_is_named_and_left_alone(desk, project):
    kit = project.root / "brand/kit.toml"
    kit.write_text(kit.read_text().replace("[voice]", "voice.emoji = true\n[voice_]").replace("voice_]", "other]"))
    before = kit.read_bytes()
    (project.state / beginning.FILE).write_text("{}x")
    assert beginning.read(project) == beginning.Beginning()
    beginning.keep(project, voice={"person": "second"})
    answer = desk.get("/brand/new/write")
    assert answer.status_code == 200
    assert "without touching more" in answer.text
    assert desk.post("/brand/new/write", data={"token": token(desk), "state": "x"}, headers=HERE).status_code == 409
    assert kit.read_bytes() == before


def test_the_screens_say_the_screens_words(untouched):
    project, desk = untouched
    told = [text for guardrail in project.guardrails for text in guardrail.rules.values()]
    for address in (*(f"/brand/new/{step}" for step in beginning.STEPS), "/brand", "/library", "/new"):
        said = page(desk, address).said
        for text in told:
            said = said.replace(" ".join(text.split()), "")
        for word in (*words.SCREEN, *words.NEVER_ON_SCREEN):
            assert not re.search(rf"\b{word}s?\b", said, re.I), f"{word} on {address}"
    assert "/brand/new" in desk.get("/").text, "a project of which nothing is known leads there"


def test_words_stand_out_on_every_palette_whatever_the_colours():
    for codes in (["#ff6600", "#ffffff"], ["#ffd400"], ["#777777"], ["#00ff00", "#ff00ff", "#0000ff"], ["#000000"]):
        made = toned([Colour(name=n, hex=c) for n, c in zip(named(codes), codes, strict=True)])
        assert made.tones
        assert all(pair.legible for tone in made.tones for pair in pairs(tone)), codes
    assert toned([Colour(name="grey", hex="#777777")]).moved, "what was moved is said"
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    gold = toned([Colour(name="deep green", hex="#2f4f3a"), Colour(name="yellow", hex="#c9a24a")])
    tone = {one.name: one for one in gold.tones}["yellow"]
    assert tone.panel == "#c9a24a", "a ground on which dark words can be read stays the brand's"
    assert contrast(tone.line, tone.panel) > 6
    assert "stays as it is" in gold.moved[0]


def test_a_logo_that_cannot_be_read_on_a_panel_is_said_and_shown_there(desk, project):
    two = LOGO.replace(b"#0b4f6c", b"#2f4f3a").replace(b"#ff8811", b"#c9a24a").replace(b"#1d1d1f", b"#2f4f3a")
    send(desk, "name", {"logo": ("a.svg", two)}, name="Leaf", locale="en-GB")
    told = desk.get("/brand/new/colours").text
    assert "The logo cannot be read on deep green" in told
    assert "The logo cannot be read on yellow" not in told
    picture = desk.get(re.search(r'href="(/logos/\w+/\w+\.png)"', told)[1])
    assert (picture.status_code, picture.content[:4]) == (200, b"\x89PNG")
    assert desk.get("/logos/0/x.png").status_code == 404
    send(desk, "name", {"logo": ("b.svg", two.replace(b"#c9a24a", b"#2f4f3a"))}, name="Leaf", locale="en-GB")
    assert "cannot be read" not in desk.get("/brand/new/colours").text, "in one colour it takes that of the words"


def test_who_one_is_is_asked_before_anything_is_typed(project):
    stranger = client_of(project)
    asked = stranger.get("/brand/new/name").headers["location"]
    assert asked == "/you?back=/brand/new/name"
    assert "<option selected>architect" in stranger.get(asked).text
    sit_down(stranger, "bo", "reviewer")
    assert '<fieldset class="all-of-it" disabled>' in stranger.get("/brand/new/name").text


def test_a_picture_without_one_exact_colour_gives_what_looks_alike():
    found = picked(Picture(rgb=np.asarray(Image.linear_gradient("L").convert("RGB"))))
    assert 2 <= len(found) <= 6
    assert sum(one.share for one in found) == pytest.approx(1)
