"""The benchmark of drafts is measured and tested by one piece of code."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))
