"""What a page may be asked with: GET, HEAD and POST, or fewer. All else is refused."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

PAGE = ("GET", "HEAD", "POST")
READ = ("GET", "HEAD")


def only(*methods: str) -> Callable[[Callable], Callable[..., HttpResponse]]:
    """Has a view answer these methods alone."""

    def limit(view: Callable) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
            if request.method not in methods:
                return refused(methods)
            return view(request, *arguments, **named)

        answer.methods = methods  # type: ignore[attr-defined]
        return answer

    return limit


def any_method[View: Callable](view: View) -> View:
    """Marks a view that refuses methods in its own words."""
    view.methods = None  # type: ignore[attr-defined]
    return view


class Methods(MiddlewareMixin):
    """Refuses what no page takes, before a session or a form's token is asked for."""

    def process_view(
        self, request: HttpRequest, view: Callable, *_arguments: object
    ) -> HttpResponse | None:
        methods = getattr(view, "methods", PAGE)
        if methods is None or request.method in PAGE:
            return None
        return refused(methods)


def refused(methods: tuple[str, ...]) -> HttpResponse:
    """The answer to another method than these; programs alone ask with one."""
    words = "This address does not take this method.\nCette adresse n’accepte pas cette méthode.\n"
    return HttpResponseNotAllowed(methods, words, content_type="text/plain; charset=utf-8")
