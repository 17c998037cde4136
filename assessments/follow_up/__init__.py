"""What is late or due soon in all that people oversee, whom to remind of it, and the digest before
a meeting.

It is for the secretariat and for the co-chairs of councils (`rules.may_follow_up`).
"""
