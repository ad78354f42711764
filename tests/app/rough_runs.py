"""Runs the whole way in forked children and kills them at random.

A program of its own: forking wants a process in which no thread pool has been started yet.

    python rough_runs.py CALM ROUGH KILLS SEED

CALM is run once in peace, ROUGH is killed KILLS times and then let finish; prints both outcomes as one JSON object.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
from styleloop.app.shipping import Person, approve_all
from styleloop.app.wishes import wish

PERSON = Person("tester", "architect")


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


def main(calm, rough, kills, seed):
    started = time.monotonic()
    assert in_a_child(calm, 120), "the undisturbed run did not finish"
    usual = time.monotonic() - started
    rng = random.Random(seed)
    told = []
    for _ in range(kills):
        if in_a_child(rough, rng.uniform(0.05, min(2.0, usual * 0.5))):
            told.append(outcome(rough))  # finished before the kill: from here on everything must stay as it is
    assert in_a_child(rough, 120), "the run did not finish after the last kill"
    sys.stdout.write(json.dumps({"calm": outcome(calm), "rough": outcome(rough), "between": told, "seconds": usual}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
