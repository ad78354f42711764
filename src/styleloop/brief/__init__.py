"""Stage 3 of 9. Product, StyleVector, BrandKit -> Brief."""
