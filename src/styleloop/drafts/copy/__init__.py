"""Words: patterns filled with facts."""
