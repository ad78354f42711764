"""Stage 6 of 9. Variant, Finding -> Decision."""
