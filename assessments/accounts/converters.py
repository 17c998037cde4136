"""Parts of addresses that nobody can guess."""

from django.core import signing
from django.urls.converters import StringConverter

_signer = signing.Signer(salt="address")


class TokenConverter(StringConverter):
    """A long random token, as mail carries it."""

    regex = r"[A-Za-z0-9_:.-]+"


class PersonConverter(StringConverter):
    """A person, as django-allauth writes one in the link to a new password."""

    regex = r"[A-Za-z0-9]+"


class SignedConverter:
    """A number of the database's, with a signature that only the portal can make."""

    regex = r"[0-9]+\.[A-Za-z0-9_-]+"

    def to_python(self, value: str) -> int:
        try:
            return int(_signer.unsign(value.replace(".", ":", 1)))
        except signing.BadSignature:
            raise ValueError from None

    def to_url(self, value: int) -> str:
        return _signer.sign(str(value)).replace(":", ".", 1)
