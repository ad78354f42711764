"""Under CI a skip is a failure, unless it is one of these."""

import os

import pytest

MAY_BE_SKIPPED = (
    "shared/data is absent",  # real data lies beside a checkout and is never part of it
    "a small file system can only be mounted by root",
    "PyAV is absent",  # its wheels hold code under the GPL, so it is nobody's dependency here (docs/motion.md)
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(known in reason for known in MAY_BE_SKIPPED):
            report.outcome = "failed"
            report.longrepr = f"skipped under CI, which is not allowed here: {reason}"
    return report
