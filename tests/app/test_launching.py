"""A program that swaps its own stderr, as test runners do, may launch again and again."""

import subprocess
import sys

PROGRAM = """
import contextlib, io, sys
from pathlib import Path
from styleloop.app.starting import start
from styleloop.app.jobs import Jobs
from styleloop.app.project import Project
root = Path(sys.argv[1])
start(root)
gone = io.StringIO()
with contextlib.redirect_stderr(gone), Jobs(Project(root)).launched():
    pass
gone.close()
with Jobs(Project(root)).launched():
    print("launched")
"""


def test_a_stderr_that_is_gone_does_not_stop_a_launch(tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "brand")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.strip() == "launched", done.stderr
