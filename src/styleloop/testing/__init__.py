"""The contract of each port, as checks a plug-in author can run."""

from styleloop.testing.contracts import CHECKS, check_plugin

__all__ = ["CHECKS", "check_plugin"]
