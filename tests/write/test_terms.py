"""The list of words has one for every rule that a scheme may choose, in both languages."""

from __future__ import annotations

import pytest

from helpers.assess.methods import METHODS
from helpers.assess.reader import AGGREGATES, KINDS, POLICIES
from helpers.model import UsageError
from helpers.write.terms import LANGUAGES, term

CHOICES = [f"{name}.{value}" for name, among in POLICIES.items() for value in among or ()]
CHOICES += [f"aggregate.{value}" for value in AGGREGATES]
CHOICES += [f"method.{value}" for value in METHODS]
CHOICES += [f"direction.{value}" for value in ("up", "down")]
CHOICES += [kind for kind in KINDS if kind != "veto"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", CHOICES)
def test_every_choice_of_a_scheme_has_its_words(key, lang):
    assert term(key, lang)


def test_a_word_that_is_not_in_the_list_is_told():
    with pytest.raises(UsageError, match=r"missing\.renormalise"):
        term("missing.renormalise", "zh")
