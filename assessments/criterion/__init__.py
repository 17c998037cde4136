"""One statement: its answer, its evidence and its discussion on one page."""
