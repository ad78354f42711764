"""`styleloop checks` by family, and what it says of each rule; its examples are run."""

import json
from datetime import date

import pytest
from sample_pieces import KIT
from typer.testing import CliRunner

from styleloop.app import starting
from styleloop.app.registry import make_all
from styleloop.app.ruleguide import by_family, every_rule, explained
from styleloop.cli.main import app
from styleloop.errors import InputError
from styleloop.types.audit import FAMILIES, AuditItem
from styleloop.types.brand import Market
from styleloop.types.copy import Copy

CHECKS = {g.name: g for g in make_all("guardrails")}
EVERY = every_rule(None)


def rules_of(check, text, locale):
    item = AuditItem(
        subject="a",
        words=Copy.of(headline=text),
        market=Market(locale=locale, name=locale, currency="GBP"),
        kit=KIT,
        day=date(2026, 11, 30),
    )
    (found,) = CHECKS[check].check([item])
    return {(f.rule, f.severity) for f in found} if isinstance(found, tuple) else set()


def test_every_rule_of_every_check_is_explained():
    listed = {(name.partition("@")[0], rule) for (_, name), rules in by_family(None).items() for rule in rules}
    assert {(one.check, one.rule) for one in EVERY} == listed
    for one in EVERY:
        assert all((one.objects_to, one.why, one.source, one.dismiss, one.tune)), one.rule
        assert bool(one.review) == (one.family == "legal")


def test_the_examples_of_checks_without_packs_are_true():
    told = [one for one in EVERY if not one.pack and one.examples]
    assert len(told) >= 15
    for one in told:
        for example in one.examples:
            assert (one.rule, one.severity) in rules_of(one.check, example.breach, example.locale), example.breach
            assert one.rule not in {rule for rule, _ in rules_of(one.check, example.clean, example.locale)}


def test_a_rule_is_found_by_its_name_its_check_or_its_pack():
    assert explained(None, "puffery") == explained(None, "claims/puffery")
    assert [one.rule for one in explained(None, "eu-price-reduction")] == ["eu-price-reduction"]
    assert len(explained(None, "us-ftc")) > 20
    with pytest.raises(InputError, match=r"expected: .*eu-limited-time"):
        explained(None, "eu-limitd-time")
    with pytest.raises(InputError, match="no such rule"):
        explained(None, "terms/eu-limited-time")


def test_the_verb_says_source_examples_and_that_it_is_no_advice(tmp_path):
    runner = CliRunner()
    said = runner.invoke(app, ["checks", "explain", "eu-climate-neutral", "-C", str(tmp_path)]).stdout
    flat = " ".join(said.split())
    for part in (
        "Annex I, point 4c",
        "from 2026-09-27",
        "Klimaneutral verschickt",
        "checks/packs/eu-green-claims.toml",
    ):
        assert part in flat
    assert "Reviewed by no lawyer. It is not legal advice." in flat
    (one,) = json.loads(runner.invoke(app, ["checks", "explain", "limits/long-headline", "--json"]).stdout)
    assert (one["severity"], one["family"]) == ("warn", "platform")
    assert "no rule was named" in str(runner.invoke(app, ["checks", "explain"]).exception)


def test_a_check_a_vale_rule_and_a_rule_of_the_guidelines_are_explained_too(tmp_path):
    starting.start(tmp_path, starting.BLANK)
    (tmp_path / "brand/guidelines/01-plain.md").write_text("# Plain\n\nNever say “cheap”.\n")
    style = tmp_path / "checks/vale/House"
    style.mkdir(parents=True)
    (style / "Hype.yml").write_text("extends: existence\nmessage: \"Do not gush: '%s'\"\nlevel: error\ntokens: [wow]\n")
    runner = CliRunner()

    def told(name):
        return json.loads(runner.invoke(app, ["checks", "explain", name, "--json", "-C", str(tmp_path)]).stdout)

    (hype,) = told("House.Hype")
    assert (hype["severity"], hype["objects_to"]) == ("block", "Do not gush: '…'")
    drafts = json.loads(runner.invoke(app, ["checks", "draft", "--json", "-C", str(tmp_path)]).stdout)["drafts"]
    for name in (drafts[0]["rule"], drafts[0]["rule"].removeprefix("rule_")[:8]):
        (rule,) = told(name)
        assert "Never say “cheap”." in rule["why"]
        assert "it is not checked" in rule["why"], "nobody has confirmed it"
    assert {row["rule"] for row in told("claims")} == set(CHECKS["claims"].rules)


def test_checks_are_listed_by_family(tmp_path):
    said = json.loads(CliRunner().invoke(app, ["checks", "--json", "-C", str(tmp_path)]).stdout)
    assert {row["family"] for row in said} <= set(FAMILIES)
    assert {"eu-generic-green", "google-click-here", "puffery"} <= {row["rule"] for row in said}
