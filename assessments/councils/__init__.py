"""Councils: their dashboards, the list of their initiatives, and their reports at a date.

What is counted is initiatives, each by its newest baseline at the date, and at each stage by the
one that stands there; never a mean. A council's initiatives are its own. The Joint Councils bring
PSSDC and PSCIOC together, so theirs is the joint view: the initiatives of all three councils, each
with its council.

`selection` says which initiatives a form means, `board` links their figures to lists of them,
and `listing` has them one by one. Every number of a dashboard is a link to the list of the
initiatives behind it, which the list finds with the same `conditions`. `snapshot` freezes where a
council stands as plain values, and `content` reads those in one language.
"""
