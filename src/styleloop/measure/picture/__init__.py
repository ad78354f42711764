"""Picture -> numbers with units: light and colour, mood, form, composition.

Everything is measured at `prepared.LONG_SIDE` pixels on the long side, so that a phone photograph and a poster of the
same scene give the same numbers. One preparation (Lab, grey, gradients, saliency, palette) feeds every measure.

    prepared   the picture reduced once, in the spaces the measures need
    light      how bright, saturated, colourful, contrasty and warm it is, and its main colour
    harmony    which hues stand together, and how much of them is the brand's own
    ciede      how far two colours are apart; also called alone
    mood       what its colours do to people, by the formulas of two studies
    form       edges, sharpness, symmetry, empty room
    room       where detail sits, and which half is calm enough for words
    lines      which way the lines run
    attention  where the eye goes first
    palette    up to six colours with the share of each; also called alone
    composition  groups of the brand's own layouts, and the nearest to a picture; also called alone
    phash      a fingerprint that survives resizing and recompression; also called alone

A measure and its description stand together in the file of its family: adding one touches that file alone.
"""

from styleloop.measure.picture.extractor import PictureExtractor

__all__ = ["PictureExtractor"]
