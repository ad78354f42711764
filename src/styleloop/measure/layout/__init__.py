"""Slot facts -> numbers with units: how the words of a composed piece were set.

Read from what the renderer knows after drawing (`SlotFacts`) and the size of the picture; a piece that was not
composed here has neither, and none of these measures. Only how well words read (APCA) is measured on the pixels of the
finished picture, where it is given.

    area       what boxes cover together
    hierarchy  what leads, in which order it is read, what stands on one line
    reading    contrast of words and ground in the finished picture
    apca       the contrast formula; also called alone
"""

from styleloop.measure.layout.extractor import LayoutExtractor

__all__ = ["LayoutExtractor"]
