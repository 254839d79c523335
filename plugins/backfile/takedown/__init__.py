"""Taking down: what must not be read any more is on no page, in no feed, no search bundle and no data file."""

from backfile.takedown.applying import MEND, Notice, Takedowns, WithheldError, barred
from backfile.takedown.listing import NAME, Listing, TakedownError, load

__all__ = ["MEND", "NAME", "Listing", "Notice", "TakedownError", "Takedowns", "WithheldError", "barred", "load"]
