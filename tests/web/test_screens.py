"""Every screen: words people know, a title, landmarks, alt texts, colours that can be read, keys that are all bound."""

import re
from datetime import date
from pathlib import Path

import pytest
from desk_client import Page, client_of, decide, page, sit_down
from small_desk import AT, fill, make_project

from styleloop.app.shipping import lines_of
from styleloop.types.asset import Response
from styleloop.types.experiment import Arm, Experiment
from styleloop.types.record import Where
from styleloop.types.review import Publication
from styleloop.types.style import Effect, Exemplar, Norm, Pattern, StyleVector
from styleloop.web.desk import words
from styleloop.web.sheet import write_sheet

STATIC = Path(words.__file__).parent / "static"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project in the middle of everything: posted, tested, learnt, and lines still waiting."""
    made = make_project(tmp_path_factory.mktemp("screens") / "acme")
    campaign = fill(made)
    learn(made)
    client = client_of(made)
    sit_down(client)
    decided = [x for x in lines_of(made) if x.state == "waiting"][:2]
    for line in decided:
        decide(client, line.variants[0].id, "approve")
    post(made, campaign, [v for line in decided for v in line.variants if v.placement == "square"])
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(project):
    client = client_of(project)
    sit_down(client)
    return client


def learn(project) -> None:
    """Two versions of a house style for Germany, the second with something known and something not."""
    first = StyleVector(brand="b", market="de-DE", evidence="0" * 64, extractors=("copy@1",), weights="")
    now = StyleVector(
        brand="b", market="de-DE", evidence="1" * 64, extractors=("copy@1",), parent=first.id, tests=("t-1", "t-2"),
        norms=(norm("copy.words", "words", 7), norm("copy.exclamation", "count", 0), norm("picture.hue", "OKLab a", 3)),
        effects=(effect("copy.words", -0.2, "hurts"), effect("copy.graphemes", 0.02, "not known yet")),
        patterns=(Pattern(slot="headline", locale="de-DE", skeleton="{product}.", gaps=()),),
        exemplars=(Exemplar(asset="asset_1", verdict="winner", lift=0.1, sd=0.05),),
    )  # fmt: skip
    project.store.styles.add([first, now])
    project.store.promote([("de-DE", first.id, "first version", "first")])
    project.store.promote([("de-DE", now.id, "short lines foresee unread tests better", "second")])


def norm(measure: str, unit: str, median: float) -> Norm:
    spread = tuple(median * share for share in (0.5, 0.7, 0.9, 1, 1.1, 1.3, 1.5))
    return Norm(
        measure=measure, unit=unit, extractor="copy@1", locale="de-DE", median=median, iqr=1, quantiles=spread, n=9
    )


def effect(measure: str, mean: float, verdict: str) -> Effect:
    return Effect(
        measure=measure, mean=mean, sd=0.05, low=mean - 0.08, high=mean + 0.08, spread=2, tests=4, verdict=verdict
    )


def post(project, campaign, variants) -> None:
    """Everything given is out, and the first is tested against the second."""
    decisions = {d.variant: d.id for d in project.store.decisions.all()}
    names = [f"umbrella-{number}" for number in range(len(variants))]
    test = Experiment(
        campaign=campaign.id, market="en-GB", placement="square", control=names[0], starts=date(2026, 9, 2),
        arms=tuple(Arm(name=n, subject=v.id, share=0.5) for n, v in zip(names, variants, strict=True)),
    )  # fmt: skip
    project.store.experiments.add([test])
    for number, (name, variant) in enumerate(zip(names, variants, strict=True)):
        out = Publication(
            variant=variant.id, seal=variant.seal, decision=decisions[variant.id], channel="folder", files=(), at=AT,
            market=variant.market, placement=variant.placement, test=test.id, arm=name, name=name,
        )  # fmt: skip
        project.store.publications.add([out])
        row = Response(
            subject=variant.id, test=test.id, market="en-GB", placement="square",
            day=date(2026, 9, 3), shown=900, clicked=9 + 20 * number,
            exposure="randomised", propensity=0.5, simulated=True, source=Where(file="r.csv"),
        )  # fmt: skip
        project.store.responses.add([row])


def addresses(project) -> list[str]:
    each = [f"/variants/{x.variants[0].id}" for x in lines_of(project)]
    campaign = project.store.campaigns.all()[0].id
    fixed = ["/", "/?state=all", "/?state=rejected", "/grid", "/results", "/style", "/style?market=de-DE", "/runs"]
    return [*fixed, "/new", "/you", f"/campaigns/{campaign}", *each, f"{each[0]}/versions"]


def sheet(project, folder) -> Page:
    return Page(write_sheet(project, {"words": "not known yet"}, folder).read_text("utf-8"))


@pytest.fixture(scope="module")
def pages(project, desk, tmp_path_factory) -> dict[str, Page]:
    """Every screen there is, the contact sheet and the empty and failing ones included."""
    shown = {address: page(desk, address) for address in addresses(project)}
    shown["sheet"] = sheet(project, tmp_path_factory.mktemp("sheet"))
    for address in ("/variants/nope", "/nope", "/style?market=xx-XX"):
        shown[address] = Page(desk.get(address).text)
    empty = make_project(tmp_path_factory.mktemp("empty") / "acme")
    for address in ("/", "/grid", "/results", "/style", "/runs", "/new"):
        shown[f"empty {address}"] = page(client_of(empty), address)
    empty.close()
    return shown


def test_no_screen_says_a_word_that_only_specialists_know(pages):
    for address, shown in pages.items():
        for word in words.NEVER_ON_SCREEN:
            assert not re.search(rf"\b{word}\b", shown.said, re.I), f"{word} on {address}"


def test_screens_say_the_screens_words_and_not_the_codes(pages):
    for address, shown in pages.items():
        said = shown.said.replace("results 1,800 times shown refine", "")  # the loop's own nine names
        for word in words.SCREEN:
            assert not re.search(rf"\b{word}s?\b", said, re.I), f"{word} on {address}"


def test_every_page_has_a_title_of_its_own_a_main_part_and_one_heading(pages):
    for address, shown in pages.items():
        assert shown.title.strip(), address
        assert len(shown.of("main")) == 1, address
        assert shown.of("html")[0]["lang"] == "en"
        assert shown.of("h1") or shown.of("h2"), address
    titles = [shown.title for address, shown in pages.items() if address in ("/", "/grid", "/results", "/runs", "/new")]
    assert len(set(titles)) == len(titles)


def test_what_a_small_format_leaves_out_is_said(tmp_path):
    made = make_project(tmp_path / "acme")
    fill(made)
    [one, *_] = lines_of(made)[0].variants
    told = one.model_dump(mode="json", exclude={"id"})
    small = type(one).model_validate({**told, "rendering": {**told["rendering"], "dropped": ["body"]}})
    made.store.variants.add([small])
    client = client_of(made)
    sit_down(client)
    assert "Not on the picture, on purpose: body." in client.get(f"/variants/{small.id}").text
    assert "Not on the picture" not in client.get(f"/variants/{one.id}").text
    made.close()


def test_every_picture_has_an_alternative(pages):
    for address, shown in pages.items():
        for picture in shown.of("img"):
            assert "alt" in picture, f"{picture} on {address}"


def test_every_field_has_a_label_and_every_state_a_word(desk, project):
    for address in ("/you", "/new", f"/variants/{lines_of(project)[0].variants[0].id}"):
        text = re.sub(r"<label.*?</label>", "", desk.get(address).text, flags=re.S)
        named = {label.get("for") for label in Page(desk.get(address).text).of("label")}
        fields = [f for f in Page(text).of("input") + Page(text).of("textarea") if f.get("type") != "hidden"]
        assert not [f for f in fields if not f.get("aria-label") and f.get("id") not in named], address
    for _, word in words.STATES.values():
        assert word.isprintable()


def test_empty_screens_name_the_next_command(tmp_path):
    empty = make_project(tmp_path / "acme")
    client = client_of(empty)
    for address in ("/", "/grid", "/results", "/style", "/runs", "/new"):
        assert re.search(r"<code[^>]*>styleloop \w+", client.get(address).text), address
    empty.close()


def test_the_keys_listed_are_the_keys_bound():
    script = (STATIC / "desk.js").read_text("utf-8")
    bound = set(re.findall(r"^  (\w+)(?:\(\)|:)", script.split("const does = {")[1].split("\n};")[0], re.M))
    assert bound == {action for _, action, _ in words.KEYS}
    assert len({key for key, _, _ in words.KEYS}) == len(words.KEYS)


def test_results_say_simulated_and_keep_what_is_not_known_unknown(pages):
    said = pages["/results"].said
    assert "simulated" in said
    assert "Simulated answers: not sure yet whether any version beats the original" in said
    assert "Umbrella, launch, square post, " in said
    assert "900 shown" in said


def test_the_house_style_is_told_in_words_and_units(pages):
    said = pages["/style?market=de-DE"].said
    assert "Version 2, learnt from 2 tests" in said
    assert "Longer headlines for 2 more words; 4 tests about 18 % fewer clicks (11 to 24 % fewer) hurts" in said
    assert "7 words" in said
    assert "Hardly ever: exclamation." in said


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


READ = (
    ("ink", "paper"), ("ink", "sheet"), ("soft", "paper"), ("soft", "sheet"), ("accent", "paper"), ("accent", "sheet"),
    ("on-accent", "accent"), ("stop", "paper"), ("stop", "sheet"), ("warn", "paper"), ("ink", "mark-warn"),
    ("ink", "mark-stop"), ("ink", "mark-fact"),
)  # fmt: skip


@pytest.mark.parametrize("file", [STATIC / "desk.css", Path(words.__file__).parents[1] / "sheet" / "sheet.css"])
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_pair_of_colours_can_be_read(file, mode):
    blocks = re.findall(r":root \{(.*?)\}", file.read_text("utf-8"), re.S)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[mode]))
    pairs = [(a, b) for a, b in READ if a in colours and b in colours]
    assert len(pairs) >= 8
    for ink, ground in pairs:
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    if "edge" in colours:
        assert contrast(colours["edge"], colours["sheet"]) >= 3


def test_only_what_a_check_stops_is_red():
    rules = re.findall(r"([^{}]+)\{([^{}]*var\(--stop\)[^{}]*)\}", (STATIC / "desk.css").read_text("utf-8"))
    rules += re.findall(r"([^{}]+)\{([^{}]*var\(--stop\)[^{}]*)\}", (STATIC / "screens.css").read_text("utf-8"))
    assert rules
    for selector, _ in rules:
        assert "block" in selector, selector


def test_fonts_come_from_the_desk_itself(desk):
    rules = desk.get("/fonts/faces.css").text
    for address in re.findall(r'url\("([^"]+)"\)', rules):
        assert desk.get(address).content[:4] in (b"\x00\x01\x00\x00", b"OTTO")
    assert {"Vollkorn", "Public Sans", "Amiri", "IBM Plex Sans Arabic"} == set(re.findall(r'family:"([^"]+)"', rules))
    assert desk.get("/fonts/nope.ttf").status_code == 404


def test_the_page_about_the_desk_lists_every_key_and_screen():
    told = (Path(__file__).resolve().parents[2] / "docs" / "desk.md").read_text("utf-8")
    for key, _, _ in words.KEYS:
        assert f"`{key}`" in told, key
    for address, name in (*words.SCREENS, ("/new", "New")):
        assert f"{name} `{address}`" in told
