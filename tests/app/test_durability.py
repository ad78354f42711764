"""Nothing lost, nothing twice: a run is killed fifty times at random and comes out as if it had never been."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from styleloop.app import flow, starting
from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.app.shipping import Person, approve_all
from styleloop.app.wishes import wish

KILLS = 50
PERSON = Person("tester", "architect")
STAGES = ("ingest", "campaign", "review", "publish")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A sample project whose past ads have no pictures: words are enough to learn frames from."""
    root = tmp_path_factory.mktemp("durable") / "project"
    starting.start(root, starting.SAMPLE)
    ads = root / "library" / "ads.csv"
    lines = ads.read_text("utf-8").splitlines()
    ads.write_text(
        "\n".join([lines[0], *(line.replace("pictures/", "https://example.invalid/") for line in lines[1:])])
    )
    (root / "styleloop.toml").write_text('[run]\nplacements = ["wide"]\nmarkets = ["en-GB", "de-DE"]\nlines = 2\n')
    return root


def whole_run(root):
    """Everything up to publishing, as four commands would do it; may be called again after any interruption."""
    project = Project(Path(root))
    jobs = Jobs(project)
    jobs.run("ingest", "test:ingest", {"paths": []})
    asked = wish(project, "thermal-mug", name="durable")
    jobs.run("campaign", f"campaign:{asked.id}", {"campaign": asked.model_dump(mode="json")})
    approve_all(project, PERSON, asked.id)
    jobs.run("publish", f"publish:{asked.id}", {"campaign": asked.id})
    project.close()


def outcome(root):
    """What must be equal: names of everything kept, and every published byte except when."""
    project = Project(Path(root))
    store = project.store
    found = {
        "assets": sorted(a.id for a in store.assets.all()),
        "variants": sorted(v.id for v in store.variants.all()),
        "seals": sorted(v.seal for v in store.variants.all()),
        "findings": sorted(f.id for f in store.findings.all()),
        "decided": sorted(d.variant for d in store.decisions.all()),
        "published": sorted(p.variant for p in store.publications.all()),
        "names": sorted(p.name for p in store.publications.all()),
        "pictures": sorted(p.name for p in (root / "published").rglob("*.jpg")),
    }
    project.close()
    return found


def in_a_child(root, delay):
    """Run in a forked child, kill it with SIGKILL after `delay` seconds. Returns whether it had finished."""
    child = os.fork()
    if child == 0:
        try:
            whole_run(root)
            os._exit(0)
        except BaseException as problem:
            sys.stderr.write(f"child: {type(problem).__name__}: {problem}\n")
            os._exit(3)
    end = time.monotonic() + delay
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert os.waitstatus_to_exitcode(status) == 0
            return True
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


@pytest.mark.slow
def test_fifty_random_kills_lose_nothing_and_double_nothing(prepared, tmp_path):
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    shutil.copytree(prepared, calm)
    shutil.copytree(prepared, rough)
    started = time.monotonic()
    assert in_a_child(calm, 120), "the undisturbed run did not finish"
    usual = time.monotonic() - started
    rng = random.Random(20261124)
    for kill in range(KILLS):
        if in_a_child(rough, rng.uniform(0.05, min(2.0, usual * 0.5))):
            # Finished before the last kill: go on with the same project, everything must stay as it is.
            assert outcome(rough) == outcome(calm), f"after kill {kill}"
    assert in_a_child(rough, 120), "the run did not finish after the last kill"
    assert outcome(rough) == outcome(calm)
    assert len(outcome(calm)["published"]) >= 4
    assert not list((rough / "published").rglob("*.unfinished"))


@pytest.mark.slow
def test_a_second_verb_during_a_run_waits_its_turn(prepared, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(prepared, root)
    command = [sys.executable, "-m", "styleloop.cli.main", "ingest", "--project", str(root), "--json"]
    verbs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [verb.communicate(timeout=120) for verb in verbs]
    assert [verb.returncode for verb in verbs] == [0, 0, 0], said
    reports = [json.loads(out) for out, _ in said]
    kept = sorted(sum(not f["unchanged"] for f in report["by_file"]) for report in reports)
    assert kept[:2] == [0, 0], "the files were read once, the other two found them unchanged"
    assert kept[2] >= 3


def test_the_flow_gives_the_same_by_hand_as_by_jobs(prepared, tmp_path):
    by_hand, by_jobs = tmp_path / "hand", tmp_path / "jobs"
    for root in (by_hand, by_jobs):
        shutil.copytree(prepared, root)
        project = Project(root)
        asked = None
        if root == by_hand:
            flow.ingest(project, [])
            asked = wish(project, "flask", markets=("en-GB",))
            flow.campaign(project, asked)
        else:
            jobs = Jobs(project)
            jobs.run("ingest", "i", {"paths": []})
            asked = wish(project, "flask", markets=("en-GB",))
            jobs.run("campaign", "c", {"campaign": asked.model_dump(mode="json")})
        project.close()
    hand, jobs = outcome(by_hand), outcome(by_jobs)
    assert hand == jobs
    assert hand["variants"]
