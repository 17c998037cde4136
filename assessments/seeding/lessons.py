"""The lessons of the demonstration: plainly fictitious, two of each kind, in both languages."""

from dataclasses import dataclass, field

from assessments.lessons.actions import LessonText, curate, save_lesson, set_useful, translate
from assessments.models import Assessment, Person
from maturity.models import Attribute, Channel, Criterion


@dataclass(frozen=True)
class Sample:
    """A lesson of the assessment with the name `of`, as its team's lead writes it."""

    of: str
    kind: str
    language: str
    title: str
    situation: str
    done: str
    happened: str
    text: str
    clients: str = ""
    attributes: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    audience: str = "all"
    curated: bool = False
    translation: dict[str, str] = field(default_factory=dict)


SAMPLES = (
    Sample(
        "DEATH DEL 1", "success", "en",
        title="One form, tested by ten people, in place of four",
        situation="Fictitious. Families filled in four forms after a death, and called to ask "
        "which one came first.",
        done="We put the four side by side, struck out every question that was asked twice, and "
        "had ten bereaved people try the one form that was left.",
        happened="Calls about where to begin fell by a third in six weeks.",
        text="Count how often you ask the same question before you design anything. Test with "
        "people who are tired and sad: they will be.",
        clients="Bereaved families",
        attributes=("EFF", "SMP"), criteria=("RES-04", "EFF-04"), channels=("ONLINE",),
        curated=True,
        translation={
            "title": "Un seul formulaire, essayé par dix personnes, au lieu de quatre",
            "situation": "Inventé. Après un décès, les familles remplissaient quatre formulaires "
            "et appelaient pour savoir par lequel commencer.",
            "done": "Nous avons mis les quatre formulaires côte à côte, biffé toute question posée "
            "deux fois, puis fait essayer à dix personnes en deuil le seul qui restait.",
            "happened": "En six semaines, les appels pour savoir par où commencer ont diminué du "
            "tiers.",
            "text": "Comptez combien de fois vous posez la même question avant de concevoir quoi "
            "que ce soit. Faites l’essai avec des personnes fatiguées et tristes\u00a0: elles le "
            "seront.",
        },
    ),
    Sample(
        "DEATH DEL 1", "co_creation", "fr",
        title="Des familles endeuillées ont réécrit la première page avec nous",
        situation="Inventé. Notre première page commençait par nos lois et nos ministères.",
        done="Six familles ont réécrit la page avec nous, en deux soirées, dans une salle de "
        "bibliothèque. Elles ont été payées, et une conseillère en deuil était présente.",
        happened="La page commence maintenant par «\u00a0Nous sommes désolés\u00a0», et la "
        "première démarche se termine en huit minutes.",
        text="Rencontrez les familles avant d’écrire la première ligne, payez leur temps et "
        "dites-leur ensuite ce que vous avez changé.",
        clients="Familles endeuillées",
        attributes=("RES",), criteria=("RES-03", "RES-04"), channels=("IN_PERSON",),
    ),
    Sample(
        "BIRTH DEL 2", "lesson", "fr",
        title="L’entente d’échange de données d’abord",
        situation="Inventé. L’enregistrement d’une naissance et le numéro d’assurance sociale "
        "demandaient les mêmes renseignements deux fois.",
        done="Nous avons bâti l’écran, puis demandé l’entente d’échange de données.",
        happened="La signature a pris neuf mois, et l’écran a dû être refait.",
        text="Commencez par l’entente\u00a0: les données, le but, l’autorité légale, la "
        "conservation. L’écran vient après.",
        clients="Parents de nouveau-nés",
        attributes=("EFF", "SEC"), criteria=("EFF-04", "SEC-01"), curated=True,
    ),
    Sample(
        "BIZPAL DEL 2", "success", "en",
        title="A shared glossary let three governments say the same thing",
        situation="Fictitious. A permit, a licence and an approval were the same thing at three "
        "counters.",
        done="One person from each government kept a list of forty words, in both languages, and "
        "met for half an hour a week.",
        happened="After four months the three sites used the same words, and business owners "
        "stopped sending the wrong form.",
        text="Begin with the forty words that people ask about, not with all of them.",
        clients="Owners of small businesses",
        attributes=("CON",), criteria=("CON-01", "CON-03"),
    ),
    Sample(
        "PCTF DES 1", "lesson", "en",
        title="Write the privacy notice first",
        situation="Fictitious. We designed the consent screens, and wrote the privacy notice last.",
        done="We asked the privacy office once the screens were ready.",
        happened="Two screens had to go, and the launch moved by a season.",
        text="Write the notice on the first day, in words that you would say aloud. What you "
        "cannot explain, do not collect.",
        attributes=("SEC",), criteria=("SEC-01", "SEC-02"), audience="council",
    ),
    Sample(
        "BN DEL 1", "co_creation", "en",
        title="Accountants told us which error message cost them an hour",
        situation="Fictitious. Accountants register businesses for their clients all day, and we "
        "had never sat beside one.",
        done="Four of our staff each spent a morning in an accountant’s office and changed nothing "
        "but the messages.",
        happened="The three worst messages now say what to do; calls from accountants halved.",
        text="Sit beside those who use your service most, before you redesign it.",
        clients="Accountants and the businesses that they act for",
        attributes=("SMP", "RES"), criteria=("RES-03", "SMP-02"), channels=("ONLINE", "PHONE"),
        audience="initiative",
    ),
)  # fmt: skip


def tell_lessons(
    assessment: Assessment, *, by: Person, secretariat: Person, readers: list[Person]
) -> None:
    """Writes the lessons of an assessment's team; the secretariat curates and translates some, and
    its `readers` find those useful.
    """
    for sample in SAMPLES:
        if sample.of == str(assessment):
            lesson = save_lesson(assessment.initiative, _said(sample, assessment), by=by)
            if sample.translation:
                translate(lesson, sample.translation, by=secretariat)
            if sample.curated:
                curate(lesson, by=secretariat, notify=False)
                for reader in readers:
                    set_useful(lesson, by=reader, on=True)


def _said(sample: Sample, assessment: Assessment) -> LessonText:
    edition = assessment.edition
    return LessonText(
        kind=sample.kind,
        text=sample.text,
        text_language=sample.language,
        title=sample.title,
        situation=sample.situation,
        done=sample.done,
        happened=sample.happened,
        clients=sample.clients,
        attributes=list(Attribute.objects.filter(edition=edition, code__in=sample.attributes)),
        criteria=list(Criterion.objects.filter(edition=edition, code__in=sample.criteria)),
        channels=list(Channel.objects.filter(code__in=sample.channels)),
        stage=assessment.stage,
        audience=sample.audience,
    )
