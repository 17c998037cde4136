"""Forms as a browser posts them."""

from html.parser import HTMLParser


def fields(html: str) -> dict[str, str]:
    """What a browser would post of a page's main form: every field as it is shown."""

    class Fields(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.values: dict[str, str] = {}
            self.inside = self.area = self.select = ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            given = {name: value or "" for name, value in attributes}
            name = given.get("name", "")
            if tag == "form":
                self.inside = given.get("id", "")
            if self.inside not in ("answers", "page"):
                return
            if tag == "input" and name:
                choice = given.get("type") in ("radio", "checkbox")
                if not choice or "checked" in given:
                    self.values[name] = given.get("value", "on" if choice else "")
            elif tag == "textarea":
                self.area, self.values[name] = name, ""
            elif tag == "select":
                self.select = name
            elif tag == "option" and ("selected" in given or self.select not in self.values):
                self.values[self.select] = given.get("value", "")

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""
            elif tag == "select":
                self.select = ""

        def handle_data(self, data: str) -> None:
            if self.area:
                self.values[self.area] += data

    parser = Fields()
    parser.feed(html)
    return parser.values
