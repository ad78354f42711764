"""What a classifier says that a picture shows: blocks, warnings, and what is said where nobody looked."""

from sample_pieces import item_of

from styleloop.audit.nsfw import Nsfw
from styleloop.audit.screen import screen
from styleloop.testing import check_plugin
from styleloop.types.judgement import Judgement, Likelihood
from styleloop.types.record import Refusal


def judgement(of="picture", **shares):
    likelihoods = tuple(Likelihood(label, share) for label, share in shares.items())
    return Judgement(of, "eyes", "eyes.onnx 1a2b3c4d", likelihoods, ("porn",), ("sexy",), 0.5)


def verdict(*said, **changed):
    (found,) = screen([item_of(judged=said or None, **changed)], [Nsfw()])
    return found


def test_an_objection_cites_the_model_the_label_and_the_probability():
    (found,) = verdict(judgement(porn=0.93, sexy=0.07)).findings
    assert (found.rule, found.severity) == ("nsfw-picture", "block")
    assert found.message == "The finished picture shows “porn” with a probability of 0.93 (0.5 and more counts)."
    assert found.cited == "models.toml, classifier eyes: eyes.onnx 1a2b3c4d"
    (found,) = verdict(judgement("backdrop", porn=0.4, sexy=0.5, plain=0.1)).findings
    assert (found.rule, found.severity) == ("nsfw-doubt", "warn")
    assert "ground that a model made" in found.message
    assert verdict(judgement(porn=0.49, sexy=0.01, plain=0.5)).words() == "no objection from 1 check"


def test_without_a_model_the_verdict_says_so_and_of_words_alone_nothing():
    assert verdict().words() == "no objection from 1 check; not checked: NSFW (no model in models.toml)"
    assert verdict(rendering=None).words() == "no objection from 1 check"


def test_a_model_that_failed_is_not_taken_for_silence():
    broken = Refusal(subject="picture", why="NSFW: classifier eyes: it took more than 60 s", cure="raise timeout")
    found = verdict(broken, judgement(porn=0.9), broken)
    assert [one.why for one in found.unchecked] == ["NSFW: classifier eyes: it took more than 60 s"]
    assert len(found.findings) == 1


def test_it_keeps_the_contract_of_its_port():
    check_plugin("guardrails", Nsfw())
