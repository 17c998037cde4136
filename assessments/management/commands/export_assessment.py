"""export_assessment ID: prints an assessment in the exchange format."""

import json
from typing import Any

from django.core.management.base import CommandParser

from assessments.baselines.reads import assessment_by_id
from assessments.exchange.writing import export_with_texts, lesson_items, lessons_part, with_lessons
from assessments.models import Assessment
from maturity.commands import FaultReportingCommand


class Command(FaultReportingCommand):
    help = "Prints an assessment as ccs-assessment/1, with its levels, progress and agreement."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", metavar="ID")

    def run(self, *, id: str, **_options: Any) -> None:
        assessment: Assessment = assessment_by_id(id)
        if hasattr(assessment, "baseline"):
            document: Any = with_lessons(assessment.baseline.content)
        else:
            found, _texts = export_with_texts(assessment, blind=False)
            document = dict(found) | lessons_part(lesson_items(assessment.initiative.lessons.all()))
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
