"""Data to take away, and what its columns mean."""

import json
import uuid
from tempfile import TemporaryFile

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments import rules
from assessments.web.access import get_assessment, get_council, get_initiative, person_of
from assessments.web.spreadsheet import EXCEL, table_response
from maturity.bilingual import current_language
from maturity.file_names import attached, plain
from maturity.models import Council
from reports.exports import dictionary, scopes, text_files
from reports.exports.scopes import Scope
from reports.exports.tables import TABLES

# A workbook is made before it is sent, some 40 assessments a second: with more, its reader would
# wait for minutes, and the CSV files, which have no such limit, are the better choice.
MAX_IN_WORKBOOK = 1000


def assessment_data(request: HttpRequest, pk: uuid.UUID, file: str) -> HttpResponseBase:
    """A file with the data of an assessment."""
    assessment = get_assessment(request, pk, may=rules.may_export)
    opinions = rules.may_see_opinions(person_of(request), assessment)
    scope = scopes.of_assessment(assessment, person_of(request), opinions=opinions)
    return _file(scope, file)


def initiative_data(request: HttpRequest, code: str, file: str) -> HttpResponseBase:
    """A file with the data of all baselines of an initiative."""
    initiative = get_initiative(request, code, may=rules.may_export_initiative)
    return _file(scopes.of_initiative(initiative, person_of(request)), file)


def council_data(request: HttpRequest, code: str) -> HttpResponse:
    """The files with the data of a council's baselines: the newest, or all (`?all=1`)."""
    council, scope = _council_scope(request, code)
    return render(
        request,
        "reports/exports/council.html",
        {
            "council": council,
            "every_cycle": _every_cycle(request),
            "count": scope.count,
            "plans": len(scope.planned),
            "too_many": scope.count > MAX_IN_WORKBOOK,
            "most": MAX_IN_WORKBOOK,
        },
    )


def council_file(request: HttpRequest, code: str, file: str) -> HttpResponseBase:
    """One of those files."""
    _council, scope = _council_scope(request, code)
    return _file(scope, file)


@login_not_required
def data_dictionary(request: HttpRequest) -> HttpResponse:
    """Say what every column of the files means. It tells nothing of anybody: people who are given
    a file may read it without an account."""
    return render(request, "reports/exports/dictionary.html", {"tables": TABLES.values()})


@login_not_required
def dictionary_file(_request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same as a spreadsheet."""
    rows = [dictionary.headings(), *dictionary.rows()]
    kind = plain(pgettext("file name", "data-dictionary"))
    name = f"{kind}-{current_language()}"
    return table_response(rows, name, ending, title=_("Data dictionary"))


@login_not_required
def dictionary_json(_request: HttpRequest) -> HttpResponse:
    """The same for programs, in both languages."""
    return HttpResponse(
        json.dumps(dictionary.document(), ensure_ascii=False, indent=1),
        content_type="application/json",
        headers=attached("data-dictionary.json"),
    )


def _council_scope(request: HttpRequest, code: str) -> tuple[Council, Scope]:
    council = get_council(request, code, may=rules.may_export_council)
    every_cycle = _every_cycle(request)
    return council, scopes.of_council(council, person_of(request), every_cycle=every_cycle)


def _every_cycle(request: HttpRequest) -> bool:
    return request.GET.get("all") == "1"


def _file(scope: Scope, file: str) -> HttpResponseBase:
    """One of the files of a scope. Raises Http404 where there is none of that name."""
    language = current_language()
    if file == "data.xlsx":
        return _workbook(scope, language)
    if file == "data.ndjson":
        return StreamingHttpResponse(
            text_files.json_lines(scope),
            content_type="application/x-ndjson",
            headers=attached(f"{scope.name}.ndjson"),
        )
    table = TABLES.get(file.removesuffix(".csv"))
    if table is None or not file.endswith(".csv") or not scope.has(table):
        raise Http404
    return StreamingHttpResponse(
        text_files.csv_of(table, scope, language),
        content_type="text/csv; charset=utf-8",
        headers=attached(scope.table_name(table, language=language, ending="csv")),
    )


def _workbook(scope: Scope, language: str) -> FileResponse:
    from reports.exports import workbooks  # noqa: PLC0415 – slow import

    if scope.count > MAX_IN_WORKBOOK:
        raise Http404
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    workbooks.write(scope, language, file)
    file.seek(0)
    name = scope.workbook_name(language)
    return FileResponse(file, content_type=EXCEL, as_attachment=True, filename=name)
