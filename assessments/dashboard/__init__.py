"""Dashboards of councils and the list of initiatives: many initiatives at a time, by the bitmaps.

`selection` says which initiatives are meant, `board` counts them for a council's dashboard, and
`listing` has them one by one. Every number of a dashboard is a link to the list of the initiatives
behind it, which the list finds with the same conditions (`conditions`).
"""
