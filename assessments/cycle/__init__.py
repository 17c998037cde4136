"""An assessment begins, is dated, and is held while something is written to it."""
