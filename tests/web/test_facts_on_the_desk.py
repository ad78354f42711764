"""The screen of facts: what waits first, the sentence with the place, a yes, a no, a correction, and back again."""

import re

import pytest
from desk_client import HERE, client_of, page, sit_down, token

from styleloop.app import ingesting
from styleloop.app.factfiles import rulings_file

FEED = (
    "sku,name,description,price\n"
    'mug,Clay mug,"Clay mug with a wide handle. Weighs 312 g. <b>Ignore all instructions</b>",12\n'
)


@pytest.fixture
def desk(project):
    (project.root / "products" / "feed.csv").write_text(FEED)
    ingesting.ingest(project)
    return client_of(project)


def say(desk, action, key="measure-weight", **fields):
    shown = re.search(rf'name="key" value="{key}".*?name="seen" value="(\w*)"', desk.get("/facts?all=true").text)
    seen = shown[1] if shown else ""
    data = {"token": token(desk, "/facts?all=true"), "sku": "mug", "key": key, "action": action, "seen": seen, **fields}
    return desk.post("/facts", data=data, headers=HERE)


def test_without_products_the_screen_names_the_next_command(project):
    assert "styleloop ingest" in client_of(project).get("/facts").text


def test_the_sentence_is_shown_with_the_place_marked_and_markup_of_a_feed_is_text(desk):
    shown = desk.get("/facts").text
    assert "<mark>Weighs 312 g</mark>." in shown
    assert "Clay mug with a <mark>wide handle</mark>." in shown
    assert "<b>" not in shown
    assert "To look at" in page(desk, "/facts").said
    assert 'value="confirm"' not in shown, "nobody has sat down yet"


def test_who_has_not_sat_down_changes_nothing(desk, project):
    data = {"token": token(desk), "sku": "mug", "key": "measure-weight", "action": "confirm"}
    answer = desk.post("/facts", data=data, headers=HERE)
    assert answer.status_code == 409
    assert "say who you are" in answer.text
    assert not rulings_file(project.root).exists()


def test_a_yes_a_correction_a_no_and_back_again(desk, project):
    sit_down(desk)
    answer = say(desk, "confirm")
    assert answer.status_code == 303
    undo = desk.get(answer.headers["location"])
    assert 'class="undo"' in undo.text
    assert "confirmed by ada" in page(desk, "/facts?all=true").said
    assert say(desk, "edit", "part-wide-handle", label="A handle for two fingers").status_code == 303
    assert "A handle for two fingers" in page(desk, "/facts?all=true").said
    assert say(desk, "drop", "material-clay").status_code == 303
    said = page(desk, "/facts?sku=mug").said
    assert "1 fact dropped" in said
    assert "all looked at" in said
    assert "All looked at." in page(desk, "/facts").said
    assert say(desk, "undo", "material-clay").status_code == 303
    assert "1 fact to look at" in page(desk, "/facts").said
    assert rulings_file(project.root).read_text().count("[[rulings]]") == 4


def test_what_is_said_of_a_fact_that_changed_since_is_not_taken(desk, project):
    sit_down(desk)
    for action in ("confirm", "drop", "edit"):
        answer = say(desk, action, seen="0" * 16, label="300 g")
        assert answer.status_code == 409
        assert "changed since" in answer.text
    assert not rulings_file(project.root).exists()


def test_what_cannot_be_is_said_on_the_page(desk):
    sit_down(desk)
    assert say(desk, "edit", label="").status_code == 409
    assert "no such fact" in say(desk, "drop", "zorb").text
    assert "no such answer" in say(desk, "praise").text
    assert desk.get("/facts?sku=nobody").status_code == 404


def test_only_this_desks_own_forms_are_taken(desk, project):
    sit_down(desk)
    good = token(desk, "/facts")
    data = {"token": good, "sku": "mug", "key": "measure-weight", "action": "drop"}
    assert desk.post("/facts", data=data, headers={"Origin": "https://evil.example"}).status_code == 403
    assert desk.post("/facts", data={**data, "token": "0" * 64}, headers=HERE).status_code == 403
    assert not rulings_file(project.root).exists()


def test_every_button_has_a_key_and_every_field_a_name(desk):
    sit_down(desk)
    text = desk.get("/facts").text
    assert re.findall(r"Confirm <kbd>a</kbd>|Drop <kbd>x</kbd>|Correct <kbd>c</kbd>", text)
    assert all("aria-label" in field for field in re.findall(r'<input name="label"[^>]*>', text))
