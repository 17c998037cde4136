"""Fictitious initiatives: a lively demonstration, and thousands at a time for load tests."""
