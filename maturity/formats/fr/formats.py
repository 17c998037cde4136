"""Dates in French as the Canada.ca style guide writes them: 31 juillet 2016, 16 h 30."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, G\N{NO-BREAK SPACE}\\h\N{NO-BREAK SPACE}i"
TIME_FORMAT = "G\N{NO-BREAK SPACE}\\h\N{NO-BREAK SPACE}i"
SHORT_DATE_FORMAT = "Y-m-d"
