"""Dates in French as the Canada.ca style guide writes them: 31 juillet 2016, 16 h 30."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, G \\h i"
SHORT_DATE_FORMAT = "Y-m-d"
