"""Pure numbers: scale, distance, effect, Thompson draw, likeness, diversity, sampling."""
