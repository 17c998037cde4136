"""An approved assessment, frozen: its snapshot, and what that says in one language.

`snapshot` takes one; `reader.content` turns it into frozen `values` with every text chosen, so that
a template has nothing to look up. `comparison` puts two beside each other; `continuum` and `charts`
draw.
"""
