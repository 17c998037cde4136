"""What every template knows."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.http import escape_leading_slashes

from maturity.bilingual import current_language

_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
VERSION = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"]


def portal(request: HttpRequest) -> dict[str, Any]:
    """The page's language, the other one and the same page in it, the version, the session."""
    language = current_language()
    other = "en" if language == "fr" else "fr"
    # An address that begins with two slashes would lead to another site.
    path = escape_leading_slashes(request.get_full_path())
    return {
        "language": language,
        "other_language": other,
        "other_url": translate_url(path, other),
        "portal_version": VERSION,
        "session_limit": settings.SESSION_IDLE_LIMIT,
        "session_warning": settings.SESSION_WARNING,
    }
