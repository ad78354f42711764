"""A policy that nobody can fulfil, and a rule that never counts, are told with file, line, key and what to do."""

import re

import pytest
from reviewed_project import make_project, write_policy
from typer.testing import CliRunner

from styleloop.app.policydoubts import doubts, policy_doubts
from styleloop.cli.main import app

P1 = '[[people]]\nwho = "p-1"\nroles = ["reviewer", "legal"]\n'
P2 = '[[people]]\nwho = "p-2"\nroles = ["reviewer-de"]\nmarkets = ["de-DE"]\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("doubtful") / "project")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f'[[approval]]\nmarkets = ["en-GB"]\napprovals = 2\n{P1}{P2}',
            r"line 3: \[\[approval\]\] 1: field approvals: 2 different .* in en-GB; listed there: p-1; what to do",
        ),
        (
            f'[[approval]]\n[[approval]]\nmarkets = ["en-GB"]\nroles = ["lgeal"]\n{P1}{P2}',
            r"line 4: \[\[approval\]\] 2: field roles: nobody who is listed is lgeal in en-GB; did you mean legal\?",
        ),
        (
            f'[[approval]]\nroles = ["legal", "reviewer"]\n{P1}[[people]]\nwho = "p-3"\nroles = ["architect"]\n',
            r"line 2: .*field roles: legal and reviewer have to be different people in en-GB",
        ),
        (P2, r"line 1: key people: nobody who is listed may decide in en-GB on 2026-09-01"),
        (f"{P1}until = 2026-08-31\n{P2}", r"nobody who is listed may decide in en-GB"),
        (
            f"{P1}[[people]]\nwho = 'p-4'\nroles = ['reveiwer']\n",
            r"line 6: .*people\]\] 2: .*did you mean reviewer\?",
        ),
        ('[[dismissal]]\nroles = ["arhcitect"]\n', r"line 2: .*as arhcitect in de-DE, en-GB; did you mean architect\?"),
        ('[[dismissal]]\nmarkets = ["xx-XX"]\nroles = ["architect"]\n', r"line 2: .*'xx-XX'; what to do: correct it"),
    ],
)
def test_what_nobody_can_fulfil_is_told(project, text, said):
    write_policy(project.root, text)
    found = policy_doubts(project)
    assert any(re.search(said, doubt) for doubt in found), found
    assert all("policy.toml" in doubt for doubt in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[approval]]\nfour_eyes = true\napprovals = 3\nroles = ['anything']\n",  # nobody is listed: anybody may be it
        f'[[approval]]\nmarkets = ["de-DE"]\nroles = ["legal", "reviewer-de"]\n{P1}{P2}',
        '[[dismissal]]\nroles = ["legal", "architect"]\n',
    ],
)
def test_a_policy_that_can_be_fulfilled_raises_no_doubt(project, text):
    write_policy(project.root, text)
    assert policy_doubts(project) == ()


def test_doctor_and_the_queue_tell_it(project):
    write_policy(project.root, f"[[approval]]\napprovals = 4\n{P1}")
    packs = project.root / "checks" / "packs"
    packs.mkdir(exist_ok=True)
    (packs / "house.toml").write_text(
        'family = "platform"\n[[rules]]\nslug = "house-a"\ntitle = "A"\nwhy = "B."\nsource = "C"\n'
        'markets = ["UK"]\n[[rules]]\nslug = "house-b"\ntitle = "A"\nwhy = "B."\nsource = "C"\nplatforms = ["Metta"]\n'
    )
    assert len([one for one in doubts(project) if "policy.toml" in one]) == 2

    def styleloop(*said):
        return CliRunner().invoke(app, [*said, "-C", str(project.root)])

    doctor = styleloop("doctor")
    told = " ".join(doctor.stdout.split())
    assert doctor.exit_code == 1
    assert "MEND policy: " in told
    assert "house.toml, line 7, rule house-a: field markets: no such place: 'UK'" in told
    assert "rule house-b: field platforms: no format here is of 'Metta'" in told
    assert "4 different people have to approve in en-GB; listed there: p-1" in styleloop("review").stderr
