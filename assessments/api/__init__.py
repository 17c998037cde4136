"""What programs read of the portal, at /api/v1/: approved baselines and what goes with them.

`portal-api-1.json` describes it, and is what queries are judged by. `access`
lets a token in, `rows` reads, `problems` refuses, `views` and `urls` are the addresses.
"""
