"""The plan: targets, the actions that lead to them, and lessons learned."""
