"""Under CI a skip is a failure, unless it is one of these."""

import fcntl
import os
import secrets
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

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


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL server of these tests' own, on a socket in a folder of its own.

    Gives (that folder, what makes a fresh database and tells its URL). A fresh database is empty, or a copy of the one
    named. Debian keeps the server's programs out of the path.
    """
    found = [Path(at) for at in (shutil.which("initdb"), *Path("/usr/lib/postgresql").glob("*/bin/initdb")) if at]
    if not found:
        pytest.skip("no PostgreSQL server is installed (initdb is missing): apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="styleloop-pg-"))
    as_whom = {}
    if os.getuid() == 0:  # the server refuses to run as root
        as_whom = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(folder, "postgres", "postgres")

    def call(program, *words):
        command = [str(found[-1].with_name(program)), *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, **as_whom)
        assert done.returncode == 0, done.stderr

    options = f"-F -k {folder} -c listen_addresses= -c shared_buffers=16MB -c autovacuum=off -c full_page_writes=off"
    data = str(folder / "data")
    call("initdb", "-D", data, "-A", "trust", "-U", "styleloop", "-E", "UTF8", "--locale=C", "-N")
    # A log of its own: a server that holds the output of whoever began it is waited for.
    call("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")

    def fresh(template="template0"):
        name = f"t{secrets.token_hex(6)}"
        call("createdb", "-h", str(folder), "-U", "styleloop", "-T", urlsplit(template).path.strip("/"), name)
        return f"postgresql://styleloop@/{name}?host={folder}"

    yield folder, fresh
    call("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)
