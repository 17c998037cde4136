"""About the priority: what the councils want and where the work stands, for anyone to read."""
