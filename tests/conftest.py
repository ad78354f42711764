"""Under CI a skip is a failure, unless it is one of these."""

import fcntl
import os
import shutil
from importlib.util import find_spec

import pytest

# Every core has its own process of tests. Threads of linear algebra below them, and below the commands they start,
# only wait for one another: half of all the time was theirs. It must be said before numpy is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

MAY_BE_SKIPPED = (
    "shared/data is absent",  # real data lies beside a checkout and is never part of it
    "a small file system can only be mounted by root",
    "PyAV is absent",  # its wheels hold code under the GPL, so it is nobody's dependency here (docs/motion.md)
)


def pytest_collection_modifyitems(items):
    """Tests marked `torch` first: of all processes that share the work, only one loads it, which takes seconds."""
    items.sort(key=lambda item: item.get_closest_marker("torch") is None)
    if find_spec("torch") is None:
        for item in items:
            if item.get_closest_marker("torch"):
                item.add_marker(pytest.mark.skip(reason="the [torch] extra is absent; make torch"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(known in reason for known in MAY_BE_SKIPPED):
            report.outcome = "failed"
            report.longrepr = f"skipped under CI, which is not allowed here: {reason}"
    return report


@pytest.fixture(scope="session")
def english_sample():
    """Writes the sample brand with its English ads alone, words without pictures: all that a quick campaign needs."""

    from styleloop.app import starting

    def written(root):
        starting.start(root, starting.SAMPLE)
        ads = root / "library" / "ads.csv"
        lines = ads.read_text("utf-8").splitlines()
        english = (line.replace("pictures/", "https://example.invalid/") for line in lines if "en-GB" in line)
        for unread in ("competitors", "inspiration"):
            shutil.rmtree(root / unread)
        ads.write_text("\n".join([lines[0], *english]), "utf-8")

    return written


@pytest.fixture(scope="session")
def read_sample(tmp_path_factory):
    """Writes the sample brand, its ads without pictures, as it stands once read and fitted.

    That is read once for all processes that share the work; whoever comes second waits, then copies.
    """
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = base / "read-sample"
    with (base / "read-sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _read_sample(base / "reading-sample").rename(made)
    return lambda root: shutil.copytree(made, root)


def _read_sample(root):
    from styleloop.app import flow, starting
    from styleloop.app.project import Project

    starting.start(root, starting.SAMPLE)
    ads = root / "library" / "ads.csv"
    ads.write_text(ads.read_text("utf-8").replace("pictures/", "https://example.invalid/"), "utf-8")
    project = Project(root)
    flow.ingest(project, [])
    project.close()
    return root
