"""Slot facts -> numbers with units: how the words of a composed piece were set.

Read from what the renderer knows after drawing (`SlotFacts`) and the size of the picture; a piece that was not
composed here has neither, and none of these measures.
"""

from styleloop.measure.layout.extractor import LayoutExtractor

__all__ = ["LayoutExtractor"]
