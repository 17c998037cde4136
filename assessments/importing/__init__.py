"""Taking in a whole assessment from an exchange file."""
