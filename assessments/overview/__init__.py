"""An assessment's own page: its task list and its profile."""
