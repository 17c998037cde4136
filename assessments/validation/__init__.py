"""Whether the model works, by what teams and governments have rated with it.

`reads` finds the raw ratings of an edition's approved baselines, `report` has the figures of
`method.validation` computed of them, and `figures` is what a page, a file or a program shows: each
with its interval, the threshold that it is held against, how many it comes from, or why it cannot
be said yet. `agreeing`, `ordering`, `wording` and `meaning` are its parts.
"""
