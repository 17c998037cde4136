"""From gaps to what to do next: which statements must rise, the best choice, what if."""
