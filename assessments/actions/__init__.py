"""Every write of the portal: one function each, atomic, keyword-only, with its actor as `by`.

Nothing else writes. Each leaves an audit event in the same transaction.
"""
