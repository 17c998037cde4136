"""Everything that changes: people and roles, initiatives, assessments, baselines, audit events."""

from assessments.models.assessments import Assessment
from assessments.models.audit import AuditHead, Event
from assessments.models.ballots import Ballot, BallotDraft, Proposed, Vote, Voter
from assessments.models.baselines import Baseline
from assessments.models.bitmaps import BitmapBlock, Listing
from assessments.models.bookmarks import Bookmark
from assessments.models.councils import CouncilBaseline, CouncilTarget, Decision, Meeting
from assessments.models.discussion import Assignment, Remark, Thread
from assessments.models.editions import EditionDraft
from assessments.models.feedback import StatementTime, UnclearMark
from assessments.models.figures import Figures
from assessments.models.files import File
from assessments.models.initiatives import Initiative
from assessments.models.invitations import Invitation
from assessments.models.lessons import Lesson, LessonDocument, LessonTranslation, UsefulMark
from assessments.models.people import Membership, Person
from assessments.models.plans import (
    Action,
    ActionDocument,
    ActionUpdate,
    StatementEffort,
    Target,
    TargetChange,
)
from assessments.models.playbook import Play, PlayUse, PlayVersion
from assessments.models.ratings import (
    Evidence,
    Participant,
    ParticipantRating,
    Rating,
    ResultRating,
)
from assessments.models.receipts import Receipt
from assessments.models.reminders import Reminder
from assessments.models.roadmap import Milestone
from assessments.models.saved_views import SavedView
from assessments.models.statement_of_work import Party, StatementOfWork
from assessments.models.submissions import Concern, Submission
from assessments.models.tokens import AccessToken
from assessments.models.uploads import WorkbookUpload
from assessments.models.validation import ValidationRun

__all__ = [
    "AccessToken",
    "Action",
    "ActionDocument",
    "ActionUpdate",
    "Assessment",
    "Assignment",
    "AuditHead",
    "Ballot",
    "BallotDraft",
    "Baseline",
    "BitmapBlock",
    "Bookmark",
    "Concern",
    "CouncilBaseline",
    "CouncilTarget",
    "Decision",
    "EditionDraft",
    "Event",
    "Evidence",
    "Figures",
    "File",
    "Initiative",
    "Invitation",
    "Lesson",
    "LessonDocument",
    "LessonTranslation",
    "Listing",
    "Meeting",
    "Membership",
    "Milestone",
    "Participant",
    "ParticipantRating",
    "Party",
    "Person",
    "Play",
    "PlayUse",
    "PlayVersion",
    "Proposed",
    "Rating",
    "Receipt",
    "Remark",
    "Reminder",
    "ResultRating",
    "SavedView",
    "StatementEffort",
    "StatementOfWork",
    "StatementTime",
    "Submission",
    "Target",
    "TargetChange",
    "Thread",
    "UnclearMark",
    "UsefulMark",
    "ValidationRun",
    "Vote",
    "Voter",
    "WorkbookUpload",
]
