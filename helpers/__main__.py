"""The way in: `briefing …`, and `python -m helpers …`; interrupted while it still imports, it leaves without a word."""

import sys

INTERRUPTED = 130
_ELSE = ("--engine", "--executor", "--help", "-h")  # where kernels come from is told, or nothing is made


def main() -> None:
    """Run the command line."""
    try:
        _begin(sys.argv[1:])
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _begin(words: list[str]) -> None:
    """Start what kernels are forked from before all else where a line plainly asks for every report to be made here.

    The command does so itself, too late by its own imports. Where the line turns out to be wrong, it ends with us.
    """
    if words[:1] == ["build"] and "--force" in words and not any(word.startswith(_ELSE) for word in words):
        from .desk.warming import warm_up

        warm_up("auto")


if __name__ == "__main__":
    main()
