"""The end of the what-if panel: name, author, note, and the button that keeps what is supposed as a scenario's file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path

import ipywidgets as widgets

from ..assess.scenario import Scenario, check_name, save_scenario
from ..assess.whatif import WhatIf
from ..markup import html_text
from ..model import UsageError
from .refusals import words
from .supposing_words import word


class Saving:
    """`supposed` tells what is supposed now, which a file in `folder` is to keep; `where` are the words after a command
    that name the data folder, "" for the project's own."""

    def __init__(self, supposed: Callable[[], WhatIf], lang: str, folder: Path, where: str) -> None:
        self.supposed, self.lang, self.folder, self.where = supposed, lang, folder, where
        said = partial(word, lang=lang)
        self.name = widgets.Text(description=said("panel.name"))
        self.author = widgets.Text(description=said("panel.author"))
        self.note = widgets.Textarea(description=said("panel.note"), layout={"width": "44em"})
        as_wide = {"width": "auto", "align_self": "flex-start"}  # as its words, not as the page
        self.save = widgets.Button(description=said("panel.save"), button_style="primary", layout=as_wide)
        self.saved = widgets.HTML()
        self.save.on_click(lambda button: self._save())
        self.box = widgets.VBox([widgets.HBox([self.name, self.author]), self.note, self.save, self.saved])

    def _save(self) -> None:
        supposed, name = self.supposed(), unicodedata.normalize("NFC", self.name.value.strip())
        settings, official = supposed.settings, supposed.official
        told = Scenario(name, official.quarter, settings, self.author.value, self.note.value)
        try:
            check_name(name)
            if not settings.weights and not settings.figures:
                self._say(word("panel.nothing", self.lang))
                return
            if (self.folder / told.file).exists():
                self._say(word("panel.taken", self.lang))
                return
            path = save_scenario(told, official, self.folder)
        except UsageError as error:
            self._say(words(error, self.lang))
            return
        command = f"briefing build {official.quarter} --scenario {name}{self.where}"
        self._say(word("panel.saved", self.lang, file=f"{path.parent.name}/{path.name}", command=command))

    def _say(self, text: str) -> None:
        self.saved.value = html_text(text)
