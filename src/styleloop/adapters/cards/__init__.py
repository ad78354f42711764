"""Picture cards: what was measured of one picture, drawn on it.

lettering  the type, in the sizes a card uses
overlays   the picture with attention, thirds, calm room and slots drawn on it
card       the whole card as a PNG
"""

from styleloop.adapters.cards.card import Card, Fact, Named, draw

__all__ = ["Card", "Fact", "Named", "draw"]
