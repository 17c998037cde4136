"""The words of audit events: a sentence for each verb, a label for each value, codes in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    Action,
    Decision,
    Lesson,
    Milestone,
    PlayUse,
    PlayVersion,
    StatementOfWork,
)
from assessments.models.assessments import State
from assessments.models.people import Language, Role
from assessments.models.plans import Effort
from maturity.models import Attribute, Channel, Council, Jurisdiction, Priority, ScalePoint, Stage

SHOWN = 120  # Longer texts are shortened to as many characters, with the whole behind them.

DONE = {
    "create": _("Created the initiative"),
    "update": _("Changed the initiative"),
    "give_role": _("Gave a role"),
    "take_role": _("Removed a role"),
    "invite": _("Invited someone"),
    "revoke_invitation": _("Cancelled an invitation"),
    "accept_invitation": _("Accepted an invitation"),
    "create_person": _("Opened an account"),
    "update_person": _("Changed the details of a person"),
    "deactivate": _("Closed an account"),
    "reactivate": _("Opened an account again"),
    "forget_address": _("Removed the address of someone who had left"),
    "create_token": _("Created an access token"),
    "revoke_token": _("Revoked an access token"),
    "create_jurisdiction": _("Added a jurisdiction"),
    "update_jurisdiction": _("Changed a jurisdiction"),
    "save_milestone": _("Added a milestone to the road map"),
    "remove_milestone": _("Removed a milestone from the road map"),
    "add_meeting": _("Added a meeting of the council"),
    "remove_meeting": _("Removed a meeting of the council"),
    "save_decision": _("Added a decision of the council"),
    "remove_decision": _("Removed a decision of the council"),
    "set_council_target": _("Set a target of the council"),
    "approve_council": _("Approved a baseline of the council"),
    "open_ballot": _("Opened a ballot"),
    "vote": _("Answered about a statement in a ballot"),
    "remove_vote": _("Removed an answer from a ballot"),
    "finish_voting": _("Finished a ballot"),
    "remind_voters": _("Reminded people of a ballot"),
    "close_ballot": _("Closed a ballot"),
    "draft_from_ballot": _("Drafted an edition from the results of a ballot"),
    "save_statement_of_work": _("Wrote the statement of work"),
    "save_party": _("Added a party to the statement of work"),
    "remove_party": _("Removed a party from the statement of work"),
    "draft_levels": _("Changed the number of levels of the draft of an edition"),
    "start": _("Started the assessment"),
    "change_date": _("Changed the date of the situation"),
    "set_due": _("Set the date to submit by"),
    "rate": _("Rated a statement"),
    "rate_result": _("Rated a result"),
    "add_evidence": _("Added a document to the evidence"),
    "remove_evidence": _("Removed a document from the evidence"),
    "change_evidence": _("Changed the evidence for a statement"),
    "remove_file": _("Removed a file that nothing referred to any longer"),
    "support_alone": _("Added a document to a government’s own ratings"),
    "start_thread": _("Started a discussion"),
    "answer_thread": _("Answered in a discussion"),
    "resolve_thread": _("Resolved a discussion"),
    "reopen_thread": _("Opened a discussion again"),
    "assign": _("Assigned a statement or an attribute"),
    "ask_to_rate": _("Asked a government to rate independently"),
    "take_back_ask": _("Withdrew the request to a government to rate"),
    "remind_to_rate": _("Reminded a government to rate"),
    "remind": _("Reminded people of something due"),
    "remind_of_plan": _("Reminded people of something due in the plan"),
    "rate_alone": _("Rated independently"),
    "finish_alone": _("Finished rating independently"),
    "reopen_alone": _("Reopened a government’s own ratings"),
    "record_dissent": _("Recorded a dissent"),
    "set_target": _("Set a target"),
    "set_effort": _("Estimated the effort for a statement"),
    "save_action": _("Added an action"),
    "update_action": _("Reported on an action"),
    "remove_action": _("Removed an action from the plan"),
    "save_lesson": _("Added a lesson learned"),
    "remove_lesson": _("Removed a lesson learned"),
    "create_play": _("Added a play to the playbook"),
    "draft_play": _("Drafted a version of a play"),
    "discard_play_draft": _("Discarded the draft of a play"),
    "publish_play": _("Published a play"),
    "withdraw_play": _("Withdrew a play"),
    "use_play": _("Marked a play as used"),
    "share_lesson": _("Shared a lesson"),
    "withdraw_lesson": _("Withdrew a lesson"),
    "curate_lesson": _("Curated a lesson"),
    "translate_lesson": _("Translated a lesson"),
    "submit": _("Submitted the assessment"),
    "return": _("Returned the assessment to its team"),
    "approve": _("Approved the assessment"),
    "raise_concern": _("Said what to review again in a statement"),
    "reply": _("Replied to what the council asks"),
    "withdraw": _("Withdrew the assessment"),
    "resume": _("Cancelled the withdrawal"),
    "baseline": _("Made the baseline"),
    "ask_validation": _("Asked for a validation report of the model"),
    "ask_batch": _("Asked for all reports as one file"),
    "cancel_batch": _("Cancelled a file with all reports"),
    "retry_batch": _("Retried a file with all reports"),
    "share_view": _("Shared a view with a council"),
    "stop_sharing_view": _("Stopped sharing a view"),
    "create_edition_draft": _("Began a draft of an edition of the model"),
    "discard_edition_draft": _("Discarded the draft of an edition of the model"),
    "draft_statement": _("Added a statement to the draft of an edition"),
    "remove_statement": _("Removed a statement from the draft of an edition"),
    "draft_text": _("Added a text to the draft of an edition"),
    "draft_rules": _("Set the rules of the draft of an edition"),
    "publish_edition": _("Published an edition of the model"),
    "retire_edition": _("Retired an edition of the model"),
    "reuse_edition": _("Put an edition of the model back into use"),
}
# Of what was there before, where that makes a difference.
CHANGED = {
    "rate": _("Changed the answer to a statement"),
    "rate_result": _("Changed the answer to a result"),
    "record_dissent": _("Changed a dissent"),
    "give_role": _("Changed a role"),
    "set_due": _("Changed the date to submit by"),
    "set_target": _("Changed a target"),
    "set_effort": _("Changed the effort for a statement"),
    "save_milestone": _("Changed a milestone of the road map"),
    "save_statement_of_work": _("Changed the statement of work"),
    "save_party": _("Changed a party of the statement of work"),
    "save_decision": _("Changed a decision of the council"),
    "set_council_target": _("Changed a target of the council"),
    "save_action": _("Changed an action"),
    "save_lesson": _("Changed a lesson learned"),
    "draft_play": _("Changed the draft of a play"),
    "publish_play": _("Published a new version of a play"),
    "use_play": _("Changed what is said of a play in use"),
    "share_lesson": _("Changed who may read a lesson"),
    "translate_lesson": _("Changed the translation of a lesson"),
    "draft_statement": _("Changed a statement in the draft of an edition"),
    "draft_text": _("Changed a text in the draft of an edition"),
    "draft_rules": _("Changed the rules of the draft of an edition"),
}
TAKEN_BACK = {
    "rate": _("Removed the answer to a statement"),
    "rate_result": _("Removed the answer to a result"),
    "set_due": _("Removed the date to submit by"),
    "set_target": _("Removed a target"),
    "set_council_target": _("Removed a target of the council"),
    "set_effort": _("Removed the effort for a statement"),
    "support_alone": _("Removed a document from its own ratings"),
    "record_dissent": _("Withdrew a dissent"),
    "use_play": _("Removed a play from the initiative’s record"),
    "draft_text": _("Removed a text from the draft of an edition"),
}
CONFIRMED = {
    "rate": _("Confirmed the answer carried forward"),
    "rate_result": _("Confirmed the answer carried forward"),
}
# What a participant does independently, blind to the others.
BLIND = ("rate_alone", "support_alone")
# What happens to an initiative's plan, which goes on from one assessment to the next.
OF_PLAN = (
    "set_target", "save_action", "remove_action", "update_action", "save_lesson", "remove_lesson",
    "share_lesson", "withdraw_lesson", "curate_lesson", "translate_lesson", "use_play",
    "set_effort", "remind_of_plan",
)  # fmt: skip
OF_LESSONS = {
    "save_lesson", "remove_lesson", "share_lesson", "withdraw_lesson", "curate_lesson",
    "translate_lesson",
}  # fmt: skip
# What happens at a government rather than at a statement.
AT_GOVERNMENT = {
    "ask_to_rate", "take_back_ask", "remind_to_rate", "rate_alone", "finish_alone", "reopen_alone",
    "support_alone",
}  # fmt: skip
# What the value of an event is, where it is one value.
ONLY = {
    "change_date": "as_of", "set_due": "due", "submit": "state", "return": "state",
    "approve": "state", "withdraw": "state", "resume": "state", "baseline": "sha256",
}  # fmt: skip
LABELS = {
    "rating": _("Rating"),
    "comment": _("Comment"),
    "comment_language": _("Language of the comment"),
    "reason": _("Reason"),
    "reason_language": _("Language of the reason"),
    "statement": _("Statement"),
    "dissent": _("Dissent"),
    "dissent_language": _("Language of the dissent"),
    "evidence": _("Evidence"),
    "replaces": _("Replaced ratings"),
    "indicator_name": _("Name of the indicator"),
    "indicator_value": _("Value"),
    "indicator_unit": _("Unit"),
    "indicator_date": _("Date of measurement"),
    "indicator_source": _("Source"),
    "level": _("Target level"),
    "by": _("To be reached by"),
    "title": _("What will be done"),
    "lesson_kind": _("Kind"),
    "lesson_title": _("Title"),
    "situation": _("The situation"),
    "what_was_done": _("What we did"),
    "happened": _("What happened"),
    "advice": _("Advice"),
    "updates": _("Updates"),
    "clients": _("Who the clients were"),
    "attributes": _("Attributes"),
    "stage": _("Life-cycle stage"),
    "audience": _("Who may read it"),
    "word_to_the_team": _("Word to the team"),
    "text": _("Text"),
    "text_language": _("Language of the text"),
    "criteria": _("Statements"),
    "owner": _("Who leads it"),
    "assignee": _("Who leads it"),
    "play": _("Play"),
    "why": _("Why"),
    "why_language": _("Language of the text"),
    "due": _("Due"),
    "status": _("Status"),
    "play_state": _("Status"),
    "artefact": _("Document"),
    "use_note": _("Note"),
    "use_note_language": _("Language of the note"),
    "version": _("Version"),
    "state": _("State"),
    "note": _("Note to the team"),
    "note_language": _("Language of the note"),
    "reviewer": _("Asked to review it"),
    "as_of": _("Situation as of"),
    "cycle": _("Assessment number"),
    "sha256": _("SHA-256"),
    "person": _("Person"),
    "role": _("Role"),
    "initiative": _("Initiative"),
    "jurisdiction": _("Jurisdiction"),
    "email": _("Work email"),
    "language": _("Language of mail"),
    "mail_muted": _("No mail about work"),
    "digest": _("Summary before meetings"),
    "not_timed": _("Time while rating not recorded"),
    "people": _("People"),
    "kind": _("Kind"),
    "invitations": _("Invitations cancelled"),
    "token": _("Access token"),
    "tokens": _("Access tokens revoked"),
    "expires": _("Valid until"),
    "finished": _("Finished"),
    "day": _("Date"),
    "milestone_state": _("Status"),
    "decision_kind": _("Kind"),
    "share": _("Share of initiatives (%)"),
    "order": _("Order"),
    "code": _("Code"),
    "name": _("Name"),
    "council": _("Council"),
    "baselines": _("Baselines"),
    "edition": _("Edition"),
    "closes_on": _("Open until"),
    "french_confirmed": _("French confirmed"),
    "moved": _("Moved to another level"),
    "to_look_at": _("To look at"),
    "levels": _("Levels"),
    "doubtful_level": _("Other level it may belong to"),
    "does": _("What it does"),
    "is_draft": _("Draft"),
    "round": _("Round"),
    "statements": _("Statements"),
    "filters": _("Filters"),
    "text_en": _("English"),
    "text_fr": _("French"),
    "provenance_en": _("Source of the English"),
    "provenance_fr": _("Source of the French"),
    "note_on_text": _("Note on the text"),
    "statement_level": _("Level"),
    "attribute": _("Attribute"),
    "origin": _("Comes from"),
    "change_kind": _("Kind of change"),
    "guidance": _("Guidance on rating"),
    "rule": _("Scoring rule"),
    "lead": _("Lead jurisdiction"),
    "partners": _("Partners"),
    "channels": _("Channels"),
    "priorities": _("Priorities"),
}
OF_ACTION: dict[str, Any] = {field.name: field for field in Action._meta.fields}
# Texts in both languages, of plays and of the statement of work.
BILINGUAL: dict[str, Any] = {
    field.name: field for model in (StatementOfWork, PlayVersion) for field in model._meta.fields
}
TONGUES = {"en": _("English"), "fr": _("French")}


def label(key: str) -> str:
    """Return what a value of an event is called; a field of an action is called as its form says.

    A key that nobody knows, of a version to come, is given as it is.
    """
    if key in LABELS:
        return str(LABELS[key])
    if key in OF_ACTION:
        return capfirst(str(OF_ACTION[key].verbose_name))
    if key in BILINGUAL:
        label, language = capfirst(str(BILINGUAL[key].verbose_name)), TONGUES.get(key[-2:])
        return f"{label} ({language})" if language else label
    return key


@dataclass(frozen=True, slots=True)
class Value:
    """A value in words; `language` is that of a text which a person wrote, where it is known."""

    text: str
    language: str = ""

    @property
    def short(self) -> str:
        """The text, or its beginning where it is long."""
        return Truncator(self.text).chars(SHOWN)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an event changed. A value that was not there, or is not any more, is empty."""

    label: str
    old: Value
    new: Value


