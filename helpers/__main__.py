"""The way in: `briefing …`, and `python -m helpers …`; interrupted while it still imports, it leaves without a word."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line."""
    try:
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
