"""Stage 5 of 9. Variant -> Finding."""
