"""The PDF engine: sound structure, stable bytes, and no resource but the allowed ones."""

import errno
import gc
import html
import importlib
import io
import os
import re
import sys
from pathlib import Path

import pikepdf
import pytest
from defusedxml.ElementTree import fromstring

from reports.direction import set_direction
from reports.pdf import Attachment, PdfUnavailable, ResourceRefused, write_pdf
from tests.reports.pdf_structure import faults, structure
from tests.written import WRITTEN

pytestmark = pytest.mark.slow
FONTS = Path(__file__).parents[2] / "build" / "fonts"
BASELINE = Attachment("baseline.json", b'{"level": 3}', "The numbers in this report")
CSS = """
@page {
  size: letter; margin: 25mm 20mm;
  @top-left { content: element(head) }
  @bottom-right { content: counter(page) " / " counter(pages) }
}
@page cover { @top-left { content: none } @bottom-right { content: none } }
.head { position: running(head) }
.cover { page: cover; break-after: page }
nav ol { list-style: none }
nav a::after { content: leader(". ") target-counter(attr(href), page) }
table { table-layout: fixed; width: 100%; border-collapse: collapse }
th, td { box-sizing: border-box; width: 33%; border: 1px solid #666; padding: 3mm }
.card { border: 1px solid #333; padding: 4mm; margin: 4mm 0 }
.note::before { content: "Note: " }
svg { font-family: "BC Sans" }
"""
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60" viewBox="0 0 120 60">'
    "<title>Clarity 3, speed 5</title>"
    '<rect width="40" height="50" fill="#036" fill-opacity="0.5"/><text y="58">Clarté</text></svg>'
)
TICK = '<svg aria-hidden="true" width="9" height="9" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
EN = "How easily can a client find the service, understand it and complete it without help? "
FR = "La clientèle trouve-t-elle le service, le comprend-elle « sans aide » à 20\u202f% ou plus? "
OTHER = {"en-CA": "fr-CA", "fr-CA": "en-CA"}
TEXT = {"en-CA": EN, "fr-CA": FR}


def document(body, *, lang="en-CA", title="Report – Rapport"):
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>'
        '<meta name="author" content="Service Team"><meta name="description" content="Maturity">'
        '<meta name="keywords" content="service, maturité">'
        '<meta name="dcterms.created" content="2026-11-01T10:00:00-05:00">'
        '<meta name="dcterms.modified" content="2026-11-02T10:00:00-05:00">'
        f"</head><body>{body}</body></html>"
    )


def table(rows):
    cells = "".join(
        f'<tr><th scope="row">Criterion {n}</th><td>{EN}</td><td></td></tr>' for n in range(rows)
    )
    return (
        "<table><caption>Scores</caption><thead><tr><th scope=col>Criterion</th>"
        f"<th scope=col>Question</th><th scope=col>Gap</th></tr></thead><tbody>{cells}</tbody>"
        '<tfoot><tr><th scope="row">Mean</th><td colspan="2">3</td></tr></tfoot></table>'
    )


def card(number, lang):
    return (
        f'<article class="card"><h3>{TICK} Criterion {number}</h3><p class="note">'
        f"{TEXT[lang] * 8}</p><dl><dt>Level</dt><dd>3</dd><dt>Target</dt><dd>4</dd></dl>"
        f"<ul><li>ᐃᓄᒃᑎᑐᑦ<ul><li>nested <strong>twice</strong></li></ul></li></ul>"
        f'<p>{TEXT[lang]} <span lang="{OTHER[lang]}">{TEXT[OTHER[lang]]}</span></p></article>'
    )


def report(lang="en-CA"):
    """A report with everything that reports have, longer than ten pages."""
    cards = "".join(card(number, lang) for number in range(12))
    link = f'<a href="https://example.org/?a=1&amp;b=2">{TEXT[lang] * 3}</a>'
    return document(
        '<div class="head">Client-centric services</div>'
        f'<header class="cover"><h1>Report</h1><p lang="{OTHER[lang]}">{OTHER[lang]}</p></header>'
        '<nav role="doc-toc"><h2>Contents</h2><ol><li><a href="#scores">Scores</a></li>'
        '<li><a href="#cards">Cards</a><ol><li><a href="#charts">Charts</a>'
        "</li></ol></li></ol></nav>"
        f'<section id="scores"><h2>Scores</h2>{table(40)}</section>'
        f'<section id="cards"><h2>Cards</h2>{cards}</section>'
        f'<section id="charts" lang="{OTHER[lang]}"><h2>Charts</h2><figure>{CHART}'
        f"<figcaption>Figure 1</figcaption></figure><p>{TEXT[OTHER[lang]] * 60}</p></section>"
        f"<p>See {link} and <a href='https://example.org/'><strong>more</strong> {TICK}</a>.</p>",
        lang=lang,
    )


