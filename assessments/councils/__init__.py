"""Dashboards of councils and the list of initiatives: many initiatives at a time, by the bitmaps.

`selection` says which initiatives a form means, `board` links their figures to lists of them,
`cards` for the home page, and `listing` has them one by one. Every number of a dashboard is a link
to the list of the initiatives behind it, which the list finds with the same `conditions`.
"""
