"""Dictionaries that are found on the machine: where they lie, and the words in them."""
