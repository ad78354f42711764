"""Stores: records <-> SQL and blobs, one file per noun."""
