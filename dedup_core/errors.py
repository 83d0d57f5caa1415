"""Every error that the core raises on purpose.

DedupError
├── SourceError        the pictures' place cannot be used (missing, forbidden, not a zip, a bomb …)
│   └── NoPicturesError    it can be used but holds no readable picture
├── PictureError       one picture cannot be read; a scan turns it into a `Skipped` row
├── MethodError        an unknown method, rule, or a threshold outside its scale
├── NetworkError       a network's weights or model file are missing or of no use
├── StoreError         the workspace cannot be used
│   └── NotComputedError   it can, but some pictures lack what was asked for
└── Cancelled          the user stopped the work; what was finished is kept

A message says what, where and what to do about it.
"""


class DedupError(Exception):
    """Base of every error that the core raises on purpose; its text is meant for people."""


class SourceError(DedupError):
    """The place of the pictures cannot be used."""


class NoPicturesError(SourceError):
    """The source can be read but holds no picture."""


class PictureError(DedupError):
    """One picture cannot be read."""


class MethodError(DedupError):
    """An unknown method or rule, or a threshold outside its scale."""


class StoreError(DedupError):
    """The workspace cannot be used."""


class NotComputedError(StoreError):
    """Some pictures lack the fingerprints that were asked for; computing them mends it."""


class NetworkError(DedupError):
    """A network cannot be used: its weights or model file are missing, damaged or another."""


class Cancelled(DedupError):
    """The user stopped the work; what was finished is kept."""
