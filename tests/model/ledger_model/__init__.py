"""The ledger in memory, written from the rules alone: what the service is held against.

It keeps nothing but a list of postings. Every figure is computed from that list each time it is
asked for, in exact arithmetic, the slowest and plainest way. Rule ids (LED-…) and numbers of
definitions (section 6) name what each part follows.

Where the words leave room, the plain reading is taken and said in the docstring of the part.
"""

from .company import Company
from .dates import ALL_BUCKETS, Date, Month
from .fees import Fee, FeeSchedule
from .journal import Component, Kind
from .model import LedgerModel
from .money import Designation
from .refused import Refused

__all__ = ["ALL_BUCKETS", "Company", "Component", "Date", "Designation", "Fee", "FeeSchedule",
           "Kind", "LedgerModel", "Month", "Refused"]
