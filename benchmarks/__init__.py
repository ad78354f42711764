"""Speeds and qualities, measured on the machine they run on."""
