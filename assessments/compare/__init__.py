"""Initiatives side by side, and one initiative among its peers."""
