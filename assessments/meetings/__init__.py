"""What a council decides: its meetings with their decisions, and its own targets.

Those who keep them are the council's co-chairs and the secretariat; its people read them. What is
there in one language alone is not published.
"""
