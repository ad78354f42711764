"""Asset -> numbers with units."""
