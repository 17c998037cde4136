"""The way to a baseline: check, submit, review, return, approve, withdraw."""
