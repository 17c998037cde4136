"""Lessons learned, successes and co-creation with clients: written by teams, read by others."""
