"""Which picture and which palette a draft gets."""
