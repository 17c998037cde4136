"""Data to take away: the ratings, results and attribute figures of assessments, as tidy tables.

`columns` says what a column is, `ratings`, `results` and `attributes` which ones each table has,
`subject` reads one assessment for them, `scopes` says which assessments are exported and reads
them a few at a time, `csv_files`, `workbooks` and `documents` write the files, and `dictionary`
explains every column. Files and dictionary come from the same columns, so they cannot differ.
"""
