"""Search among lessons and plays: what is looked through, and how it is found."""
