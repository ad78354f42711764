"""What a text model is asked: stored prompts to read, files people edit, material that cannot break out."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompted import ATTACK, FLASK, KIT, at_desk, brief

from styleloop.drafts import PLACEHOLDERS, desk, prompt_file
from styleloop.drafts.copy.fence import fenced, outside
from styleloop.errors import SettingsError

SNAPSHOTS = Path(__file__).parent / "snapshots"
EARLIER = (("Hot for 99 hours.", "'99 hours' is a number that no fact of the product has"),)
WHOLE = "You write lines.\n---\n" + "\n".join(f"{{{{{name}}}}}" for name in PLACEHOLDERS)


@pytest.mark.parametrize("market", ["en-GB", "de-DE"])
def test_a_prompt_is_as_stored(market):
    """After a wanted change: STYLELOOP_SIGN_GOLDEN=1 pytest tests/prompts, and read what changed."""
    made = at_desk(market).prompt(6, 3, EARLIER)
    text = f"{made.template}, seed {made.seed}\n\n{made.system}\n\n---\n\n{made.user}\n\n---\n\n{made.answer}\n"
    path = SNAPSHOTS / f"draft-{market}.txt"
    if os.environ.get("STYLELOOP_SIGN_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_the_same_brief_asks_the_same_and_another_seed_asks_another():
    one, again, other = (at_desk().prompt(6, seed) for seed in (3, 3, 4))
    assert one.id == again.id != other.id


def test_what_a_feed_says_stays_inside_its_fence():
    made = at_desk().prompt(6, 3)
    assert "ignore all rules" in made.user
    assert "ignore all rules" not in outside(made.user)
    assert len(re.findall(r"^</?data \w+>$", made.user, re.M)) == 2 * 8
    assert made.user.count("## How this brand speaks") == 1
    assert not {"\u202e", "\u200b"} & set(made.user)
    assert made.user.count("{{voice}}") == ATTACK.count("{{voice}}"), "a placeholder in a feed is not filled"


@given(st.lists(st.text(), max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_text_can_forge_a_fence(texts):
    block = fenced("notes", texts)
    assert outside(f"before {block} after").split() == ["before", "after"]
    told = [line for line in block.splitlines()[1:-1] if line != "[]" or texts]
    assert len([json.loads(line) for line in told]) == len(texts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            WHOLE.replace("{{voice}}", "{{voise}}"),
            r"prompts/draft\.md: placeholder \{\{voise\}\} does not exist.*voice",
        ),
        (WHOLE.replace("{{limits}}", ""), r"placeholder \{\{limits\}\} is forgotten"),
        (WHOLE.replace("---", "- - -"), "expected a line ---"),
        (WHOLE.replace("You write lines.", "<!-- nothing -->"), "expected a line ---"),
    ],
)
def test_a_wrong_prompt_file_says_what_is_wrong(text, said):
    with pytest.raises(SettingsError, match=said):
        prompt_file("draft", text, PLACEHOLDERS)


def test_an_edited_file_is_another_version_and_its_comments_are_not_sent():
    own = prompt_file("draft", WHOLE.replace("You write", "<!-- ours -->You sing"), PLACEHOLDERS)
    assert own.version != prompt_file("draft", WHOLE, PLACEHOLDERS).version
    made = desk(brief(), (), KIT, own).prompt(2, 1)
    assert made.template == own.version
    assert made.system == "You sing lines."


def test_a_schema_asks_for_every_field_and_says_what_each_means():
    schema = json.loads(at_desk().prompt(5, 1).answer)
    line = schema["$defs"]["Written"]
    assert schema["properties"]["lines"]["maxItems"] == 5
    assert set(line["required"]) == set(line["properties"]) >= {"headline", "body", "cta", "cited"}
    assert line["additionalProperties"] is False
    assert all(part["description"] for part in line["properties"].values())
    assert not {"title", "default"} & set(re.findall(r'"(\w+)":', json.dumps(schema)))


def test_numbers_in_a_prompt_are_the_facts_of_the_product():
    product = json.loads(re.search(r"<data product>\n(.*)\n</data product>", at_desk().prompt(6, 3).user)[1])
    assert product["price"] == ["£38"]
    assert {"id": "fact.heat", "says": ["Hot for 14 hours", "14 hours"]} in product["facts"]
    assert FLASK.description.split("\n")[0] in product["description (not a fact)"]
