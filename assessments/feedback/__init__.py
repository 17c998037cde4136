"""What those who rate tell of the statements: which are unclear, and how long each takes."""
