"""PLACEHOLDER until merged."""

from django.core.mail import EmailMultiAlternatives


def send(*, to: str, subject: str, text: str, html: str = "") -> None:
    message = EmailMultiAlternatives(subject, text, None, [to])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
