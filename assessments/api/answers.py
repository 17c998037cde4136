"""What programs are sent: JSON with a tag that names its content."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse


def answer(content: Any) -> HttpResponse:
    """Plain values as JSON."""
    text = encoded(content)
    return json_text(text, hashlib.sha256(text.encode()).hexdigest())


def encoded(content: Any) -> str:
    """Plain values as the text of JSON."""
    return DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode(content)


def json_text(text: str, tag: str) -> HttpResponse:
    """A text of JSON that a tag names."""
    return HttpResponse(text, content_type="application/json", headers={"ETag": f'"{tag}"'})


def kept_text(request: HttpRequest, sha256: str, read: Callable[[], str]) -> HttpResponse:
    """What is read of something with a SHA-256; nothing is, for a program that has it already."""
    known = request.headers.get("If-None-Match", "")
    if f'"{sha256}"' in [each.strip() for each in known.split(",")]:
        return HttpResponse(status=304, headers={"ETag": f'"{sha256}"'})
    return json_text(read(), sha256)
