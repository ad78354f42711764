"""Stage 2 of 9. Measurement, Response -> StyleVector."""
