"""The home page: what waits for the person who is signed in."""
