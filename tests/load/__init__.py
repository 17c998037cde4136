"""A council's day, played against a portal of its own: `make load PEOPLE=200 SECONDS=120`.

`cast` makes the people in the portal's database, `day` is what they do (for Locust, the load tool),
and `__main__` starts the portal, plays the day and tells how it went.
"""
