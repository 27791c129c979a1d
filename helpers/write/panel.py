"""The what-if notebook's panel: sliders for weights, fields for figures, and tables and a chart that follow them.

With panel_saving.py the only module that knows ipywidgets. Controls are widgets; results are ordinary outputs, shown
again in place after each move, so that the notebook as it stands exports and prints like any briefing. Nothing is read
from disk between two moves: `Briefing.supposing` scores the quarter that is open.
"""

from __future__ import annotations

import gc
import math
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import ipywidgets as widgets

from ..assess.load import load_base
from ..assess.whatif import Settings, WhatIf, items, limits
from ..intake.quarters import Quarters
from ..intake.supposed import doubted, figures_of
from ..markup import html_text
from ..model import UsageError, frozen
from ..places import data_folder, scenario_folder
from ..scheme import Node
from ..style import fixed
from . import charts, story
from .briefing import Briefing
from .faces import Chart, Cover, Words
from .language import phrases
from .live_face import Live
from .opening import open_briefing
from .panel_saving import Saving
from .supposing import decimals_of, flags_table, item_of, moved_table, moves, plain, reported, settings_table
from .supposing_care import doubt_lines, missing_line
from .supposing_words import word
from .table_face import Table

_STEP = 0.5  # percent a notch of a weight's slider
_WIDE = {"description_width": "15em"}


def open_panel(quarter: object, lang: str = "zh", data: object = "", scenario: object = "") -> Panel:
    """The panel on a quarter, with nothing supposed yet, or what a saved scenario supposes.

    Raises UsageError and DataError as `open_briefing` does.
    """
    panel = Panel(open_briefing(quarter, lang=lang, data=data, scenario=scenario), str(data))
    # A move draws a chart anew, and what that leaves would be searched for in the midst of some later move, which then
    # takes a tenth of a second longer. Each move clears up after itself instead, when all is shown: a millisecond.
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    return panel


