"""What every template knows."""

import re
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import escape_leading_slashes

from maturity.bilingual import current_language, other_language

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
VERSION = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]


# The language that an address begins with. All that follows it is the same in both.
_PREFIX = re.compile(r"^/(?:en|fr)(?=[/?]|$)")


def portal(request: HttpRequest) -> dict[str, Any]:
    """The page's language, the same page in the other one, the owner, the version, the session."""
    language = current_language()
    other = other_language(language)
    return {
        "language": language,
        "other_language": other,
        "other_url": _PREFIX.sub(f"/{other}", address(request)),
        "owner": settings.OWNER[language],
        "portal_version": VERSION,
        "session_limit": settings.SESSION_IDLE_LIMIT,
        "session_warning": settings.SESSION_WARNING,
    }


def address(request: HttpRequest) -> str:
    """What was asked for, as a link. One that began with two slashes would lead elsewhere."""
    return escape_leading_slashes(request.get_full_path())
