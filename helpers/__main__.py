"""`python -m helpers …` is `briefing …`."""

from .cli import main

if __name__ == "__main__":
    main()
