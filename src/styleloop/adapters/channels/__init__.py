"""Channels: where approved work goes."""
