"""`python -m tests.provider.people CLIENT_JSON`: the provider's client and its people."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.provider.settings")
    django.setup()
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    given = json.loads(sys.argv[1])
    client = Client(
        id=given["client_id"],
        name="The portal",
        scopes="openid\nprofile\nemail",
        redirect_uris=given["redirect_uri"],
        skip_consent=True,
    )
    client.set_secret(given["secret"])
    client.save()
    for email, name, ministry, amr in given["people"]:
        user = User.objects.create_user(
            username=name, email=email, password=given["password"], first_name=amr,
            last_name=ministry,
        )  # fmt: skip
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


if __name__ == "__main__":
    main()
