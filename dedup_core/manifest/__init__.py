"""The manifest: who sent which picture, when and for how much.

A file becomes a table of text (`read_sheet`), a mapping says what its columns mean
(`guess_mapping`, `understand`), and the rows are tied to pictures (`match`). Or the names of
folders say who it was (`folder_pattern`, `match_folders`). Whatever does not fit is a `Problem`.
"""

from dedup_core.manifest.folders import FolderPattern, folder_pattern, match_folders
from dedup_core.manifest.mapping import MEANINGS, Mapping, guess_mapping
from dedup_core.manifest.matching import match
from dedup_core.manifest.money import amount, in_words, minor_units
from dedup_core.manifest.preview import Shown, first_pictures, first_rows
from dedup_core.manifest.problems import Kind, Problem, by_kind
from dedup_core.manifest.reading import read_sheet
from dedup_core.manifest.sheet import Sheet
from dedup_core.manifest.submissions import Matched, Submissions, nothing_known
from dedup_core.manifest.understood import Manifest, understand

__all__ = [
    "MEANINGS",
    "FolderPattern",
    "Kind",
    "Manifest",
    "Mapping",
    "Matched",
    "Problem",
    "Sheet",
    "Shown",
    "Submissions",
    "amount",
    "by_kind",
    "first_pictures",
    "first_rows",
    "folder_pattern",
    "guess_mapping",
    "in_words",
    "match",
    "match_folders",
    "minor_units",
    "nothing_known",
    "read_sheet",
    "understand",
]
