"""Signers: the operator's certificate, and the manifest that it signs into every published file (C2PA)."""
