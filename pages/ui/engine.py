"""What all tabs and routes of one server share: the workspace, open datasets, running jobs."""

from __future__ import annotations

import gc
import shutil
import threading
from collections import OrderedDict
from functools import cache
from pathlib import Path

from dedup_core import settings as core_settings
from dedup_core.apply import Running
from dedup_core.calibrate import Sittings
from dedup_core.jobs import Jobs
from dedup_core.manifest import guess_mapping, read_sheet, understand
from dedup_core.pay import Accountant
from dedup_core.scan import OpenDataset, warm_up
from dedup_core.selftest import SelfTests
from dedup_core.settings import Role, Settings
from dedup_core.stakes import Weighed
from dedup_core.store import Dataset, Workspace
from pages.ui.presence import Board

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "photos"
_SAMPLE_MANIFEST = SAMPLE.parent / "manifest.csv"
_OPEN_AT_ONCE = 8


class Engine:
    """One server's share of the core. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.for_clients = settings.role is Role.CLIENT
        self.workspace = Workspace(settings.workspace, read_only=self.for_clients)
        self.secret = self.workspace.secret()
        self.jobs = Jobs(self.workspace, finished=self._forget_open, afterwards="scene")
        self.presence = Board()
        self.applying = Running()
        self.sittings = Sittings()
        self.weighed = Weighed()
        self.self_tests = SelfTests()
        self._open: OrderedDict[str, Accountant] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, dataset: Dataset) -> OpenDataset:
        """The dataset in memory; the few that were used last stay there."""
        return self.accountant(dataset).opened

    def accountant(self, dataset: Dataset) -> Accountant:
        """Who says what is paid for a dataset, with the dataset in memory."""
        key = f"{dataset.id} {dataset.indexed_at}"
        with self._lock:
            if key not in self._open:
                opened = OpenDataset(self.workspace, dataset, budget=self.settings.max_pairs)
                self._open[key] = Accountant(opened)
                gc.unfreeze()
                gc.collect()
                gc.freeze()  # the collector need not walk the index again and again
                while len(self._open) > _OPEN_AT_ONCE:
                    self._open.popitem(last=False)
            self._open.move_to_end(key)
            return self._open[key]

    def in_memory(self, dataset: str) -> OpenDataset | None:
        """The dataset of that id if it is in memory, as it was opened last; else None."""
        with self._lock:
            held = [key for key in self._open if key.startswith(f"{dataset} ")]
            return self._open[held[-1]].opened if held else None

    def start(self) -> None:
        """Tidy up, get the compiled loops ready, and have something to show at the first start."""
        threading.Thread(target=warm_up, daemon=True).start()
        if self.for_clients:
            return
        self._clear_broken_uploads()
        if SAMPLE.is_dir() and not self.workspace.datasets():
            self.open_sample()

    def open_sample(self) -> None:
        """Open the sample and index it where that is still to be done."""
        dataset = self.workspace.add_dataset(
            name="Sample: traffic lights, Singapore", kind="path", place=str(SAMPLE)
        )
        if self.workspace.manifests.about(dataset.id) is None and _SAMPLE_MANIFEST.is_file():
            sheet = read_sheet(_SAMPLE_MANIFEST.name, _SAMPLE_MANIFEST.read_bytes())
            manifest = understand(sheet, guess_mapping(sheet.names))
            self.workspace.manifests.attach(dataset.id, manifest)
        if not dataset.indexed_at:
            self.jobs.start(dataset)

    def _clear_broken_uploads(self) -> None:
        """Delete what a server that was killed left of uploads: folders that no dataset has."""
        known = {dataset.id for dataset in self.workspace.datasets()}
        if self.workspace.uploads.is_dir():
            for folder in self.workspace.uploads.iterdir():
                if folder.name not in known:
                    shutil.rmtree(folder, ignore_errors=True)

    def index(self, dataset: Dataset) -> None:
        """Begin to index a dataset, or go on with it."""
        self.jobs.start(dataset)

    def compute(self, dataset: Dataset, method: str) -> None:
        """Compute one of the methods that are computed when somebody asks."""
        self.jobs.start(dataset, method)

    def resume(self, dataset: str) -> None:
        """Go on with a run that was stopped."""
        before = self.jobs.of(dataset)
        self.jobs.start(self.workspace.dataset(dataset), before.method if before else "")

    def remove(self, dataset: Dataset) -> None:
        """Stop its job and forget a dataset; source pictures are never touched."""
        self.jobs.forget(dataset.id)
        self._forget_open(dataset.id)
        self.workspace.remove_dataset(dataset.id)

    def close(self) -> None:
        """Stop the jobs and let go of the files."""
        self.applying.close()
        self.self_tests.close()
        self.jobs.close()
        self.workspace.close()

    def _forget_open(self, dataset: str) -> None:
        with self._lock:
            for key in [key for key in self._open if key.startswith(dataset)]:
                del self._open[key]


@cache
def engine() -> Engine:
    """The engine of this server process."""
    return Engine(core_settings.from_environment())
