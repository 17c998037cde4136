"""Who did what and when: events in a chain that nobody can change, their proof and their words."""