def make(body_or_html, *, css=CSS, **options):
    is_document = body_or_html.startswith("<!DOCTYPE")
    source = body_or_html if is_document else document(f"<h1>Report</h1>{body_or_html}")
    return write_pdf(source, css=css, fonts=FONTS, **options)


def opened(source):
    return pikepdf.open(io.BytesIO(source))


def count(source, role):
    return [found for found, _ in structure(source)].count(role)


def elements(source, role):
    with opened(source) as pdf:
        return [
            {key: str(value) for key, value in found.items() if key in ("/Alt", "/Lang")}
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/S") == f"/{role}"
        ]


@pytest.fixture(scope="module")
def english():
    return make(report(), attachment=BASELINE)


def test_a_report_in_english_is_sound(english):
    assert faults(english, {"en-CA", "fr-CA"}) == []


def test_a_report_in_french_is_sound():
    assert faults(make(report("fr-CA"), attachment=BASELINE), {"en-CA", "fr-CA"}) == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(table(120), id="table over many pages"),
        pytest.param(f"<p>{EN * 200}</p>", id="paragraph over pages"),
        pytest.param("<div><section>a<ul>" * 9 + "<li>b" + "</ul></section></div>" * 9, id="depth"),
        pytest.param("<div>a <em>b</em><p>c</p>d</div>text", id="text between blocks"),
        pytest.param("<h2> </h2><p></p><ul></ul>x", id="empty elements"),
        pytest.param("<dl><div><dt>a</dt><dd>b<p>c</p></dd></div></dl>", id="grouped terms"),
        pytest.param("<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd>d</dd></dl>", id="shared terms"),
        pytest.param('<p><a href="#none">a</a> <a href="javascript:1">b</a></p>', id="dead links"),
        pytest.param(
            '<a href="https://e.org" style="display:block">a<p>b</p></a>', id="block link"
        ),
        pytest.param(f'<p>{EN * 47}<a href="https://e.org">{EN * 9}</a></p>', id="link over pages"),
        pytest.param(
            "<p>\U0001f600 \U00012000 \u2028 \x0c \ufeff \ue000 \u200d</p>", id="in no font"
        ),
        pytest.param("<ol><li>a<ol><li>b</li></ol></li></ol>", id="numbered lists"),
        pytest.param("<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>", id="bullets"),
    ],
)
def test_it_is_sound(body):
    assert faults(make(body)) == []


def test_the_same_input_gives_the_same_bytes(english):
    assert make(report(), attachment=BASELINE) == english


def test_a_table_over_pages_is_one_table(english):
    assert [count(english, role) for role in ("Table", "THead", "TBody", "TFoot")] == [1, 1, 1, 1]


def test_a_paragraph_over_pages_is_one_paragraph():
    assert structure(make(f"<p>{EN * 200}</p>")) == [("Document", 0), ("H1", 1), ("P", 1)]


def test_a_list_item_has_a_label_and_a_body():
    assert structure(make("<ul><li>one</li></ul>"))[2:] == [
        ("L", 1),
        ("LI", 2),
        ("Lbl", 3),
        ("LBody", 3),
    ]


def test_a_table_of_contents_is_tagged_as_one():
    source = make('<nav role="doc-toc"><ol><li><a href="#a">A</a></ol></nav><h2 id="a">A</h2>')
    assert structure(source)[2:7] == [
        ("Sect", 1),
        ("TOC", 2),
        ("TOCI", 3),
        ("P", 4),
        ("Link", 5),
    ]


def test_a_description_list_pairs_terms_and_descriptions():
    assert structure(make("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"))[2:] == [
        ("L", 1),
        *[("LI", 2), ("Lbl", 3), ("LBody", 3)] * 2,
    ]


def test_running_heads_are_not_content():
    body = '<div class="head">Head</div><p>Text</p>'
    assert structure(make(body)) == [("Document", 0), ("H1", 1), ("P", 1)]


def test_a_chart_is_described_by_its_title():
    assert elements(make(CHART), "Figure") == [{"/Alt": "Clarity 3, speed 5"}]


def test_a_hidden_picture_is_decoration():
    assert count(make(f"<p>{TICK} done</p>"), "Figure") == 0


def test_a_chart_without_a_title_is_an_error():
    with pytest.raises(ValueError, match="<svg> needs alternative text"):
        make('<svg width="9" height="9"><path d="M0 0h9v9z"/></svg>')


