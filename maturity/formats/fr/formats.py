"""Dates as the Canada.ca style guide writes them: 31 juillet 2016. Times say their zone."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "G\N{NO-BREAK SPACE}\\h\N{NO-BREAK SPACE}i, " + "".join(
    f"\\{each}" for each in "heure de l’Est"
)
DATETIME_FORMAT = f"j F Y, {TIME_FORMAT}"
SHORT_DATE_FORMAT = "Y-m-d"
