"""NOUNS: frozen records. `Picture` is the one array type."""
