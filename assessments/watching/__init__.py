"""How the portal is doing, in words, for the secretariat."""
