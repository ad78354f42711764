"""What a browser or another program sees."""
