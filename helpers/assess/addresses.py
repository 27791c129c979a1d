"""Addresses of a sheet's cells: columns by letters, rows from 1."""

from __future__ import annotations

import re


def column_number(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 is A, 26 Z, 27 AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(address: str) -> tuple[int, int] | None:
    """Row and column from 0 of an address such as B3; None for anything else."""
    told = re.fullmatch(r"([A-Z]+)([1-9]\d*)", address, flags=re.ASCII)
    return (int(told[2]) - 1, column_number(told[1]) - 1) if told else None
