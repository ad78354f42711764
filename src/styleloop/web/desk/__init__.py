"""The desk: HTML for people."""
