"""People, their roles, invitations and tokens, and how long anything of them is kept."""
