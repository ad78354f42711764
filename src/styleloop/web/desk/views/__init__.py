"""What each screen shows, as plain values: templates only lay out."""
