"""Readers of the environment, strict: what is wrong is told with the way to mend it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management.utils import get_random_secret_key
from django.core.validators import validate_email

from maturity.contact import Contact
from maturity.operations import sealing
from maturity.operations.backup_rule import KeepRule, keep_rule
from maturity.secret_files import secret

env = environ.Env()
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
# What every kind of object storage takes for the name of a bucket, and of what is in it.
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"(?!\.+$)[A-Za-z0-9._-]+")
Network = IPv4Network | IPv6Network

# Whose portal it is unless an operator says so.
OWNER = {
    "en": "Joint Councils and their secretariat",
    "fr": "Conseils mixtes et leur secrétariat",
}


def portal_url() -> str:
    """The public address, scheme and host only. Anything but this machine has to be https."""
    url = env.str("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(url)
    local = parts.hostname in THIS_MACHINE
    if parts.scheme == "https" or (parts.scheme == "http" and local):
        return url
    raise ImproperlyConfigured(
        f"PORTAL_URL is {url!r}: set it to the address that people use, such as "
        "https://portal.example.org (http is accepted for this machine alone)."
    )


def secret_key(*, public: bool, kept: Path) -> str:
    """SECRET_KEY from the environment; on this machine alone, one that is made once and `kept`."""
    key = secret("SECRET_KEY")
    if public:
        if len(key) < 50 or len(set(key)) < 5:
            fault = "is too short" if key else "is not set"
        elif kept.exists() and key == kept.read_text():
            fault = "is the demonstration's"
        else:
            return key
        raise ImproperlyConfigured(
            f"SECRET_KEY {fault}. Make one with `python3 -c 'import secrets; "
            "print(secrets.token_urlsafe(50))'` and give the same one to every process."
        )
    if key:
        return key
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


@contextmanager
def _address(name: str) -> Iterator[None]:
    """Reads an address with a password. Nothing of it is told: it could be a part of that."""
    try:
        yield
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is not an address that can be read. In its password, write %40 for @, "
            "%2F for /, %3A for :, %23 for #, and so on."
        ) from None


def database(*, default: str) -> dict[str, Any]:
    """The database, from DATABASE_URL; DATABASE_PASSWORD keeps its password apart."""
    with _address("DATABASE_URL"):
        chosen: dict[str, Any] = env.db_url_config(secret("DATABASE_URL") or default)
    password = secret("DATABASE_PASSWORD")
    if not password:
        return chosen
    if chosen.get("PASSWORD"):
        raise ImproperlyConfigured(
            "DATABASE_URL has a password, and DATABASE_PASSWORD is set: take out one of them."
        )
    if not chosen.get("USER"):
        raise ImproperlyConfigured(
            "DATABASE_PASSWORD is set, but DATABASE_URL names nobody whose password it could be: "
            "set that to a database such as postgres://portal@db.example.org/portal."
        )
    return chosen | {"PASSWORD": password}


def contact() -> Contact:
    """How to reach the secretariat, from PORTAL_CONTACT_NAME, _EMAIL and _PHONE."""
    name, email, phone = (
        env.str(f"PORTAL_CONTACT_{part}", default="").strip() for part in ("NAME", "EMAIL", "PHONE")
    )
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise ImproperlyConfigured(
            f"PORTAL_CONTACT_EMAIL is {email!r}: set it to one address, such as "
            "secretariat@example.org."
        ) from None
    return Contact(name=name, email=email, phone=phone)


def owner() -> dict[str, str]:
    """Whose portal this is, by language, from PORTAL_OWNER_EN and _FR: both or neither."""
    given = {
        language: env.str(f"PORTAL_OWNER_{language.upper()}", default="").strip()
        for language in OWNER
    }
    if any(given.values()) and not all(given.values()):
        raise ImproperlyConfigured(
            "PORTAL_OWNER_EN and PORTAL_OWNER_FR name whose portal this is: set both, or neither."
        )
    return given if any(given.values()) else OWNER


def nightly_hour() -> int | None:
    """When workers do what is done every night, from NIGHTLY_HOUR; None where it is "off"."""
    if env.str("NIGHTLY_HOUR", default="").strip().lower() == "off":
        return None
    return hour("NIGHTLY_HOUR", default=4, also=", or to off")


def hour(name: str, *, default: int, also: str = "") -> int:
    """An hour of the day, 0 to 23, in the portal's time zone; `also` is what else it may be."""
    given = env.str(name, default=str(default)).strip()
    if not (given.isascii() and given.isdigit() and int(given) < 24):
        raise ImproperlyConfigured(f"{name} is {given!r}: set it to an hour from 0 to 23{also}.")
    return int(given)


