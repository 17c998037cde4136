"""Data to take away, as tidy tables: ratings, results and attribute figures of assessments, and
targets and actions of plans.

`columns` says what a column is, and a module for each table which ones it has. `subject` reads one
assessment for them, `plans` some plans as they are now. `scopes` says of which assessments and
initiatives an export is, and reads them a few at a time; `text_files` and `workbooks` write the
files, and `dictionary` explains every column. Files and dictionary come from the same columns, so
they cannot differ.
"""
