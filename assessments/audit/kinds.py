"""The kinds of events, by which the record is searched: each verb belongs to one."""

from django.utils.translation import gettext_lazy as _

from assessments.audit.words import DONE, OF_LESSONS, OF_PLAN
from maturity.folding import by_name

KINDS = {
    "access": _("People and access"),
    "assessments": _("Initiatives and assessments"),
    "ratings": _("Ratings and evidence"),
    "governments": _("Governments that rate independently"),
    "discussions": _("Discussions"),
    "plans": _("Plans"),
    "lessons": _("Lessons"),
    "playbook": _("Playbook"),
    "editions": _("Editions of the model"),
    "councils": _("What councils decide"),
    "ballots": _("Ballots"),
    "portal": _("Views, jurisdictions, road map and files"),
}
VERBS = {
    "access": (
        "give_role", "take_role", "invite", "revoke_invitation", "accept_invitation",
        "create_person", "update_person", "deactivate", "reactivate", "forget_address",
        "create_token", "revoke_token",
    ),
    "assessments": (
        "create", "update", "start", "change_date", "set_due", "submit", "return", "approve",
        "raise_concern", "reply", "withdraw", "resume", "baseline",
    ),
    "ratings": (
        "rate", "rate_result", "record_dissent", "add_evidence", "remove_evidence",
        "change_evidence",
    ),
    "governments": (
        "ask_to_rate", "take_back_ask", "remind_to_rate", "rate_alone", "support_alone",
        "finish_alone", "reopen_alone",
    ),
    "discussions": ("start_thread", "answer_thread", "resolve_thread", "reopen_thread", "assign"),
    "plans": tuple(verb for verb in OF_PLAN if verb not in OF_LESSONS),
    "lessons": tuple(verb for verb in OF_PLAN if verb in OF_LESSONS),
    "playbook": (
        "create_play", "draft_play", "discard_play_draft", "publish_play", "withdraw_play",
    ),
    "editions": (
        "create_edition_draft", "discard_edition_draft", "draft_statement", "remove_statement",
        "draft_text", "draft_rules", "draft_levels", "draft_from_ballot",
        "publish_edition", "retire_edition", "reuse_edition",
    ),
    "councils": (
        "add_meeting", "remove_meeting", "save_decision", "remove_decision", "set_council_target",
        "approve_council", "remind",
    ),
    "ballots": (
        "open_ballot", "vote", "remove_vote", "finish_voting", "remind_voters", "close_ballot",
    ),
    "portal": (
        "create_jurisdiction", "update_jurisdiction", "save_milestone", "remove_milestone",
        "save_statement_of_work", "save_party", "remove_party",
        "ask_batch", "cancel_batch", "retry_batch", "remove_file",
        "share_view", "stop_sharing_view", "ask_validation",
    ),
}  # fmt: skip

type Group = tuple[str, list[tuple[str, str]]]  # its name; values and texts


def verbs_of(value: str) -> tuple[str, ...]:
    """The verbs that a choice stands for: those of a kind, or one."""
    return VERBS.get(value.removeprefix("all-"), (value,)) if value else ()


def choices() -> list[Group]:
    """What can be chosen, by kind: all of it first, then each verb by its words."""
    found: list[Group] = []
    for kind, name in KINDS.items():
        verbs = by_name([(verb, str(DONE[verb])) for verb in VERBS[kind]], lambda each: each[1])
        every = (f"all-{kind}", _("All: %(kind)s") % {"kind": name})
        found.append((str(name), [every, *verbs]))
    return found
