"""The shape of what is kept and exchanged: its types, and how older snapshots are read."""
