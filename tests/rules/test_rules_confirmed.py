"""From a sentence to a check: drafted, confirmed by a person, applied, flagged when the guideline changes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from typer.testing import CliRunner

from styleloop import drafts
from styleloop.app import starting
from styleloop.app.brand import DATA
from styleloop.app.project import Project
from styleloop.app.rules import answer, drafted, listed
from styleloop.app.screening import screen_texts
from styleloop.cli.main import app
from styleloop.drafts.copy.material import opened
from styleloop.drafts.copy.prompt import prompt
from styleloop.errors import InputError, SettingsError
from styleloop.types.brief import Brief
from styleloop.types.product import NounPhrase, Price, Product
from styleloop.types.record import Where
from styleloop.types.variant import Draft

GUIDE = "brand/guidelines/01-plain-words.md"


@pytest.fixture
def project(tmp_path):
    starting.start(tmp_path, starting.BLANK)
    (tmp_path / GUIDE).write_text(
        "# Plain words\n\nNever say “cheap”; say “good value”. No ellipsis. Be kind always.\n"
    )
    made = Project(tmp_path)
    yield made
    made.close()


def run(project, *words):
    return CliRunner().invoke(app, ["checks", *words, "-C", str(project.root)])


def objections(project, text):
    project._kit_seen = 0.0  # files are looked at again after half a second; a test does not wait
    return {f.rule: f for f in screen_texts(project, [text])[0].findings if f.guardrail.startswith("guidelines@")}


def test_a_rule_is_checked_once_a_person_confirmed_it(project):
    found = json.loads(run(project, "draft", "--json").stdout)
    assert [one["says"] for one in found["drafts"]] == ["say “good value”, not “cheap” (en)", "no ellipses"]
    assert [one["text"] for one in found["not_understood"]] == ["Be kind always."]
    assert objections(project, "A cheap shell...") == {}
    word, dots = (one["rule"] for one in found["drafts"])
    assert run(project, "confirm", word[:13]).exit_code == 0
    assert run(project, "drop", dots).exit_code == 0
    (finding,) = objections(project, "A cheap shell...").values()
    assert (finding.rule, finding.span.text, finding.fix) == ("guideline-better-word", "cheap", "good value")
    assert f"{GUIDE}, Plain words: “Never say “cheap”; say “good value”.”" in finding.cited
    assert drafted(project)[0] == ()
    shown = run(project).stdout
    assert "[confirmed]" in shown
    assert "[dropped]" in shown


def test_a_rule_whose_guideline_has_changed_since_is_flagged(project):
    (one, _) = drafted(project)[0]
    answer(project, [one.rule.id], "confirmed")
    assert [row.changed for row in listed(project)] == [False]
    (project.root / GUIDE).write_text("# Plain words\n\nNever say “cheap” or “bargain”.\n")
    assert [row.changed for row in listed(project)] == [True]
    assert "the guideline has changed since" in " ".join(run(project).stdout.split())
    assert len(drafted(project)[0]) == 2
    assert objections(project, "A cheap shell.")


def test_a_confirmed_word_is_not_drafted(project):
    product = Product(sku="shell", names=(NounPhrase(locale="en", text="rain shell"),), source=Where(file="p.toml"))
    brief = Brief(campaign="c", product=product, market="en-GB", placements=(), style="s")
    (one, _) = drafted(project)[0]
    assert opened(brief, project.kit).objection("headline", "A cheap shell.") == ""
    answer(project, [one.rule.id], "confirmed")
    project._kit_seen = 0.0
    assert opened(brief, project.kit).objection("headline", "A cheap shell.") == "the guidelines have no 'cheap'"


RULES = """
[[rules]]
status = "confirmed"
what = "most"
text = "words"
most = 5
slot = "headline"
quote = "Headlines have at most 5 words."
source = "a.md"
[[rules]]
status = "confirmed"
what = "mark"
text = "semicolon"
quote = "No semicolon."
source = "a.md"
[[rules]]
status = "confirmed"
what = "case"
text = "Rain Shell"
quote = "It is the Rain Shell."
source = "a.md"
[[rules]]
status = "confirmed"
what = "person"
text = "second"
quote = "Speak to the reader."
source = "a.md"
"""


def test_confirmed_rules_are_kept_while_drafting(project):
    product = Product(
        sku="pump",
        names=(NounPhrase(locale="en", text="hand pump", article="a"),),
        prices=(Price(market="en-GB", amount=18, currency="GBP"),),
        source=Where(file="p.toml"),
    )
    brief = Brief(campaign="c", product=product, market="en-GB", placements=(), style="s")

    def longest():
        project._kit_seen = 0.0
        made = drafts.write(brief, (), project.kit, 24)
        return max(len(one.words.text("headline").split()) for one in made if isinstance(one, Draft))

    assert longest() > 5
    (project.root / "checks").mkdir()
    (project.root / "checks" / "rules.toml").write_text(RULES, "utf-8")
    assert longest() <= 5
    held = opened(brief, project.kit)
    assert held.objection("headline", "Take it: wind; rain.") == "the guidelines say: no semicolons"
    assert held.objection("body", "A rain shell.") == "the guidelines say: write “Rain Shell” exactly so"
    assert held.objection("headline", "We made it.") == "the guidelines say: speak in the second person"
    assert held.objection("body", "A body may have more words than five.") == ""


def test_models_are_told_of_confirmed_rules(project):
    product = Product(sku="shell", names=(NounPhrase(locale="en", text="rain shell"),), source=Where(file="p.toml"))
    brief = Brief(campaign="c", product=product, market="en-GB", placements=(), style="s")
    file = drafts.prompt_file("draft", (DATA / "prompts" / "draft.md").read_text("utf-8"), drafts.PLACEHOLDERS)
    assert "Guideline:" not in prompt(file, opened(brief, project.kit), 3, 1).user
    answer(project, [one.rule.id for one in drafted(project)[0]], "confirmed")
    project._kit_seen = 0.0
    told = prompt(file, opened(brief, project.kit), 3, 1).user
    assert "- Guideline: say “good value”, not “cheap”.\n- Guideline: no ellipses.\n" in told


def test_the_file_is_people_s_to_edit_and_is_read_with_care(project):
    (one, other) = drafted(project)[0]
    answer(project, [one.rule.id, other.rule.id], "confirmed")
    path = project.root / "checks" / "rules.toml"
    before = path.read_text("utf-8")
    answer(project, [one.rule.id], "confirmed")
    assert path.read_text("utf-8") == before
    path.write_text(before.replace('"confirmed"', '"maybe"', 1), "utf-8")
    with pytest.raises(SettingsError, match="field status: expected confirmed or dropped; got: 'maybe'"):
        listed(project)
    path.write_text(before.replace('what = "mark"', 'what = "magic"'), "utf-8")
    with pytest.raises(SettingsError, match="field what"):
        listed(project)


def test_remarks_and_order_of_the_file_outlive_an_answer(project):
    (one, other) = drafted(project)[0]
    answer(project, [other.rule.id], "confirmed")
    path = project.root / "checks" / "rules.toml"
    kept = path.read_text("utf-8").replace("[[rules]]", "# Ours since the spring; ask Legal first.\n[[rules]]")
    kept = kept.replace('status = "confirmed"', 'status = "confirmed"  # Ada, in March')
    path.write_text(kept, "utf-8")
    answer(project, [one.rule.id], "confirmed")
    assert path.read_text("utf-8").startswith(kept.rstrip())
    answer(project, [other.rule.id], "dropped")
    after = path.read_text("utf-8")
    assert after.startswith(kept.rstrip().replace('"confirmed"', '"dropped"'))
    assert {(r.rule.id, r.status) for r in listed(project)} == {(one.rule.id, "confirmed"), (other.rule.id, "dropped")}


def test_rules_and_vale_styles_are_listed_with_what_they_objected_to(project):
    style = project.root / "checks" / "vale" / "House"
    style.mkdir(parents=True)
    (style / "Hype.yml").write_text("extends: existence\nmessage: no %s\nlink: https://a.example\ntokens: [shell]\n")
    (style / "Open.yml").write_text("extends: existence\nmessage: no %s\ntokens: ['(']\n")
    answer(project, [one.rule.id for one in drafted(project)[0]], "confirmed")
    project._kit_seen = 0.0
    for text in ("A cheap shell...", "Another cheap one..."):
        project.store.findings.add(screen_texts(project, [text])[0].findings)
    said = json.loads(run(project, "--json").stdout)
    assert [(one["says"], one["hits"]) for one in said if "quote" in one] == [
        ("say “good value”, not “cheap” (en)", 2), ("no ellipses", 2),
    ]  # fmt: skip
    vale = {one["vale"]: (one["checked"], one["hits"], one["place"]) for one in said if "vale" in one}
    assert vale["House.Hype"] == (True, 1, "checks/vale/House/Hype.yml")
    assert vale["House.Open"] == (False, 0, "checks/vale/House/Open.yml, line 3, key tokens")
    shown = run(project).stdout
    assert "2 remarks" in shown
    assert "House.Hype" in shown


def test_a_rule_that_is_not_there_is_said(project):
    with pytest.raises(InputError, match="no such rule"):
        answer(project, ["nothing"], "confirmed")
    with pytest.raises(InputError, match="several rules begin"):
        answer(project, ["rule_"], "confirmed")
    assert not (project.root / "checks" / "rules.toml").exists()
    assert "no rule was named" in str(run(project, "confirm").exception)
    assert "no such part" in str(run(project, "burn").exception)


def test_what_the_kit_says_already_is_told_of(project):
    kit = project.root / "brand" / "kit.toml"
    kit.write_text(kit.read_text("utf-8").replace("emoji = true", "emoji = false"), "utf-8")
    (project.root / GUIDE).write_text("# Plain words\n\nNo emoji.\n")
    assert [one.known for one in drafted(project)[0]] == [True]
    assert "the kit says so already" in " ".join(run(project, "draft").stdout.split())


def test_guidelines_in_a_language_that_is_not_read_are_named(project):
    german = "# Ton\n\nKeine Ausrufezeichen, und schreiben Sie bitte nur an eine einzige Person, förmlich und trocken."
    (project.root / "markets" / "de-DE.toml").write_text('name = "Germany"\ncurrency = "EUR"\n')
    (project.root / "markets" / "de.md").write_text(german)
    project._kit_seen = 0.0
    assert "guidelines in de" in run(project, "draft").stdout


def test_people_who_answer_at_once_are_all_heard_and_odd_signs_are_kept(project):
    banned = "".join(f" Never say “word{n}”." for n in range(4))
    (project.root / GUIDE).write_text(f"# Plain words\n\nAvoid “foo\x7fbar\x01”.{banned}\n")
    asked = [one.rule.id for one in drafted(project)[0]]
    assert len(asked) >= 4
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: answer(project, [name], "confirmed"), asked))
    assert sorted(one.rule.id for one in listed(project)) == sorted(asked)
