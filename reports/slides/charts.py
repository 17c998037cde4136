"""Charts on slides: native ones, with their figures in a workbook of their own."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Pt
from xlsxwriter import Workbook

from reports.slides import measures
from reports.slides.deck import Bars, Lines, Series, Stacks
from reports.slides.master import ACCENT, INK, PAPER, set_language

EDGE = "5B6770"
HIDE_NOUGHT = "#,##0;;;"
# The end of a scale of percent, with room for the figure above the highest point.
ABOVE_ALL = 130
# Of the slide's width, what the bars take beside their names; and how much of it a figure takes.
BARS, FIGURE = 0.68, 0.02


class _Data(CategoryChartData):
    """Figures whose workbook is always the same, and has no formula whatever their names are."""

    @property
    def _workbook_writer(self) -> "_Writer":
        return _Writer(self)


class _Writer(CategoryWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, plain)
        workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 – no moment
        yield workbook, workbook.add_worksheet("Sheet1")
        workbook.close()


def add_chart(holder: Any, chart: Stacks | Bars, language: str) -> Any:
    """Fills the place of a chart; returns its frame."""
    if isinstance(chart, Stacks):
        return add_stacks(holder, chart, language)
    return add_bars(holder, chart, language)


def add_stacks(holder: Any, chart: Stacks, language: str) -> Any:
    """Fills the place of a chart with bars; returns its frame."""
    frame, drawn, plot = _bars(holder, XL_CHART_TYPE.BAR_STACKED, chart)
    drawn.value_axis.maximum_scale = max(
        1, *(_total(chart, n) for n in range(len(chart.categories)))
    )
    for series, said in zip(plot.series, chart.series, strict=True):
        _fill(series.format, said)
        _label(series, said, chart)
    set_language(drawn._chartSpace, language)
    return frame


def add_bars(holder: Any, chart: Bars, language: str) -> Any:
    """Fills the place of a chart with bars that stand for one figure each; returns its frame."""
    frame, drawn, plot = _bars(holder, XL_CHART_TYPE.BAR_CLUSTERED, chart)
    drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale = chart.lowest, chart.highest
    for series, said in zip(plot.series, chart.series, strict=True):
        _fill(series.format, said)
        series.invert_if_negative = False
        _figures(series.data_labels, INK, chart.form)
        series.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    set_language(drawn._chartSpace, language)
    return frame


def _bars(holder: Any, kind: Any, chart: Bars | Stacks) -> tuple[Any, Any, Any]:
    """A chart of bars in its place, the first category at the top: its frame, itself, its plot."""
    frame = holder.insert_chart(kind, _data_of(chart))
    drawn, plot = frame.chart, frame.chart.plots[0]
    _set_up(drawn)
    _add_legend(drawn)
    plot.gap_width, plot.overlap = 35, 100
    drawn.category_axis.reverse_order = True
    return frame, drawn, plot


def _data_of(chart: Bars | Stacks) -> CategoryChartData:
    data = _Data(number_format="General")
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    return data


def _add_legend(drawn: Any) -> None:
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    drawn.legend.font.size, drawn.legend.font.color.rgb = Pt(measures.CELL), _colour(INK)


def add_lines(shapes: Any, chart: Lines, place: tuple[int, int, int, int], language: str) -> Any:
    """Adds a chart of one line at a place; returns its frame."""
    data = _Data(number_format="General")
    data.categories = chart.categories
    data.add_series(chart.title, chart.values)
    frame = shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place, data)
    drawn = frame.chart
    _set_up(drawn)
    drawn.has_title = True
    drawn.chart_title.include_in_layout = False
    drawn.chart_title.text_frame.text = chart.title
    font = drawn.chart_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(measures.CELL), True, _colour(ACCENT)
    drawn.value_axis.maximum_scale = ABOVE_ALL
    series = drawn.plots[0].series[0]
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = _colour(ACCENT), Pt(3)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _colour(ACCENT)
    _figures(series.data_labels, INK, "#,##0")
    series.data_labels.position = XL_LABEL_POSITION.ABOVE
    set_language(drawn._chartSpace, language)
    return frame


def _set_up(drawn: Any) -> None:
    """What all charts have in common: one size of type, no lines but that of the categories."""
    drawn.has_title, drawn.has_legend = False, False
    drawn.font.size, drawn.font.color.rgb = Pt(measures.CELL), _colour(INK)
    names, figures = drawn.category_axis, drawn.value_axis
    names.tick_labels.font.size = Pt(measures.CELL)
    names.major_tick_mark, names.has_major_gridlines = XL_TICK_MARK.NONE, False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb = _colour(EDGE)
    figures.minimum_scale, figures.has_major_gridlines = 0, False
    figures.visible = False


def _fill(shape: Any, series: Series) -> None:
    if series.shade.hatched:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = _colour("B9C3CA"), _colour(PAPER)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(series.shade.fill)
    shape.line.color.rgb, shape.line.width = _colour(EDGE), Pt(1)


def _label(series: Any, said: Series, chart: Stacks) -> None:
    """Writes its figure on each part that has room for it; the others are in the table."""
    _figures(series.data_labels, said.shade.ink, HIDE_NOUGHT)
    for n, value in enumerate(said.values):
        total = _total(chart, n)
        if value and value * BARS < total * FIGURE * len(f"{value:,}"):
            label = series.points[n].data_label._get_or_add_dLbl()
            for child in list(label)[1:]:
                label.remove(child)
            label.append(label.makeelement(label.tag.replace("dLbl", "delete"), {"val": "1"}))


def _figures(labels: Any, ink: str, form: str) -> None:
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = form, False
    labels.font.size, labels.font.bold = Pt(measures.CELL), True
    labels.font.color.rgb = _colour(ink)


def _total(chart: Stacks, category: int) -> float:
    return sum(series.values[category] or 0 for series in chart.series)


def _colour(value: str) -> RGBColor:
    return RGBColor.from_string(value.lstrip("#").upper())
