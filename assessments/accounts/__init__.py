"""Who is let in, how, and for how long; what a person may then do is in `assessments.rules`.

The work is django-allauth's. `adapters` says what is different here, `middleware` how long a
session lasts and who needs a second factor, `views` and `urls` are the pages.
"""
