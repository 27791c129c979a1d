"""A reader in Rust that gives up: an error of values, and nothing of it on the screen."""

from __future__ import annotations

import os

import pytest

from helpers.assess.contained import contained


class PanicException(BaseException):
    pass


def test_what_a_reader_says_of_its_panic_is_dropped(capfd):
    with pytest.raises(ValueError, match="contradict each other"), contained():
        os.write(2, b"thread '<unnamed>' panicked at ...\n")
        raise PanicException
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_what_others_say_meanwhile_is_written_and_other_errors_pass(capfd):
    with pytest.raises(KeyboardInterrupt), contained():
        os.write(2, b"a warning\n")
        raise KeyboardInterrupt
    with contained():
        os.write(2, b"another\n")
    assert capfd.readouterr().err == "a warning\nanother\n"
