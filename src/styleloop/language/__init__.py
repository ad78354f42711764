"""Pure language work: segmentation, numbers and units, word forms, claim spans."""
