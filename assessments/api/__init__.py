"""What programs read of the portal, at /api/v1/: approved baselines, and plans as they are now.

`portal-api-1.json` describes it, and is what queries are judged by. `access` lets a token in,
`rows` and `plans` read, `problems` refuses, `views` and `urls` are the addresses.
"""
