"""apply_retention [--dry-run]: removes what is kept of people and files once nothing needs it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from assessments.people import retention
from assessments.people.actions import command_line_person


class Command(BaseCommand):
    help = (
        "Removes addresses of people who left, invitations that are over, old sessions, and files "
        "that nothing names."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        if dry_run:
            counts = {
                "invitations": retention.invitations_over().count(),
                "tokens": retention.tokens_over().count(),
                "people": retention.people_left().count(),
                "sessions": retention.sessions_over().count(),
                "files": len(retention.files_over()),
                "workbooks": retention.workbooks_over().count(),
                "strays": len(retention.stray_files()),
            }
        else:
            counts = retention.apply_retention(by=command_line_person())
        days = settings.RETENTION
        done = "would be removed" if dry_run else "removed"
        self.stdout.write(
            f"{counts['invitations']} invitations over for {days['invitations']} days: {done}\n"
            f"{counts['tokens']} access tokens over for {days['invitations']} days: {done}\n"
            f"{counts['people']} addresses of people who left {days['left']} days ago: {done}\n"
            f"{counts['sessions']} sessions that have run out: {done}\n"
            f"{counts['files']} files that nothing has named for {days['files']} days: {done}\n"
            f"{counts['workbooks']} workbooks uploaded {days['files']} days ago and left: {done}\n"
            f"{counts['strays']} files that uploads cut short left: {done}"
        )
