"""Nothing lost, nothing twice: a run is killed at random, again and again, and comes out as if it had never been."""

import json
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from styleloop.app import flow, starting
from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.app.wishes import wish
from styleloop.errors import StoreError

ROUGH_RUNS = Path(__file__).with_name("rough_runs.py")


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


@pytest.fixture(scope="module")
def english(tmp_path_factory, english_sample):
    """The sample's English ads alone, not read yet: where one market is enough, it is read in a quarter of the time."""
    root = tmp_path_factory.mktemp("english") / "project"
    english_sample(root)
    (root / "styleloop.toml").write_text('[run]\nplacements = ["wide"]\nmarkets = ["en-GB"]\nlines = 2\n')
    return root


def outcome(root):
    """What must be equal: names of everything kept."""
    project = Project(Path(root))
    store = project.store
    found = {
        "assets": sorted(a.id for a in store.assets.all()),
        "variants": sorted(v.id for v in store.variants.all()),
        "seals": sorted(v.seal for v in store.variants.all()),
    }
    project.close()
    return found


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.parametrize("kills", [50])
def test_random_kills_lose_nothing_and_double_nothing(prepared, tmp_path, kills):
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    shutil.copytree(prepared, calm)
    shutil.copytree(prepared, rough)
    command = [sys.executable, str(ROUGH_RUNS), str(calm), str(rough), str(kills), "20261124"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["rough"] == told["calm"]
    assert all(between == told["calm"] for between in told["between"])
    assert len(told["calm"]["published"]) >= 4
    assert not list((rough / "published").rglob(".unfinished*"))


@pytest.mark.slow
def test_a_second_verb_during_a_run_waits_its_turn(english, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(english, root)
    command = [sys.executable, "-m", "styleloop.cli.main", "ingest", "--project", str(root), "--json"]
    verbs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [verb.communicate(timeout=120) for verb in verbs]
    assert [verb.returncode for verb in verbs] == [0, 0], said
    reports = [json.loads(out) for out, _ in said]
    kept = sorted(sum(not f["unchanged"] for f in report["by_file"]) for report in reports)
    assert kept == [0, 2], "feed and ads were read once, the other verb found them unchanged"


@pytest.mark.slow
def test_of_two_desks_one_works_and_the_other_takes_over_when_it_is_killed(english, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(english, root)
    project = Project(root)
    flow.ingest(project, [])
    project.close()
    command = [sys.executable, "-m", "styleloop.cli.main"]
    desks = [
        subprocess.Popen(
            [*command, "serve", "--project", str(root), "--port", str(free_port())], stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    try:
        project = Project(root)
        for sku in ("flask", "thermal-mug"):
            asked = wish(project, sku, markets=("en-GB",))
            work = {"campaign": asked.model_dump(mode="json")}
            deadline = time.monotonic() + 60
            while not started(project, f"campaign:{asked.id}", work) and time.monotonic() < deadline:
                time.sleep(0.3)
            while len(project.store.variants.all(campaign=asked.id)) < 2 and time.monotonic() < deadline:
                time.sleep(0.3)
            lines = [v.line for v in project.store.variants.all(campaign=asked.id)]
            assert len(lines) == len(set(lines)) == 2, f"{sku}: {lines}"
            if sku == "flask":
                desks[0].kill()  # whichever of the two did the work, one of the two is still there
                desks[0].wait()
        project.close()
    finally:
        for desk in desks:
            desk.kill()
            desk.wait()


def started(project, key, work):
    try:
        return Jobs(project).start("campaign", key, work)
    except StoreError:
        return ""


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def test_the_flow_gives_the_same_by_hand_as_by_jobs(english, tmp_path):
    by_hand, by_jobs = tmp_path / "hand", tmp_path / "jobs"
    for root in (by_hand, by_jobs):
        shutil.copytree(english, root)
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
