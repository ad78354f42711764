"""Renderers: Layout -> finished picture with facts."""