def test_foreign_words_carry_their_language():
    assert elements(make('<p>a <em lang="fr-CA">b</em> c</p>'), "Span") == [{"/Lang": "fr-CA"}]


def test_a_section_carries_its_language():
    source = make('<section lang="fr-CA"><p>a</p></section>')
    assert elements(source, "Sect") == [{"/Lang": "fr-CA"}]


def test_a_link_is_described_by_its_text():
    with opened(make('<p><a href="https://e.org">The <b>report</b></a></p>')) as pdf:
        assert [str(link.Contents) for link in pdf.pages[0].Annots] == ["The report"]


def test_a_long_address_stays_as_it_is():
    address = f"https://e.org/{'a' * 1_000}"
    with opened(make(f'<p><a href="{address}">{address}</a></p>')) as pdf:
        assert [str(link.A.URI) for link in pdf.pages[0].Annots] == [address]


def test_a_link_over_lines_has_one_annotation():
    with opened(make(f'<p><a href="https://e.org">{EN * 3}</a></p>')) as pdf:
        assert len(pdf.pages[0].Annots) == 1


def test_only_web_and_mail_links_are_links():
    hrefs = ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "relative"]
    body = "".join(f'<p><a href="{href}">x</a></p>' for href in hrefs)
    with opened(make(body)) as pdf:
        assert "/Annots" not in pdf.pages[0]


def test_header_cells_have_their_scope():
    with opened(make("<table><tr><th scope=row>a</th><td>b</td></tr></table>")) as pdf:
        scopes = [
            str(found.A.Scope)
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/S") == "/TH"
        ]
    assert scopes == ["/Row"]


def test_the_head_gives_the_metadata(english):
    with opened(english) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items() if key != "/Producer"}
    assert info == {
        "/Title": "Report – Rapport",
        "/Author": "Service Team",
        "/Subject": "Maturity",
        "/Keywords": "service, maturité",
        "/CreationDate": "D:20261101100000-05'00",
        "/ModDate": "D:20261102100000-05'00",
    }


def test_the_attachment_comes_out_as_it_went_in(english):
    with opened(english) as pdf:
        files = {name: found.get_file().read_bytes() for name, found in pdf.attachments.items()}
    assert files == {"baseline.json": b'{"level": 3}'}


def test_an_attachment_needs_a_date():
    with pytest.raises(ValueError, match=r"dcterms\.modified"):
        make(report().replace("dcterms.", "x."), attachment=BASELINE)


def test_a_report_needs_a_title():
    with pytest.raises(ValueError, match="<title>"):
        make(document("<h1>a</h1>", title=""))


def test_escaped_html_is_text():
    hostile = '<img src="file:///etc/passwd"><script>x</script><h1>no</h1>'
    source = make(f"<p>{html.escape(hostile)}</p>")
    assert structure(source) == [("Document", 0), ("H1", 1), ("P", 1)]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "data:image/svg+xml,<svg/>",
        "font:BCSans-Regular.ttf",
        "static:other.svg",
        "static:../secret.svg",
    ],
)
@pytest.mark.parametrize(
    "template",
    [
        '<img alt="a" src="URL">',
        '<link rel="stylesheet" href="URL">',
        '<object data="URL"></object>',
        '<embed src="URL">',
        "<p style=\"background: url('URL')\">a</p>",
        "<style>@import 'URL';</style>",
        "<style>@font-face { font-family: a; src: url('URL') }</style>",
        '<svg width="9" height="9"><title>a</title><image href="URL" width="9" height="9"/></svg>',
        '<svg width="9" height="9"><title>a</title><style>@font-face { font-family: a; '
        "src: url('URL') }</style></svg>",
    ],
)
def test_no_other_resource_is_read(template, url, tmp_path):
    allowed = {"logo.svg": tmp_path / "logo.svg"}
    with pytest.raises(ResourceRefused):
        make(template.replace("URL", url), static=allowed)


def test_no_file_is_attached_but_the_callers():
    with pytest.raises(ResourceRefused):
        make('<link rel="attachment" href="file:///etc/passwd">')