class Panel:
    """What is supposed now, the controls that change it, and the views that show what comes of it.

    `now` is the briefing as supposed; `weights` (shares 0–1 by node, in the order moved) and `figures` (by district
    code and item) are what is set by hand.
    """

    def __init__(self, b: Briefing, data: str = "") -> None:
        before = b.history[-2:-1]  # earlier quarters show nowhere here, and would be gone through at every move
        self.official = replace(b, history=(*before, b.supposed.official if b.supposed else b.result), supposed=None)
        self.lang, self.scheme, self.data = b.lang, self.official.scheme, data_folder(data)
        kept = b.supposed.settings if b.supposed else Settings()
        self.weights, self.figures = dict(kept.weights), dict(kept.figures)
        self.now = self.official.supposing(kept, b.scenario)
        self.message = widgets.HTML()
        where = f' --data "{self.data}"' if str(data).strip() else ""
        self.keeping = Saving(lambda: self.supposed, self.lang, scenario_folder(self.data), where)
        self._quiet = False
        self._views: dict[str, Live] = {}
        self._make_controls()
        self.doubts = self._doubts()
        self._say(self.doubts)

    # ---- what is shown -----------------------------------------------------------------------------------------

    def cover(self) -> Cover:
        """Title and stamp. Without key points: those would be of the moment the cell ran, not of what is set now."""
        return replace(story.cover(self.now, word("panel.title", self.lang)), summary=(), told=None, styled=True)

    def controls(self) -> widgets.VBox:
        """A tab of sliders for the boards' weights, one for each board's indicators, one of fields for figures."""
        return self._controls

    def assumptions(self) -> Live:
        """What is set by hand, beside the official figures and weights; below, which of the figures are doubtful."""
        found = partial(settings_table, lang=self.lang)
        return self._view("assumptions", lambda: replace(found(self.supposed), note=self.doubts))

    def ranks(self) -> Live:
        """Totals and ranks as supposed beside the official ones; below, who changes places, and what is missing."""
        return self._view("ranks", self._ranks)

    def flags(self) -> Live:
        """Who would win and lose each flag."""
        return self._view("flags", lambda: flags_table(self.supposed, self.lang))

    def gap(self) -> Live:
        """Why the first stands before the second, or a district behind the place above it, as supposed."""
        return self._view("gap", self._gap)

    def saving(self) -> widgets.VBox:
        """Name, author, note and the button that keeps what is supposed as a scenario's file."""
        return self.keeping.box

    @property
    def supposed(self) -> WhatIf:
        """What is supposed now, beside the official result."""
        assert self.now.supposed is not None  # `now` is always as supposed
        return self.now.supposed

    def _view(self, name: str, make: Callable[[], Table | Chart | Words]) -> Live:
        self._views[name] = Live(make)
        return self._views[name]

    def _ranks(self) -> Table:
        found = self.supposed
        below = filter(None, (moves(found, self.lang), missing_line(found, self.lang)))
        return replace(moved_table(found, self.lang), note=(" " if self.lang == "en" else "").join(below))

    def _gap(self) -> Chart | Words:
        code = self.pair.value
        if code in self.now.unranked:
            return Words((word("panel.no_total", self.lang, name=self.official.name(code)),))
        district = next((d for d in self.now.result.districts if d.code == code), None)
        chart = charts.gap_waterfall(replace(self.now, district=district))
        return chart if chart is not None else Words((word("panel.no_gap", self.lang),))

    # ---- the controls ------------------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        said = partial(word, lang=self.lang)
        self.sliders: dict[str, widgets.FloatSlider] = {}
        self.percents: dict[str, widgets.BoundedFloatText] = {}
        pages, titles = [self._weights_page("")], [said("panel.boards")]
        for node in self.scheme.nodes:
            if len(self.scheme.children(node.id)) > 1:
                pages.append(self._weights_page(node.id))
                titles.append(node.name.label(self.lang))
        self.tab = widgets.Tab([*pages, self._figures_page()], titles=(*titles, said("panel.figures")))
        names = [(self.official.name(d.code), d.code) for d in self.official.result.districts]
        pairs = [(said("panel.first_two"), "")] + [(said("panel.with_above", name=name), code) for name, code in names]
        self.pair = widgets.Dropdown(options=pairs, description=said("panel.gap"))
        self.pair.observe(lambda change: self._views["gap"].update() if "gap" in self._views else None, "value")
        self.reset = widgets.Button(description=said("panel.reset"), layout={"width": "auto"})
        self.reset.on_click(lambda button: self._reset())
        self._controls = widgets.VBox([self.tab, widgets.HBox([self.pair, self.reset]), self.message])
        self._show_settings()

    def _weights_page(self, parent: str) -> widgets.VBox:
        rows = []
        for node in self.scheme.children(parent):
            slider = widgets.FloatSlider(
                min=0,
                max=100,
                step=_STEP,
                description=node.name.label(self.lang),
                readout=False,
                style=_WIDE,
                layout={"width": "40em"},
            )
            exact = widgets.BoundedFloatText(min=0, max=100, continuous_update=False, layout={"width": "6em"})
            for control in (slider, exact):
                control.observe(partial(self._weight_moved, node), "value")
            self.sliders[node.id], self.percents[node.id] = slider, exact
            rows.append(widgets.HBox([slider, exact, widgets.Label("%")]))
        return widgets.VBox([_small(word("panel.rule", self.lang)), *rows])

    def _figures_page(self) -> widgets.VBox:
        names = [(self.official.name(d.code), d.code) for d in self.official.result.districts]
        self.district = widgets.Dropdown(options=names, description=word("panel.district", self.lang))
        self.district.observe(lambda change: self._show_settings(), "value")
        self.fields: dict[str, widgets.Text] = {}
        for id_ in items(self.scheme):
            field = widgets.Text(
                description=self._item_label(id_),
                continuous_update=False,
                style={"description_width": "19em"},
                layout={"width": "28em"},
            )
            field.observe(partial(self._figure_typed, id_), "value")
            self.fields[id_] = field
        grid = widgets.GridBox(list(self.fields.values()), layout={"grid_template_columns": "30em 30em"})
        return widgets.VBox([_small(word("panel.figures_rule", self.lang)), self.district, grid])

    def _item_label(self, id_: str) -> str:
        item = item_of(self.scheme, id_)
        unit = phrases(self.lang).unit_word(item.unit, item.unit_en if isinstance(item, Node) else "")
        name = item.name.label(self.lang)
        return phrases(self.lang).marked(name, unit) if unit else name

    # ---- what a move does --------------------------------------------------------------------------------------

    def _weight_moved(self, node: Node, change: dict[str, Any]) -> None:
        if self._quiet:
            return
        siblings = [n.id for n in self.scheme.children(node.parent)]
        before = dict(self.weights)
        moved = [id_ for id_ in self.weights if id_ in siblings and id_ != node.id]
        if len(moved) == len(siblings) - 1:  # all are moved now: the first one gives way
            del self.weights[moved.pop(0)]
        room = 1 - sum(self.weights[id_] for id_ in moved)
        self.weights.pop(node.id, None)
        asked = round(float(change["new"]) / 100, 6)
        share = min(asked, round(room, 6))
        if moved or share != round(float(_share(node)), 6):
            self.weights[node.id] = share
        if not self._suppose():
            self.weights = before
            self._say(word("panel.no_rest", self.lang, name=node.name.label(self.lang)))
            self._show_settings()
        elif share < asked:
            self._say(word("panel.no_room", self.lang, name=node.name.label(self.lang), most=f"{100 * share:.4g}"))

    def _figure_typed(self, id_: str, change: dict[str, object]) -> None:
        if self._quiet:
            return
        text = unicodedata.normalize("NFKC", str(change["new"])).replace("−", "-").strip()
        key, name = (self.district.value, id_), self._item_label(id_)
        if not text:
            self.figures.pop(key, None)
            self._suppose_figures()
            return
        low, high = limits(self.official.result, id_)
        try:
            figure = float(text)
        except ValueError:
            figure = math.nan
        if not math.isfinite(figure):
            self._say(word("panel.not_a_number", self.lang, text=text, name=name))
        elif not low <= figure <= high:
            self._say(word("panel.outside", self.lang, name=name, low=f"{low:g}", high=f"{high:g}", text=text))
        else:
            self.figures[key] = figure
            self._suppose_figures()
            return
        self._show_settings()

    def _reset(self) -> None:
        self.weights, self.figures = {}, {}
        self._suppose_figures()

    def _suppose_figures(self) -> None:
        self.doubts = self._doubts()
        self._suppose()

    def _doubts(self) -> str:
        """What intake would ask about the figures that are set, had a workbook brought them."""
        if not self.figures:
            return ""
        found = doubted(self._reported, self.figures)
        return (" " if self.lang == "en" else "").join(
            doubt_lines(self.official.result, self.figures, found, self.lang)
        )

    @cached_property
    def _reported(self) -> Quarters:
        return figures_of(load_base(self.data), self.official.quarter)

    def _suppose(self) -> bool:
        """Score as is supposed now, and show everything that follows; False where the weights cannot be so."""
        try:
            self.now = self.official.supposing(Settings(frozen(self.figures), frozen(self.weights)))
        except UsageError:
            return False
        self._say(self.doubts)
        self._show_settings()  # before the views: the browser has nothing to do while they are made
        # All are made before any is shown: the browser, which sets one anew, would take the time from the next.
        for view, made in [(view, view.made_anew()) for view in self._views.values()]:
            view.show(made)
        gc.collect(0)
        return True

    def _say(self, text: str) -> None:
        self.message.value = f"<strong>{html_text(text)}</strong>" if text else ""

    def _show_settings(self) -> None:
        """Bring sliders and fields to what is supposed, without taking that for another move."""
        self._quiet = True
        try:
            for node in self.now.scheme.nodes:
                if node.id in self.sliders:
                    percent = float(_share(node)) * 100
                    # on a notch: the browser moves a slider that is not to the next one, and reports that as a move
                    self.sliders[node.id].value = round(percent / _STEP) * _STEP
                    self.percents[node.id].value = round(percent, 2)
            code = self.district.value
            for id_, field in self.fields.items():
                official = reported(self.official.result, code, id_)
                there = fixed(official, decimals_of(item_of(self.scheme, id_)))
                field.placeholder = word("panel.missing", self.lang) if math.isnan(official) else there
                field.value = plain(self.figures[code, id_]) if (code, id_) in self.figures else ""
        finally:
            self._quiet = False


def _share(node: Node) -> Fraction:
    """A node's share among its siblings; where groups of districts differ in it, that of the first group."""
    return node.weight[""] if "" in node.weight else next(iter(node.weight.values()))


def _small(text: str) -> widgets.HTML:
    return widgets.HTML(f'<p style="line-height:1.5;margin:0 0 .3em">{html_text(text)}</p>')
