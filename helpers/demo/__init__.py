"""The demonstration: Qingdao with every published fact in its place, or a made-up province or nation of any size."""

from .folder import QUARTERS, SEED, make

__all__ = ["QUARTERS", "SEED", "make"]