def backups_dir(folders: Iterable[Path]) -> Path | None:
    """The folder of backups, from BACKUPS_DIR, or none. It is in no folder that they hold."""
    given = env.str("BACKUPS_DIR", default="")
    if not given:
        return None
    for folder in folders:
        if Path(given).absolute().is_relative_to(folder.absolute()):
            raise ImproperlyConfigured(
                f"BACKUPS_DIR is {given!r}, in {str(folder)!r}: each backup would hold the ones "
                "before it. Set it to a folder of its own."
            )
    return Path(given)


@dataclass(frozen=True)
class BucketPlace:
    """A bucket of object storage, or what is under a prefix of it."""

    name: str
    prefix: str = ""

    def options(self, *under: str) -> dict[str, str | None]:
        """What Django's settings of a storage say of it, or of what is further `under` it."""
        return {
            "bucket_name": self.name,
            "location": "/".join(filter(None, (self.prefix, *under))),
            "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": secret("S3_ACCESS_KEY") or None,
            "secret_key": secret("S3_SECRET_KEY") or None,
        }


def bucket_place(given: str) -> BucketPlace | None:
    """A place as operators name it, "bucket" or "bucket/prefix"; None if it cannot be one."""
    name, _slash, prefix = given.strip().strip("/").partition("/")
    plain = BUCKET.fullmatch(name) and all(map(PREFIX.fullmatch, filter(None, prefix.split("/"))))
    return BucketPlace(name, prefix) if plain else None


def buckets() -> tuple[BucketPlace | None, BucketPlace | None]:
    """Where files and where backups go in object storage, from FILES_BUCKET and BACKUPS_BUCKET, if
    they do. Raises ImproperlyConfigured with all faults of what is said of it."""
    faults, found = [], []
    for name, folders in (
        ("FILES_BUCKET", ("REPORTS_DIR", "EVIDENCE_DIR")),
        ("BACKUPS_BUCKET", ("BACKUPS_DIR",)),
    ):
        given = env.str(name, default="").strip()
        place = bucket_place(given) if given else None
        found.append(place)
        if given and place is None:
            faults.append(
                f"{name} is {given!r}: set it to the name of a bucket, or to one and a prefix, "
                "such as portal-files/production."
            )
        faults += [
            f"{name} and {folder} are both set: unset one of them."
            for folder in folders
            if given and env.str(folder, default="")
        ]
    files, backups = found
    if files and backups and files.name == backups.name:
        faults.append(
            "FILES_BUCKET and BACKUPS_BUCKET name one bucket: whoever loses it would lose the "
            "files and their backups. Set them to two."
        )
    endpoint = urlsplit(env.str("S3_ENDPOINT", default=""))
    here = endpoint.scheme == "http" and endpoint.hostname in THIS_MACHINE
    if endpoint.geturl() and not (here or (endpoint.scheme == "https" and endpoint.hostname)):
        faults.append(
            f"S3_ENDPOINT is {endpoint.geturl()!r}: set it to an address such as "
            "https://storage.example.org (http is accepted for this machine alone)."
        )
    if bool(secret("S3_ACCESS_KEY")) != bool(secret("S3_SECRET_KEY")):
        faults.append("S3_ACCESS_KEY and S3_SECRET_KEY belong together: set both, or neither.")
    if faults:
        raise ImproperlyConfigured("\n".join(faults))
    return files, backups


def stores(*, files: BucketPlace | None, backups: BucketPlace | None) -> dict[str, Any]:
    """Django's settings of the storages of evidence, reports and backups."""
    return {
        kind: {
            "BACKEND": "maturity.operations.buckets.Bucket",
            "OPTIONS": place.options(*under),
        }
        if place
        else {
            "BACKEND": "maturity.operations.stores.Folder",
            "OPTIONS": {"setting": f"{kind.upper()}_DIR", **folder},
        }
        for kind, place, under, folder in (
            ("evidence", files, ["evidence"], {}),
            ("reports", files, ["reports"], {}),
            ("backups", backups, [], {"mode": 0o600}),
        )
    }


def backup_keep() -> KeepRule:
    """Which backups are kept, from BACKUP_KEEP."""
    given = env.str("BACKUP_KEEP", default="14 days, 8 weeks, 12 months")
    try:
        return keep_rule(given)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"BACKUP_KEEP is {given!r}: {error}. Set it to something like "
            "14 days, 8 weeks, 12 months."
        ) from None


def backup_recipients() -> tuple[str, ...]:
    """The public keys that backups are encrypted to, from BACKUP_RECIPIENTS: all faults at once."""
    keys = [each.strip() for each in env.str("BACKUP_RECIPIENTS", default="").split(",")]
    keys = list(dict.fromkeys(filter(None, keys)))
    faults = []
    for key in keys:
        try:
            sealing.recipient(key)
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise ImproperlyConfigured(f"BACKUP_RECIPIENTS: {'; '.join(faults)}.")
    return tuple(keys)


