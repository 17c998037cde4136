"""What the provider says of people: which ministry they are of, and how it knew them."""

from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter


class Adapter(DefaultOIDCAdapter):
    """The ministry stands in the field for last names, `amr` (RFC 8176) in that for first names."""

    def get_claims(self, purpose: Any, user: Any, *arguments: Any, **more: Any) -> dict[str, Any]:
        claims = super().get_claims(purpose, user, *arguments, **more)
        claims["name"] = user.username
        claims["ministry"] = user.last_name
        claims["amr"] = user.first_name.split()
        return claims
