"""The statement of work that the secretariat begins with: what is known of the priority since 2017.

It invents nothing. What only the secretariat can say is marked as to be completed.
"""

TEXTS = {
    "title_en": "Client-centric services",
    "title_fr": "Services axés sur les clients",
    "background_en": """\
Canada’s Joint Councils, the joint meeting of the Public Sector Service Delivery Council \
(PSSDC) and the Public Sector Chief Information Officer Council (PSCIOC), made \
client-centric services one of their three priorities, beside digital identity and digital \
strategy.

A draft maturity model of October 2017 describes, in the client’s own voice, the integrated \
service experience that governments should strive for. The model is aspirational and agreed \
by consensus.""",
    "background_fr": """\
Les Conseils mixtes du Canada, réunion conjointe du Conseil de la prestation des services \
du secteur public (CPSSP) et du Conseil des dirigeants principaux de l’information du \
secteur public (CDPISP), ont fait des services axés sur les clients l’une de leurs trois \
priorités, avec l’identité numérique et la stratégie numérique.

Une ébauche de modèle de maturité, datée d’octobre 2017, décrit, dans les mots des clients, \
l’expérience de service intégrée que les gouvernements devraient viser. Ce modèle est un \
idéal, établi par consensus.""",
    "scope_in_en": """\
- A baseline of where an initiative, and a whole council, stands on the continuum of client \
satisfaction, and what to aim for
- Opportunities for improvement, lessons learned and successes to share
- A playbook of tools, so that members can show that they put clients first
- A pilot of the model on a real initiative: death notification
- A validated, evidence-based model that returns to the councils""",
    "scope_in_fr": """\
- Une base de référence qui montre où se situe une initiative, ou tout un conseil, dans le \
continuum de la satisfaction des clients, et ce qu’il faut viser
- Des possibilités d’amélioration, des leçons retenues et des réussites à faire connaître
- Un guide pratique, pour que les membres puissent montrer qu’ils mettent les clients au \
premier plan
- Un projet pilote du modèle sur une initiative réelle\N{NO-BREAK SPACE}: l’avis de décès
- Un modèle validé, fondé sur des données probantes, qui revient devant les conseils""",
    "scope_out_en": """\
To be completed by the secretariat. The councils have two other priorities: digital \
identity and digital strategy.""",
    "scope_out_fr": """\
À compléter par le secrétariat. Les conseils ont deux autres \
priorités\N{NO-BREAK SPACE}: l’identité \
numérique et la stratégie numérique.""",
    "governance_en": """\
- A council’s co-chairs approve the baselines of its initiatives, and the council’s own.
- Members confirm or contest the statements of the model in ballots.
- An edition of the model that has been published never changes. A change is a new edition.

To be completed by the secretariat: when the councils hear about progress, and who decides \
between meetings.""",
    "governance_fr": """\
- Les coprésidences d’un conseil approuvent les bases de référence de ses initiatives et \
celle du conseil.
- Les membres confirment ou contestent les énoncés du modèle lors de scrutins.
- Une édition publiée du modèle ne change jamais. Toute modification donne lieu à une \
nouvelle édition.

À compléter par le secrétariat\N{NO-BREAK SPACE}: quand les conseils font le \
point sur l’avancement, et qui \
prend les décisions entre les réunions.""",
    "measures_en": """\
- Initiatives: the level attained for each of the seven attributes, and the ratings of the \
five results
- The model: whether assessors agree, whether each statement is usable in both languages \
alike, and whether the three levels are really an order

To be completed by the secretariat: the targets, and by when they should be reached.""",
    "measures_fr": """\
- Les initiatives\N{NO-BREAK SPACE}: le niveau atteint pour chacun des sept \
attributs, et les cotes des cinq \
résultats
- Le modèle\N{NO-BREAK SPACE}: l’accord entre les personnes qui évaluent, la \
qualité de chaque énoncé dans \
les deux langues, et l’ordre des trois niveaux

À compléter par le secrétariat\N{NO-BREAK SPACE}: les cibles, et la date à \
laquelle elles devraient être \
atteintes.""",
}

# Party and what it does, in English and in French.
PARTIES = [
    (
        "Joint Councils (PSSDC and PSCIOC)",
        "Conseils mixtes (CPSSP et CDPISP)",
        "Set the priority. They receive the validated model.",
        "Établissent la priorité. Ils reçoivent le modèle validé.",
    ),
    (
        "Institute for Citizen-Centred Service (ICCS)",
        "Institut des services axés sur les citoyens (ISAC)",
        "Is the secretariat: it runs the portal, keeps this statement of work and issues reports.",
        "Assure le secrétariat\N{NO-BREAK SPACE}: il gère le portail, tient à jour le présent "
        "énoncé des travaux et produit des rapports.",
    ),
    (
        "Initiative leads and their partner jurisdictions",
        "Responsables des initiatives et administrations partenaires",
        "Assess their initiatives, and plan what to improve.",
        "Évaluent leurs initiatives et planifient les améliorations.",
    ),
    (
        "The death notification team",
        "L’équipe de l’avis de décès",
        "Pilots the model.",
        "Met le modèle à l’essai.",
    ),
]
