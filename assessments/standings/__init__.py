"""Bitmap indexes: what alone counts initiatives, however many there are.

Each initiative has a number, and one bit for each of its four stages. A column is a property, such
as `level.ACC.1`, and says by one bit where it holds. To count is then to AND a few columns and to
count bits: of 10,000 initiatives a column is 5 KB, and takes microseconds.

- `bits` has the arithmetic, over columns as Python's integers, and knows nothing of the domain.
- `columns` says which columns hold for a baseline, and which for an initiative.
- `blocks` packs the columns of 1,024 initiatives into a row, so that a change writes two rows.
- `index` reads the rows, and finds what stood at a date.
- `counts` says what chosen initiatives come to, without what a reader may not see.

The first layer of blocks has the initiatives as they are; the n-th after it each slot's n-th
baseline. So nothing moves when the next one is approved, and what stood at an earlier date can
still be found. `writing` writes them in the transaction that changes what they repeat,
and `check_figures` compares them with the snapshots.

See O'Neil and Quass, "Improved query performance with variant indexes" (1997), on bitmap and
bit-sliced indexes.
"""
