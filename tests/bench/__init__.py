"""How fast the portal is: `make bench` prints a table.

Seconds depend on the machine and on what else it does; the ratios, taken in one run, say more.
"""