class EventWords:
    """What codes are called in the language of the page, read once for many events."""

    def __init__(self, edition_id: int | None = None) -> None:
        """The words of one edition, or of all (the newest where they differ)."""
        scale = ScalePoint.objects.order_by("edition__published_at", "order")
        attributes = Attribute.objects.order_by("edition__published_at", "order")
        if edition_id is not None:
            scale = scale.filter(edition=edition_id)
            attributes = attributes.filter(edition=edition_id)
        lists: dict[str, QuerySet[Any]] = {
            "rating": scale,
            "attributes": attributes,
            "channels": Channel.objects.all(),
            "jurisdictions": Jurisdiction.objects.all(),
            "council": Council.objects.all(),
            "priorities": Priority.objects.all(),
        }
        self.of = {
            kind: {entry.code: entry.text for entry in listed} for kind, listed in lists.items()
        }
        for kind, others in ALSO.items():
            self.of[kind] = self.of[others]

    @cached_property
    def stages(self) -> dict[str, str]:
        """The names of the stages, which few events speak of."""
        return {each.code: each.text for each in Stage.objects.all()}

    def place(self, verb: str, place: str) -> str:
        """Where in an assessment: a code with its channel, an attribute, or a government."""
        if verb in ("set_target", "set_council_target", "assign"):
            return self.of["attributes"].get(place, place)
        if verb in AT_GOVERNMENT:
            return self.of["jurisdictions"].get(place, place)
        code, _separator, channel = place.partition("/")
        return f"{code}, {self.of['channels'].get(channel, channel)}" if channel else code

    def value(self, key: str, value: Any, names: Mapping[str, str]) -> str:
        """A value of an event in words; empty for none."""
        if value is None or value == "" or value == []:
            return ""
        match key, value:
            case "person" | "reviewer" | "assignee", str():
                return names.get(value, value)
            case "stage", str():
                return self.stages.get(value, value)
            case "statement", str():
                return self.place("", value)
            case "evidence", list():
                return "\n".join(" – ".join(str(part) for part in each) for each in value)
            case "replaces", list():
                return "\n".join(self._replaced(*each) for each in value)
            case "name" | "text", list():
                return " – ".join(each for each in value if each)
            case "indicator_value", str():
                return _number(value)
            case _, bool():
                return gettext("Yes") if value else gettext("No")
            case _, list():
                return ", ".join(self.of.get(key, {}).get(each, str(each)) for each in value)
            case _, str():
                if choices := CHOICES.get(key):
                    return choice(choices, value)
                return self.of.get(key, {}).get(value, value)
        return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)

    def _replaced(
        self, channel: str | None, rating: str, rest: Mapping[str, Any] | None = None
    ) -> str:
        texts = [rest[name] for name in ("reason", "comment", "dissent") if rest and name in rest]
        words = " – ".join([self.of["rating"].get(rating, rating), *texts])
        return f"{self.of['channels'].get(channel, channel)} – {words}" if channel else words


# What else holds codes of a list.
ALSO = {"lead": "jurisdictions", "partners": "jurisdictions", "jurisdiction": "jurisdictions"}
CHOICES: dict[str, Any] = {
    "state": State, "status": Action.Status, "role": Role,
    "comment_language": Language, "reason_language": Language, "language": Language,
    "dissent_language": Language, "text_language": Language, "lesson_kind": Lesson.Kind,
    "note_language": Language, "kind": Jurisdiction.Kind, "effort": Effort,
    "milestone_state": Milestone.State, "decision_kind": Decision.Kind,
    "audience": Lesson.Audience,
    "play_state": PlayUse.State, "use_note_language": Language,
}  # fmt: skip


def choice(choices: Any, value: str) -> str:
    """The words for one of a field's choices, or the value itself where it is none."""
    return str(choices(value).label) if value in choices.values else value


def _number(text: str) -> str:
    try:
        return number_format(Decimal(text), use_l10n=True)
    except InvalidOperation:
        return text
