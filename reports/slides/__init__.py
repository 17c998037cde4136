"""Slides to present: what a deck holds, and how it becomes a .pptx file that everybody can read."""
