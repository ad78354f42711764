"""Stage 7 of 9. Variant, Decision -> Publication."""
