"""Reading a snapshot in one language."""

import datetime
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext, override

from assessments.baselines.moves import move_sentence
from assessments.baselines.values import (
    ActionContent,
    AnswerContent,
    Approval,
    AttributeContent,
    Content,
    CriterionContent,
    EvidenceContent,
    Indicator,
    LessonContent,
    LevelContent,
    PlayRecord,
    PlayTitle,
    ResultContent,
    Scale,
    TargetMove,
    UpdateContent,
    Wording,
    Written,
)
from assessments.format.types import (
    ActionItem,
    AttributeText,
    CodedText,
    ComputedAttribute,
    CriterionText,
    EvidenceItem,
    LessonItem,
    Named,
    PlayItem,
    RatingItem,
    ResultItem,
    Snapshot,
    SourcedText,
    TargetMoveItem,
    Text,
    WrittenItem,
    date_in,
    text_in,
)
from assessments.method.agreement import consensus
from assessments.method.computing import agreement_units, agreement_verdict
from assessments.method.doubt import doubts
from assessments.method.life_cycle import (
    LifeCycleRow,
    StageLevels,
    levels_of,
    life_cycle,
    stage_levels,
)
from assessments.method.scoring import RatedCriterion, level_share, score_attribute
from maturity.file_kinds import KINDS


def content(snapshot: Snapshot, language: str) -> Content:
    """A snapshot in one language ("en" or "fr")."""
    return _SnapshotReader(snapshot, language).content()


