"""The offline workbook: an assessment's form as an Excel file, filled in anywhere, read back.

It holds the team's answers, or those that one government gives independently (`whose`).

`layout` says what sheets, columns and words there are, `cells` how a value stands in a cell,
`writing` makes the file, in which `plan` and `plan_sheet` show the plan for reading. `files`
refuses what is no workbook, `grids` and `opendocument` open one, `tables` finds the table in a
sheet, `reading` reads them with every fault at its cell, and `leftovers` are what it did not take.
`changes` compares them with what stands now, and `preview` puts that in words. All but `layout.of`,
`changes.standing` and `plan.plan_of` are functions over plain values.
"""
