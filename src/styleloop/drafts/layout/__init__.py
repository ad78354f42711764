"""Draft -> Layout, one per format."""