class _SnapshotReader:
    def __init__(self, snapshot: Snapshot, language: str) -> None:
        self.snapshot, self.language = snapshot, language
        self.document, self.model = snapshot["assessment"], snapshot["model"]
        self.names = snapshot["names"]
        self.scale = {
            each["code"]: Scale(each["code"], self.text(each)) for each in self.model["scale"]
        }
        with override(language):  # The portal's own term, as of `ScalePoint.text`.
            self.scale["NR"] = Scale("NR", gettext("Not rated"))
        self.levels = tuple(
            self.wording(each) for each in sorted(self.model["levels"], key=lambda e: e["level"])
        )
        self.top = len(self.levels) - 1
        self.units = agreement_units(self.document)
        self.finished = [p["jurisdiction"] for p in self.document["participants"] if p["finished"]]
        self.plays = {each["play"]: each for each in snapshot["plays"]}
        self.unconfirmed = set(snapshot.get("unconfirmed", ()))
        self.actions = {
            (each["action"]["text"], each["action"]["lang"]): each
            for each in snapshot["plan"]["actions"]
        }
        self.previous = snapshot["previous"]
        self.previous_levels = self.previous["attained_levels"] if self.previous else {}
        self.previous_ratings = self.previous["effective"] if self.previous else {}

    def content(self) -> Content:
        document, names = self.document, self.names
        initiative, computed = document["initiative"], document["computed"]
        effective = self.snapshot["effective"]
        return Content(
            language=self.language,
            initiative=self.text(initiative["name"]),
            initiative_code=initiative["code"],
            council=self.text(names["council"]),
            lead=self.name("jurisdictions", initiative["lead"]),
            lead_code=initiative["lead"],
            partners=self.each_name("jurisdictions", initiative["partners"]),
            channels=self.each_name("channels", initiative["channels"]),
            priorities=self.each_name("priorities", initiative["priorities"]),
            stage=self.text(names["stage"]),
            as_of=datetime.date.fromisoformat(document["as_of"]),
            cycle=self.snapshot["cycle"],
            state=self.snapshot["state"],
            edition=self.model["edition"],
            rule=self.model["rule"],
            title=self.wording(self.model["title"]),
            vision=self.wording(self.model["vision"]),
            levels=self.levels,
            scale=tuple(
                (self.scale[each["code"]], self.text(each["percent"]))
                for each in self.model["scale"]
            ),
            overall=computed["overall_level"],
            rated=sum(rating is not None for rating in effective.values()),
            total=len(effective),
            attributes=tuple(
                self.attribute(attribute, score)
                for attribute, score in zip(
                    self.model["attributes"], computed["attributes"], strict=True
                )
            ),
            results=tuple(self.result(each) for each in self.model["results"]),
            actions=tuple(self.action(each) for each in document["actions"]),
            lessons=tuple(self.lesson(each) for each in self.snapshot["lessons"]),
            plays=tuple(self.play(each) for each in document.get("plays", ())),
            participants=tuple(
                (self.name("jurisdictions", each["jurisdiction"]), each["finished"])
                for each in document["participants"]
            ),
            agreement=agreement_verdict(self.document),
            previous_as_of=date_in(self.previous["as_of"] if self.previous else None),
            stages=tuple(self.text(each["name"]) for each in self.snapshot["life_cycle"]),
            life_cycle=self.standings(),
            approval=self.approval(),
        )

    def standings(self) -> tuple[LifeCycleRow, ...]:
        """Where each attribute stands at each stage; none in a baseline that does not say."""
        if not self.snapshot["life_cycle"]:
            return ()
        stages: list[StageLevels | None] = []
        for each in self.snapshot["life_cycle"]:
            if each["stage"] == self.document["stage"]:
                stages.append(stage_levels(self.snapshot))
            else:
                there = each["standing"]
                stages.append(StageLevels(levels_of(there), {}) if there else None)
        names = {each["code"]: self.text(each) for each in self.model["attributes"]}
        return life_cycle(stages, names)

    def attribute(self, attribute: AttributeText, score: ComputedAttribute) -> AttributeContent:
        criteria = [self.criterion(each) for each in attribute["criteria"]]
        rated = [
            RatedCriterion(each.code, each.level, self.snapshot["effective"][each.code])
            for each in criteria
        ]
        attained = score["attained_level"]
        targets = {each["attribute"]: each for each in self.document["targets"]}
        target = targets.get(attribute["code"])
        share = None if attained in (None, self.top) else level_share(rated, attained + 1)
        return AttributeContent(
            code=attribute["code"],
            name=self.wording(attribute),
            attained=attained,
            words=None if attained is None else self.levels[attained],
            progress=score["progress"],
            next_share=share or 0.0,
            target=target["level"] if target else None,
            target_by=date_in(target.get("by") if target else None),
            target_why=_written(target.get("why") if target else None),
            target_moves=tuple(
                self.move(each)
                for each in self.snapshot["plan"]["moves"]
                if each["attribute"] == attribute["code"]
            ),
            gap=score["gap"],
            top=self.top,
            previous=self.previous_levels.get(attribute["code"]),
            blocking=tuple(each for each in criteria if each.code in score["blocking"]),
            plays=tuple(
                PlayTitle(code, self.text(play["title"]))
                for code, play in self.plays.items()
                if set(play["criteria"]).intersection(score["blocking"])
            ),
            doubts=tuple(
                doubts(
                    [(one, each.alt_level) for one, each in zip(rated, criteria, strict=True)],
                    partial(score_attribute, rule=self.model["rule"], top=self.top),
                )
            ),
            levels=tuple(
                LevelContent(
                    level,
                    self.levels[level],
                    tuple(each for each in criteria if each.level == level),
                )
                for level in range(1, self.top + 1)
            ),
        )

    def criterion(self, criterion: CriterionText) -> CriterionContent:
        code = criterion["code"]
        given = [
            (jurisdiction, rating)
            for (unit, _channel), ratings in self.units.items()
            if unit == code
            for jurisdiction, rating in zip(self.finished, ratings, strict=True)
            if rating
        ]
        return CriterionContent(
            code=code,
            level=criterion["level"],
            statement=self.wording(criterion),
            rating=self.rating(self.snapshot["effective"][code]),
            previous=self.rating(self.previous_ratings[code])
            if code in self.previous_ratings
            else None,
            answers=tuple(
                self.answer(item) for item in self.document["ratings"] if item["criterion"] == code
            ),
            spread=tuple((self.name("jurisdictions", j), self.rating(r)) for j, r in given),
            consensus=consensus([r for _j, r in given]) if len(given) > 1 else None,
            unconfirmed=code in self.unconfirmed,
            alt_level=criterion.get("alt_level"),
        )

    def answer(self, item: RatingItem) -> AnswerContent:
        channel = item.get("channel")
        return AnswerContent(
            channel=self.name("channels", channel) if channel else "",
            rating=self.rating(item.get("rating")),
            comment=_written(item.get("comment")),
            reason=_written(item.get("reason")),
            dissent=self.dissent(item["criterion"], channel),
            evidence=tuple(self.evidence(each) for each in item.get("evidence", [])),
        )

    def evidence(self, item: EvidenceItem) -> EvidenceContent:
        known = self.snapshot["documents"].get(item["url"], {})
        kind = KINDS.get(known.get("media_type", ""))
        return EvidenceContent(
            title=item["title"],
            url=item["url"],
            language=known.get("language", ""),
            kind=kind.word if kind else "",
            size=known.get("size", 0),
        )

    def dissent(self, code: str, channel: str | None) -> Written | None:
        place = f"{code}/{channel}" if channel else code
        return _written(self.snapshot["dissent"].get(place))

    def result(self, result: CodedText) -> ResultContent:
        items = {each["result"]: each for each in self.document["results"]}
        item: ResultItem = items.get(result["code"], {"result": result["code"]})
        indicator = item.get("indicator")
        return ResultContent(
            code=result["code"],
            statement=self.wording(result),
            rating=self.rating(item.get("rating")),
            comment=_written(item.get("comment")),
            reason=_written(item.get("reason")),
            indicator=indicator
            and Indicator(
                name=indicator["name"],
                value=indicator["value"],
                unit=indicator.get("unit", ""),
                date=date_in(indicator.get("date")),
                source=indicator.get("source", ""),
            ),
            unconfirmed=result["code"] in self.unconfirmed,
        )

    def action(self, item: ActionItem) -> ActionContent:
        title = item["title"]
        known: Mapping[str, Any] = self.actions.get((title["text"], title["lang"]), {})
        return ActionContent(
            title=Written(item["title"]["text"], item["title"]["lang"]),
            criteria=tuple(item.get("criteria", ())),
            owner=item.get("owner", ""),
            partners=self.each_name("jurisdictions", item.get("partners", ())),
            start=date_in(item.get("start")),
            due=date_in(item.get("due")),
            status=item["status"],
            closed=date_in(known.get("closed")),
            key=known.get("key", ""),
            effort=item.get("effort", ""),
            effect=Written(item["effect"], item["title"]["lang"]) if "effect" in item else None,
            play=item.get("play", ""),
            updates=tuple(
                UpdateContent(
                    datetime.date.fromisoformat(each["on"]),
                    each["by"],
                    each["status"],
                    _written(each.get("text")),
                )
                for each in self.snapshot["plan"]["updates"]
                if each["action"] == item["title"]
            ),
        )

    def move(self, item: TargetMoveItem) -> TargetMove:
        sentence = move_sentence(
            (item["old_level"], date_in(item.get("old_by"))),
            (item.get("level"), date_in(item.get("by"))),
            datetime.date.fromisoformat(item["on"]),
        )
        return TargetMove(item["attribute"], sentence, _written(item.get("why")))

    def lesson(self, item: LessonItem) -> LessonContent:
        language = item["text"]["lang"]

        def said(text: str | None) -> Written | None:
            return Written(text, language) if text else None

        return LessonContent(
            kind=item["kind"],
            title=said(item.get("title")),
            situation=said(item.get("situation")),
            done=said(item.get("done")),
            happened=said(item.get("happened")),
            text=Written(item["text"]["text"], language),
            criteria=tuple(item["criteria"]),
        )

    def play(self, item: PlayItem) -> PlayRecord:
        code, artefact = item["play"], item.get("artefact")
        known = self.plays.get(code)
        return PlayRecord(
            code=code,
            title=self.text(known["title"]) if known else code,
            criteria=tuple(known["criteria"]) if known else (),
            state=item["state"],
            artefact=self.evidence(artefact) if artefact else None,
            note=_written(item.get("note")),
        )

    def approval(self) -> Approval | None:
        given = self.snapshot["approval"]
        if given is None:
            return None
        submitted = given["submitted_at"]
        return Approval(
            baseline=given["baseline"],
            submitted_by=given["submitted_by"] or "",
            submitted_at=datetime.datetime.fromisoformat(submitted) if submitted else None,
            approved_by=given["approved_by"],
            approved_at=datetime.datetime.fromisoformat(given["approved_at"]),
        )

    def rating(self, code: str | None) -> Scale:
        return self.scale[code or "NR"]

    def wording(self, entry: SourcedText) -> Wording:
        unofficial = self.text(entry["provenance"]) == "project"
        return Wording(self.text(entry), unofficial)

    def text(self, text: Text) -> str:
        return text_in(text, self.language)

    def name(self, kind: Named, code: str) -> str:
        return self.text(self.names[kind][code])

    def each_name(self, kind: Named, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.name(kind, code) for code in codes)


def _written(words: WrittenItem | None) -> Written | None:
    return Written(words["text"], words["lang"]) if words else None
