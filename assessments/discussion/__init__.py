"""Discussions of statements, and who looks after which."""
