"""The home page: what waits for whoever is signed in."""
