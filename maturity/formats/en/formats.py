"""Dates as the Canada.ca style guide writes them: July 31, 2016. Times say their zone."""

DATE_FORMAT = "F j, Y"
TIME_FORMAT = "g:i\N{NO-BREAK SPACE}a " + "".join(f"\\{each}" for each in "Eastern Time")
DATETIME_FORMAT = f"F j, Y, {TIME_FORMAT}"
SHORT_DATE_FORMAT = "Y-m-d"
