"""Every error that the core raises on purpose.

DedupError
├── SourceError        the pictures' place cannot be used (missing, forbidden, not a zip, a bomb …)
│   └── NoPicturesError    it can be used but holds no readable picture
├── PictureError       one picture cannot be read; a scan turns it into a `Skipped` row
├── MethodError        an unknown method, rule, or a threshold outside its scale
├── PolicyError        a pay policy makes no sense, or does not fit the pictures
├── PresetError        a file with presets cannot be read, or holds what makes no sense
├── ApplyError         decisions cannot be carried out there: no room, no rights, not a quarantine …
├── ReportError        a table cannot be written in that format, or a file holds none
├── BundleError        a decision bundle cannot be written, or is none
├── NetworkError       a network's weights or model file are missing or of no use
├── ManifestError      a manifest, or a folder pattern, cannot be understood
├── StoreError         the workspace cannot be used
│   ├── NotComputedError   it can, but some pictures lack what was asked for
│   └── ReadOnlyError      it is opened for reading only; nothing was written
├── ShareError         a link for a client opens nothing: unknown, expired, taken back
├── DecisionError      a decision makes no sense: nothing to undo, the last copy removed …
│   └── ConflictError      somebody else has decided about the same pictures meanwhile
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


class ReadOnlyError(StoreError):
    """This workspace is opened for reading only; nothing was written."""


class ShareError(DedupError):
    """A link for a client opens nothing: it is unknown, has expired or was taken back."""


class DecisionError(DedupError):
    """A decision makes no sense; nothing was written."""


class ConflictError(DecisionError):
    """Somebody else has decided about the same pictures meanwhile; nothing was written.

    entries: ids of what they said, in the order of the log
    """

    def __init__(self, message: str, entries: tuple[int, ...]) -> None:
        super().__init__(message)
        self.entries = entries


class ManifestError(DedupError):
    """A manifest, or a folder pattern, cannot be understood."""


class PolicyError(DedupError):
    """A pay policy makes no sense, or does not fit the pictures."""


class PresetError(DedupError):
    """A file with presets cannot be read, or one of them makes no sense here."""


class ApplyError(DedupError):
    """Decisions cannot be carried out at this place; no file was touched, or it can go on."""


class ReportError(DedupError):
    """A table does not fit into a format, or a file that is read back holds none of ours."""


class BundleError(DedupError):
    """A decision bundle cannot be written, or what is there is none that can be read."""


class NetworkError(DedupError):
    """A network cannot be used: its weights or model file are missing, damaged or another."""


class Cancelled(DedupError):
    """The user stopped the work; what was finished is kept."""
