"""The contract of each port, as checks a plug-in author can run."""