def test_an_allowed_picture_is_drawn(tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    source = make('<img alt="Logo" src="static:logo.svg">', static={"logo.svg": logo})
    assert elements(source, "Figure") == [{"/Alt": "Logo"}]


def test_a_picture_may_not_name_another_file(tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        '<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    with pytest.raises(ResourceRefused):
        make('<img alt="Logo" src="static:logo.svg">', static={"logo.svg": logo})


def printed(source):
    """The characters of a file, as a program that copies its text finds them."""
    with opened(source) as pdf:
        maps = [
            found.ToUnicode.read_bytes().decode()
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and "/ToUnicode" in found
        ]
    codes = [code for each in maps for code in re.findall(r"^<\w+> <(\w+)>$", each, re.MULTILINE)]
    return "".join(bytes.fromhex(code).decode("utf-16-be") for code in codes)


def embedded(source):
    with opened(source) as pdf:
        return {
            str(found.BaseFont)[8:]
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font"
        }


def test_a_report_in_latin_or_syllabics_needs_bc_sans_alone():
    text = "Aé ᐃ \U00012000"  # The last is in no font, and becomes U+FFFD.
    assert embedded(make(f"<ul><li>{text}<ul><li>{text}</li></ul></li></ul>")) == {
        "BC-Sans",
        "BC-Sans-Bold",
    }


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("\U0001f600 \U0001f1e8\U0001f1e6", "Noto-Emoji"),
        ("مرحبا بالعالم", "Noto-Sans-Arabic"),
        ("שָׁלוֹם עולם", "Noto-Sans-Hebrew"),
        ("Українська", "Noto-Sans-Cyrillic"),
        ("हिन्दी", "Noto-Sans-Devanagari"),
        ("中文 カタカナ", "Noto-Sans-SC"),
        ("한국어", "Noto-Sans-KR"),
        ("≤ → √", "Noto-Sans-Math"),
        ("☐ ☒", "Noto-Sans-More-Symbols"),
        ("\uf0a7 \uf0fe", "Noto-Sans-More-Symbols"),  # Word's bullet and ticked box.
    ],
)
def test_what_bc_sans_lacks_is_drawn_by_a_font_of_ours(text, font):
    assert embedded(make(f"<p>{text}</p>")) == {"BC-Sans", "BC-Sans-Bold", font}


def test_what_people_write_is_printed_in_a_sound_file():
    lines = "".join(f"<p>{line}</p><p><b>{line}</b></p>" for line in WRITTEN)
    source = make(lines)
    assert faults(source) == []
    assert "\ufffd" not in printed(source)


def test_what_no_font_has_is_replaced():
    assert printed(make("<p>a \U00012000 b</p>")).count("\ufffd") == 1


@pytest.mark.parametrize(
    ("html", "roles"),
    [
        ("<p>الانتظار 5 أيام (خدمة).</p>", {"p"}),
        ("<p>2. שירות</p>", {"p"}),
        ("<p>Said عربي.</p><p>– 5</p>", set()),
        ("<p>a <b>عربي</b></p>", {"b"}),
    ],
)
def test_a_text_that_begins_right_to_left_is_set_so(html, roles):
    root = fromstring(f"<div>{html}</div>")
    set_direction(root, html)
    assert {each.tag for each in root.iter() if each.get("dir") == "rtl"} == roles


def test_without_pango_it_says_what_to_install(monkeypatch):
    class NoPango:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(PdfUnavailable) as error:
        make("")
    assert str(error.value) == (
        "WeasyPrint needs Pango. Install the Debian packages "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
    )


def test_without_room_for_temporary_files_it_says_so(monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("reports.pdf._render", full)
    with pytest.raises(PdfUnavailable) as error:
        make("")
    assert str(error.value) == (
        "The folder for temporary files cannot be used: No space left on device."
    )


def test_another_version_of_weasyprint_is_refused(monkeypatch):
    import weasyprint

    from reports import tagging

    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    with pytest.raises(RuntimeError, match=r"pin weasyprint==70\.0"):
        importlib.reload(tagging)


def test_the_garbage_collector_is_on_again_after_an_error():
    with pytest.raises(ResourceRefused):
        make('<img alt="a" src="static:none.svg">')
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "the file has no valid language"),
        (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "no structure tree"),
        (lambda pdf: pdf.Root.__delitem__("/AF"), "baseline.json is not associated"),
        (lambda pdf: pdf.Root.StructTreeRoot.K[0].K.__delitem__(1), "is not in the structure"),
        (
            lambda pdf: setattr(pdf.Root.StructTreeRoot.K[0].K[0], "S", pikepdf.Name.H2),
            "0 elements",
        ),
        (
            lambda pdf: setattr(pdf.pages[0], "Contents", pdf.make_stream(b"0 0 9 9 re f")),
            "f paints",
        ),
    ],
)
def test_the_checker_finds_faults(change, fault):
    with opened(make("<p>a</p>", attachment=BASELINE)) as pdf:
        change(pdf)
        changed = io.BytesIO()
        pdf.save(changed)
    assert [found for found in faults(changed.getvalue()) if fault in found]