def metrics_token() -> str:
    """The token that a monitor sends to /metrics, from METRICS_TOKEN."""
    token = secret("METRICS_TOKEN")
    if token and (len(token) < 32 or not token.isascii() or not token.isprintable()):
        raise ImproperlyConfigured(
            "METRICS_TOKEN is too short, or not plain. Make one with `python3 -c 'import secrets; "
            "print(secrets.token_urlsafe(32))'`."
        )
    return token


def metrics_addresses() -> tuple[Network, ...]:
    """From where a monitor may ask for /metrics, from METRICS_ADDRESSES: all faults at once."""
    networks: list[Network] = []
    faults = []
    for each in env.str("METRICS_ADDRESSES", default="").split(","):
        try:
            if each.strip():
                networks.append(ip_network(each.strip()))
        except ValueError:
            faults.append(repr(each.strip()))
    if faults:
        raise ImproperlyConfigured(
            f"METRICS_ADDRESSES: {', '.join(faults)}: set it to addresses and networks with "
            "commas between, such as 10.0.0.5, 10.1.0.0/16."
        )
    return tuple(networks)


def origin(url: str) -> str:
    """The scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class OidcProvider:
    """A provider of identities (OpenID Connect) through which people may sign in."""

    id: str
    name: str
    issuer: str
    client_id: str
    secret: str
    # The addresses that this provider vouches for: a person with one need not be connected first.
    domains: frozenset[str]
    jurisdiction_claim: str
    # What the claim says, and the code of the jurisdiction that it means.
    jurisdictions: Mapping[str, str]


def oidc_providers(*, public: bool) -> tuple[OidcProvider, ...]:
    """OIDC_PROVIDERS from the environment: a JSON list, an object a provider (see README)."""
    needed = {"id", "name", "issuer", "client_id", "secret"}
    more = {"domains", "jurisdiction_claim", "jurisdictions"}
    providers = []
    for n, item in enumerate(_objects("OIDC_PROVIDERS")):
        missing, unknown = needed - item.keys(), item.keys() - needed - more
        if missing or unknown:
            faults = [*(f"lacks {key!r}" for key in sorted(missing))]
            faults += [f"has the unknown key {key!r}" for key in sorted(unknown)]
            raise ImproperlyConfigured(f"OIDC_PROVIDERS[{n}] {', '.join(faults)}.")
        if public and not item["issuer"].startswith("https://"):
            raise ImproperlyConfigured(f"OIDC_PROVIDERS[{n}]: its issuer has to be https.")
        providers.append(
            OidcProvider(
                **{key: item[key] for key in needed},
                domains=frozenset(domain.lower() for domain in item.get("domains", [])),
                jurisdiction_claim=item.get("jurisdiction_claim", ""),
                jurisdictions=item.get("jurisdictions", {}),
            )
        )
    return tuple(providers)


def _objects(name: str) -> list[dict[str, Any]]:
    """A secret setting that is a JSON list of objects; one that is not set has none."""
    try:
        items = json.loads(secret(name) or "[]")
    except json.JSONDecodeError as error:
        raise ImproperlyConfigured(
            f"{name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ImproperlyConfigured(f"{name} has to be a JSON list of objects: [{{…}}, {{…}}].")
    return items


def mailer(*, public: bool, folder: Path) -> dict[str, Any]:
    """How mail leaves, from EMAIL_URL; on this machine alone, it is put into a folder."""
    url = secret("EMAIL_URL")
    if not url and not public:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"BACKEND": backend, "OPTIONS": {"file_path": str(folder)}}
    if not url:
        raise ImproperlyConfigured(
            "EMAIL_URL is not set. Name the mail server that sends invitations, such as "
            "smtp+tls://user:password@smtp.example.org:587 (or smtp+ssl://… with port 465)."
        )
    with _address("EMAIL_URL"):
        given = env.email_url_config(url)
    options = {
        "console": {},
        "smtp": {
            "host": given["EMAIL_HOST"],
            "port": given["EMAIL_PORT"],
            "username": given["EMAIL_HOST_USER"],
            "password": given["EMAIL_HOST_PASSWORD"],
            "use_tls": given.get("EMAIL_USE_TLS", False),
            "use_ssl": given.get("EMAIL_USE_SSL", False),
            "timeout": 20,
        },
        "filebased": {"file_path": f"/{given['EMAIL_FILE_PATH']}"},
    }
    kind = given["EMAIL_BACKEND"].split(".")[-2]
    if kind not in options:
        raise ImproperlyConfigured(
            f"EMAIL_URL begins with {urlsplit(url).scheme}://: use smtp+tls://, smtp+ssl:// or "
            "smtp://, or to try things out consolemail:// or filemail:///folder."
        )
    return {"BACKEND": given["EMAIL_BACKEND"], "OPTIONS": options[kind]}
