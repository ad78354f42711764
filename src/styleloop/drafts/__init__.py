"""Stage 4 of 9. Brief -> Draft -> Layout."""
