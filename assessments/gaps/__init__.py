"""What to do next, and what if: from the gaps of an initiative, or a council, to what closes them.

`reads` turns what is shown of an assessment into the values of the method, `steps` says in words
what `method.choice` finds, `trial` scores ratings that nobody saves, and `council` weighs many
initiatives.
"""
