"""models.toml as people write it, what was spent, and the verb that tells of both."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from answering import LINE, asking, fails, says
from typer.testing import CliRunner

from styleloop.adapters.models.openai_text import OpenAIText
from styleloop.app import models
from styleloop.app.checkup import examine
from styleloop.app.project import Project
from styleloop.app.spending import Spending
from styleloop.cli.main import app
from styleloop.errors import InputError, SettingsError
from styleloop.types.model import Answer, ModelEntry
from styleloop.types.record import Refusal

ECHO = {"name": "parrot", "adapter": "echo"}


def test_a_project_without_the_file_has_no_models(project):
    (project.root / "models.toml").unlink(missing_ok=True)
    assert models.text_models(project) == ()
    assert models.image_model(project) is None
    told = CliRunner().invoke(app, ["models", "-C", str(project.root)])
    assert "No models.toml: lines come from your own frames." in told.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[text]\n", "models.toml is not TOML"),
        ('[[texts]]\nname = "a"\n', r"texts: expected \[\[text\]\] or \[\[image\]\]"),
        ('[text]\nname = "a"\n', r"text: expected \[\[text\]\] tables"),
        ('[[text]]\nadapter = "echo"\n', r"\[\[text\]\] 1: field name"),
        ('[[text]]\nname = "Big One"\nadapter = "echo"\n', r"\[\[text\]\] 1 \(Big One\): field name.*'Big One'"),
        ('[[text]]\nname = "a"\nadapter = "echo"\nurk = 1\n', r"1 \(a\): field urk: expected no such field"),
        ('[[text]]\nname = "a"\nadaptor = "echo"\n', "field adaptor: expected no such field; did you mean adapter"),
        ('[[text]]\nname = "a"\nadapter = "echo"\nkey = "sk-123"\n', 'field key: .*environment variable.*key_env = "'),
        ('[[text]]\nname = "a"\nadapter = "echo"\napi_token = ["sk-123"]\n', "field api_token: .*key_env"),
        ('[[text]]\nname = "a"\nadapter = "echo"\nkey_env = "sk-123"\n', "field key_env: expected the name"),
        ('[text]\nname = "a"\nkey = "sk-123"\n', r"expected \[\[text\]\] tables; got: \[text\]"),
        ('[[text]]\nname = "a"\nadapter = "oracle"\n', r"1 \(a\): field adapter: expected one of echo, gguf, openai"),
        ('[[text]]\nname = "a"\nadapter = "painter"\n', "field adapter: expected one of echo"),
        ('[[text]]\nname = "a"\nadapter = "echo"\ntimeout = 0\n', "field timeout.*got: 0"),
        (
            '[[text]]\nname = "a"\nadapter = "echo"\n[[text]]\nname = "a"\nadapter = "echo"\n',
            r"\[\[text\]\] 2 \(a\): field name: two of one name",
        ),
        (
            '[[text]]\nname = "a"\nadapter = "echo"\nbudget = 5\n',
            "field budget: it cannot be kept without prices.*price_in",
        ),
        ('[[image]]\nname = "a"\nadapter = "comfyui"\nbudget = 5\n', "field budget.*price_picture"),
        ('[[text]]\nname = "a"\nadapter = "openai"\nurl = "https://me:pw@host/v1"\n', "field url.*key_env"),
        ('[[text]]\nname = "a"\nadapter = "openai"\nurl = "host:8080/v1"\n', "field url.*http://.*'host:8080/v1'"),
    ],
)
def test_a_wrong_entry_names_file_table_and_field(project, text, said):
    (project.root / "models.toml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=said) as caught:
        models.text_models(project)
    assert "models.toml" in str(caught.value)
    assert "sk-123" not in str(caught.value)


def test_echo_says_back_what_it_was_asked_in_the_shape_that_was_asked_for(described):
    [echo] = described(ECHO)
    shape = {
        "type": "object",
        "properties": {
            "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}, "minItems": 2, "maxItems": 4},
            "tone": {"enum": ["dry", "warm"]},
        },
        "required": ["lines", "tone"],
        "additionalProperties": False,
        "$defs": {
            "Line": {
                "type": "object",
                "properties": {"headline": {"type": "string", "minLength": 6, "maxLength": 12}},
                "required": ["headline"],
                "additionalProperties": False,
            }
        },
    }
    prompts = asking("It rained all night.\nTake the shell.\nGo.", answer=json.dumps(shape))
    first, again = (echo.write(prompts)[0] for _ in range(2))
    assert first == again
    said = json.loads(first.text)
    assert said["tone"] == "dry"
    assert all(6 <= len(line["headline"]) <= 12 for line in said["lines"])
    assert echo.write(asking("Another.", answer=json.dumps(shape)))[0].text != first.text


def test_an_image_model_is_made_by_name_or_first(project, described):
    described({"name": "rooms", "adapter": "comfyui", "url": "http://127.0.0.1:1"}, half="image")
    assert models.image_model(project) is models.image_model(project, "rooms")
    with pytest.raises(InputError, match=r"no such image model.*expected: rooms"):
        models.image_model(project, "room")


def priced(endpoint, **more):
    fields = {"name": "paid", "adapter": "openai", "url": endpoint.url, "model": "m", "tries": 1, "max_tokens": 100}
    return {**fields, "price_in": 1000, "price_out": 1000, **more}


def test_a_budget_stops_before_the_request_that_might_break_it_and_keeps_the_answers(described, endpoint, project):
    endpoint.answers(says(LINE, usage=(100, 50)))
    [model] = described(priced(endpoint, name="stops", budget=1.0, max_tokens=100))
    found = model.write(asking(*(f"Rain {number}." for number in range(12))))
    kinds = [isinstance(one, Answer) for one in found]
    assert kinds == sorted(kinds, reverse=True)  # answers first, then refusals
    assert 1 <= sum(kinds) < 12
    assert len(endpoint.seen) == sum(kinds)  # nothing was sent for the rest
    refused = found[-1]
    assert "budget of stops is reached" in refused.why
    assert refused.permanent
    assert "raise budget" in refused.cure
    spent = Spending(project.state).spent("stops", "USD")
    assert spent.money == pytest.approx(sum(kinds) * 0.15)
    assert spent.money <= 1.0
    assert (spent.requests, spent.held) == (sum(kinds), 0)
    # another run goes on where this one stopped
    endpoint.answers(says(LINE))
    [again] = described(priced(endpoint, name="stops", budget=1.0, max_tokens=100, timeout=9))
    assert isinstance(again.write(asking("Rain."))[0], Refusal)
    assert not endpoint.seen
    [more] = described(priced(endpoint, name="stops", budget=2.0, max_tokens=100))
    assert isinstance(more.write(asking("Rain."))[0], Answer)


def test_what_is_refused_costs_nothing_and_what_is_not_counted_is_guessed_and_marked(described, endpoint, project):
    endpoint.answers(fails(500, "no"), says(LINE, usage=None))
    [model] = described(priced(endpoint, name="guessed"))
    model.write(asking("Rain."))
    assert Spending(project.state).spent("guessed", "USD").requests == 0
    [answer] = model.write(asking("Rain."))
    spent = Spending(project.state).spent("guessed", "USD")
    assert (spent.requests, spent.guessed) == (1, 1)
    assert spent.money == pytest.approx(answer.cost)
    assert answer.cost > 0


KILLED = """
import json, os, sys
from pathlib import Path
from styleloop.adapters.models.echo import Echo
from styleloop.app.spending import Spending
from styleloop.types.model import ModelEntry, Prompt
entry = ModelEntry(name="killed", adapter="echo", price_in=1000, price_out=1000, max_tokens=100)
model = Echo(entry, Spending(Path(sys.argv[1])).purse(entry))
prompts = [Prompt(system="", user=user) for user in ("Rain.", "Snow.")]
model.write(prompts, lambda at, words: os._exit(9) if at == 1 else None)
"""


def test_a_run_that_is_killed_loses_no_account(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 9, done.stderr
    spent = Spending(tmp_path).spent("killed", "USD")
    assert (spent.requests, spent.open) == (1, 1)
    assert 0 < spent.money < 0.01
    assert spent.held > 0.1  # the second was on its way: it counts at its most


def test_processes_and_threads_at_once_never_break_a_budget(tmp_path):
    entry = ModelEntry(name="many", adapter="echo", price_out=1e6, budget=20)
    books = [Spending(tmp_path) for _ in range(4)]

    def one(number):
        hold = books[number % 4].purse(entry).hold("x", 0, 3)
        return 0 if isinstance(hold, Refusal) else hold.settle(0, 1 + number % 3)

    with ThreadPoolExecutor(8) as pool:
        paid = sum(pool.map(one, range(40)))
    # What was held in the rush turned the last askers away; what is left is there for one who asks alone.
    while alone := one(0):
        paid += alone
    spent = books[0].spent("many", "USD")
    assert spent.money == paid
    assert 17 < paid <= 20
    assert (spent.held, spent.open) == (0, 0)


def test_an_account_book_that_cannot_be_written_stops_the_asking(endpoint, tmp_path):
    endpoint.answers(says(LINE))
    (tmp_path / "spending.db").write_bytes(b"this is no database" * 100)
    entry = ModelEntry(**priced(endpoint, name="unwritten"))
    [found] = OpenAIText(entry, Spending(tmp_path).purse(entry)).write(asking("Rain."))
    assert "cannot be written down" in found.why
    assert not endpoint.seen


def test_the_verb_lists_checks_and_says_what_to_expect(described, endpoint, project):
    endpoint.answers(says(LINE), fails(404, "no such model"))
    (project.root / "small.gguf").write_bytes(b"GGUF")
    small = {"name": "small", "adapter": "gguf", "model": "small.gguf"}
    gone = {"name": "gone", "adapter": "gguf", "model": "gone.gguf"}
    keyed = {"name": "keyed", "adapter": "openai", "url": endpoint.url, "model": "m", "key_env": "NOT_SET_ANYWHERE"}
    described(priced(endpoint, budget=3), ECHO, small, gone, keyed)

    def run(*words):
        return CliRunner().invoke(app, ["models", *words, "-C", str(project.root)])

    assert run("check", "paid").exit_code == 0
    refused = run("check", "paid", "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["ok"]) == (1, False)
    assert json.loads(refused.stdout)["subject"] == "paid, asked for one headline"
    listed = json.loads(run("--json").stdout)
    [paid] = [one for one in listed if one["name"] == "paid"]
    assert paid["left"] == pytest.approx(3 - paid["spent"]["money"])
    words = re.sub(r"\s+", " ", run().stdout)
    assert "small: 0 MB: a model this small is no copywriter" in words
    assert "parrot: no model: repeats its prompt" in words
    assert "gone: there is no gone.gguf" in words
    assert "keyed: its key is not set: NOT_SET_ANYWHERE" in words
    found = {one.what: one for one in examine(project.root) if one.what.startswith("model ")}
    assert [name for name, one in found.items() if not one.ok] == ["model gone", "model keyed"]


def test_what_an_entry_lacks_is_said_as_its_adapter_needs_it(described, project):
    described(
        {**ECHO, "model": "any"},
        {"name": "nowhere", "adapter": "openai", "model": "x"},
        {"name": "nameless", "adapter": "openai", "url": "http://127.0.0.1:9/v1"},
        {"name": "empty", "adapter": "gguf"},
    )
    listed = {one.name: one.lacks for one in models.standings(project)}
    assert listed["parrot"] == ""
    assert "no address to ask at: write url" in listed["nowhere"]
    assert "no model is named" in listed["nameless"]
    assert "no file or folder is named" in listed["empty"]


def test_a_model_that_stays_as_it_is_stays_the_same_one(described):
    [first] = described(ECHO)
    [same] = described(ECHO)
    [other] = described({**ECHO, "max_tokens": 99})
    assert first is same
    assert other is not first


def test_a_project_opened_twice_reads_one_account(project, described):
    [model] = described({**ECHO, "name": "shared"})
    model.write(asking("Rain."))
    other = Project(project.root)
    [shared] = [one for one in models.standings(other) if one.name == "shared"]
    other.close()
    assert shared.spent.requests == 1
