"""A real provider of identities (OpenID Connect) for tests: django-allauth's own.

It is a Django site of its own, served beside the portal.
"""
