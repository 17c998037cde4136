"""The exchange format `ccs-assessment/1`: the one plain-value form of an assessment.

`reading` checks a file, `writing` makes one from the database, `computing` fills in what follows
from the ratings. Pages, snapshots and reports are all made from this form. `schemas/` holds its
JSON Schema.
"""
