"""How often litter is looked for: changed while reports are made, and as it was afterwards."""

from __future__ import annotations

import gc
import threading

import pytest

from helpers.press.litter import SELDOM, collecting_seldom


@pytest.fixture
def usual():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield (700, 10, 10)
    gc.set_threshold(*before)


def test_it_is_as_it_was_once_the_last_of_several_is_done(usual):
    begun, end = threading.Event(), threading.Event()

    def other():
        with collecting_seldom():
            begun.set()
            end.wait(60)

    thread = threading.Thread(target=other)
    with collecting_seldom():
        assert gc.get_threshold() == SELDOM
        thread.start()
        assert begun.wait(60)
    assert gc.get_threshold() == SELDOM  # the other is still at work
    end.set()
    thread.join()
    assert gc.get_threshold() == usual


def test_it_is_as_it_was_after_what_goes_wrong(usual):
    with pytest.raises(ValueError), collecting_seldom():
        raise ValueError
    assert gc.get_threshold() == usual
