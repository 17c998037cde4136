"""Ballots: the councils' members confirm or contest meaning, level and French of each statement.

While one is open the secretariat sees who has answered, and not what. Once it is over, its results
are for the councils' people, and comments have names for the secretariat alone.
"""
