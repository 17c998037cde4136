"""What a snapshot says, in one language: what pages and reports show. Pure; no database.

`content` turns a snapshot (see `assessments.baselines.snapshot`) into frozen values with every text chosen,
so that a template has nothing to look up.
"""
