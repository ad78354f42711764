"""A small library for the check of likeness."""

import numpy as np

from styleloop.app.likeness import Shelf
from styleloop.audit.compared import Prepared, works
from styleloop.types.asset import Asset
from styleloop.types.copy import Copy
from styleloop.types.record import Where


def work(name, role, text, slot="headline", locale="en-GB"):
    """One asset with words in one slot, under a name of its own."""
    asset = Asset(words=Copy.of(**{slot: text}), locale=locale, role=role, source=Where(file="library.csv"))
    return asset.model_copy(update={"id": name})


def Works(*assets, seen=()):
    """The library that holds these."""
    bits = np.frombuffer(b"".join(bytes.fromhex(one.value) for one in seen), np.uint8).reshape(-1, 32)
    return Shelf((Prepared(list(works(assets))),), tuple(seen), bits)
