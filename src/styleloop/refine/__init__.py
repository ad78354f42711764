"""Stage 9 of 9. Lift, StyleVector -> StyleVector."""
