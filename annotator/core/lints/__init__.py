"""Lints, "checks" towards the user: places of a document that a careful annotator would look at once more.

``read`` takes from a text what never changes (figures, unpaired quotation marks); ``check`` holds the spans of one
annotator against it. Both are generators that pause often and return their result, so that whoever runs them decides
how long at a time; ``finish`` runs one to its end. Nothing here knows Qt, dismissals or who is asking. A scheme without
the labels and attributes that a lint is about simply has no such findings.
"""

from annotator.core.lints.checking import check, finish
from annotator.core.lints.facts import Facts, read
from annotator.core.lints.fields import TELLS_SPEAKER
from annotator.core.lints.findings import KINDS, Finding, Fix, Kind

__all__ = ["KINDS", "TELLS_SPEAKER", "Facts", "Finding", "Fix", "Kind", "check", "finish", "read"]
