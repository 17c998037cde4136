"""What programs read of the portal, at /api/v1/: approved baselines, plans as they are
now, lessons and plays.

`portal-api-1.json` describes it, and is what queries are judged by. `access` lets a token in,
`rows`, `plans` and `playbook` read, `problems` refuses, `views` and `urls` are the addresses.
"""
