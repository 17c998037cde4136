"""Initiatives: what they are, their teams, and the list of them."""
