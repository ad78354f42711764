"""Under CI a skip is a failure, unless it is one of these."""

import os
import shutil
from importlib.util import find_spec

import pytest

from styleloop.app import starting

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

    def written(root):
        starting.start(root, starting.SAMPLE)
        ads = root / "library" / "ads.csv"
        lines = ads.read_text("utf-8").splitlines()
        english = (line.replace("pictures/", "https://example.invalid/") for line in lines if "en-GB" in line)
        for unread in ("competitors", "inspiration"):
            shutil.rmtree(root / unread)
        ads.write_text("\n".join([lines[0], *english]), "utf-8")

    return written
