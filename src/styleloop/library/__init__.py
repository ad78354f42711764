"""Stage 1 of 9. Source -> Asset, Product, Response."""
