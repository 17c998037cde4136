"""The portal's working pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from assessments.views import (
    answers,
    assessments,
    compare,
    consensus,
    councils,
    criteria,
    dates,
    history,
    home,
    initiatives,
    lessons,
    own,
    partners,
    people,
    saved_views,
    saving,
    workbook,
)


class CodeConverter(StringConverter):
    """A permanent code, such as DEATH or ACC."""

    regex = "[A-Z0-9][A-Z0-9_-]{0,39}"


register_converter(CodeConverter, "code")

urlpatterns = [
    path("", home.home, name="home"),
    path("people/", people.index, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<uuid:pk>/", people.detail, name="person"),
    path("people/<uuid:pk>/edit/", people.edit, name="edit_person"),
    path("people/<uuid:pk>/role/", people.role, name="give_role"),
    path("people/<uuid:pk>/act/", people.act, name="act_on_person"),
    path("councils/", people.councils, name="councils"),
    path("councils/<code:code>/", councils.dashboard, name="council"),
    path("views/", saved_views.index, name="saved_views"),
    path("views/new/", saved_views.keep, name="keep_view"),
    path("views/<uuid:pk>/", saved_views.open_view, name="saved_view"),
    path("jurisdictions/", people.jurisdictions, name="jurisdictions"),
    path("jurisdictions/new/", people.jurisdiction, name="new_jurisdiction"),
    path("jurisdictions/<code:code>/", people.jurisdiction, name="jurisdiction"),
    path("initiatives/", initiatives.index, name="initiatives"),
    path("initiatives.csv", initiatives.index_csv, name="initiatives_csv"),
    path("initiatives/new/", initiatives.new, name="new_initiative"),
    path("initiatives/compare/", compare.compare, name="compare_initiatives"),
    path("initiatives/<code:code>/", initiatives.detail, name="initiative"),
    path("initiatives/<code:code>/edit/", initiatives.edit, name="edit_initiative"),
    path("initiatives/<code:code>/team/", initiatives.team, name="team"),
    path("initiatives/<code:code>/peers/", compare.peers, name="peers"),
    path("initiatives/<code:code>/start/", initiatives.start, name="start_assessment"),
    path("assessments/<uuid:pk>/", assessments.overview, name="assessment"),
    path("assessments/<uuid:pk>/dates/", dates.dates, name="dates"),
    path("assessments/<uuid:pk>/profile/", assessments.profile, name="profile"),
    path(
        "assessments/<uuid:pk>/attributes/<code:code>/",
        answers.attribute,
        name="attribute",
    ),
    path("assessments/<uuid:pk>/criteria/<code:code>/", criteria.criterion, name="criterion"),
    path("assessments/<uuid:pk>/documents/", criteria.documents, name="documents"),
    path("assessments/<uuid:pk>/partners/", partners.partners, name="partners"),
    path("assessments/<uuid:pk>/own/", own.own_ratings, name="own_ratings"),
    path("assessments/<uuid:pk>/own/<code:code>/", own.own_attribute, name="own_attribute"),
    path("assessments/<uuid:pk>/own/answers/<code:code>/", own.own_answer, name="own_answer"),
    path("assessments/<uuid:pk>/consensus/", consensus.consensus, name="consensus"),
    path(
        "assessments/<uuid:pk>/consensus/<code:code>/",
        consensus.consensus_attribute,
        name="consensus_attribute",
    ),
    path("assessments/<uuid:pk>/answers/<code:code>/", saving.answer, name="save_answer"),
    path("assessments/<uuid:pk>/results/", answers.results, name="results"),
    path("assessments/<uuid:pk>/results/<code:code>/", saving.result, name="save_result"),
    path("assessments/<uuid:pk>/plan/", assessments.plan, name="plan"),
    path("assessments/<uuid:pk>/plan/new/", assessments.action, name="new_action"),
    path("assessments/<uuid:pk>/plan/<uuid:key>/", assessments.action, name="action"),
    path("assessments/<uuid:pk>/lessons/new/", lessons.lesson, name="new_lesson"),
    path("assessments/<uuid:pk>/lessons/<uuid:key>/", lessons.lesson, name="lesson"),
    path("assessments/<uuid:pk>/check/", assessments.check, name="check"),
    path("assessments/<uuid:pk>/review/", assessments.review, name="review"),
    path("assessments/<uuid:pk>/changes/", assessments.changes, name="changes"),
    path("assessments/<uuid:pk>/withdraw/", assessments.withdraw, name="withdraw"),
    path("assessments/<uuid:pk>/workbook.xlsx", workbook.workbook_file, name="workbook_file"),
    path("assessments/<uuid:pk>/workbook/", workbook.workbook, name="workbook"),
    path(
        "assessments/<uuid:pk>/workbook/<uuid:key>/",
        workbook.workbook_preview,
        name="workbook_preview",
    ),
    path("assessments/<uuid:pk>/export.json", assessments.export, name="export"),
    path("assessments/<uuid:pk>/history/", history.history, name="history"),
    path("assessments/<uuid:pk>/history.csv", history.history_csv, name="history_csv"),
    path("people/<uuid:pk>/history/", history.person_history, name="person_history"),
    path("people/<uuid:pk>/history.csv", history.person_history_csv, name="person_history_csv"),
]
