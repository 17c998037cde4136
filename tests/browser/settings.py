"""The portal's settings, with a quick password hash: somebody signs in some hundred times."""

from maturity.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
