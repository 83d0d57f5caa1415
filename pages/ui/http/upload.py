"""The browser's files, streamed to disk as they come.

One request brings everything: the length of a JSON list (4 bytes, big-endian), the list
`{"name": …, "files": [{"name": …, "size": …}, …]}`, then the files' bytes one after the other.
Names from the browser never become paths. Whatever goes wrong, nothing stays behind.
"""

from __future__ import annotations

import json
import shutil
import struct
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from dedup_core.errors import DedupError, SourceError
from dedup_core.sources import MAX_FILES, UniqueNames, ZipSource, write_names
from dedup_core.store import Dataset
from pages.ui.engine import Engine

MAX_LIST_BYTES = 64 << 20
_WRITE_AT_ONCE = 1 << 20
_KEEP_FREE_BYTES = 256 << 20


@dataclass(slots=True)
class _Incoming:
    """Files under way to a folder; feed it the bytes of the request in order."""

    folder: Path
    max_bytes: int
    name: str = ""
    files: list[tuple[str, int]] = field(default_factory=list)
    _head: bytearray = field(default_factory=bytearray)
    _listed: bool = False
    _at: int = 0
    _left: int = 0
    _stream: BinaryIO | None = None

    def feed(self, data: bytes) -> None:
        """Take the next bytes; SourceError when they make no sense."""
        rest = memoryview(data)
        if not self._listed:
            self._head += data
            used = self._read_list()
            if not used:
                return
            rest = memoryview(bytes(self._head[used:]))
            self._head.clear()
        while rest.nbytes:
            if self._stream is None:
                raise SourceError("The upload is longer than its list of files says.")
            part = rest[: self._left]
            self._stream.write(part)
            self._left -= len(part)
            rest = rest[len(part) :]
            if not self._left:
                self._next_file()

    def finish(self) -> None:
        """Say that the request is over; SourceError when bytes are missing."""
        if not self._listed or self._stream is not None:
            raise SourceError("The upload broke off before its end. Nothing was kept; try again.")

    def close(self) -> None:
        """Close the file under way."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _read_list(self) -> int:
        """Read the list of files once all of it is here; the number of bytes that it took."""
        if len(self._head) < 4:
            return 0
        length = struct.unpack(">I", self._head[:4])[0]
        if length > MAX_LIST_BYTES:
            raise SourceError("The upload's list of files is too long. Upload a zip instead.")
        if len(self._head) < 4 + length:
            return 0
        try:
            content = json.loads(bytes(self._head[4 : 4 + length]))
            self.name = _text(content["name"])[:200] or "Upload"
            self.files = [(_text(f["name"]), int(f["size"])) for f in content["files"]]
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise SourceError("The upload's list of files cannot be read.") from error
        self._check()
        self._listed, self._at = True, -1
        self._next_file()
        return 4 + int(length)

    def _check(self) -> None:
        if not self.files:
            raise SourceError("No file was chosen.")
        if len(self.files) > MAX_FILES:
            raise SourceError(f"At most {MAX_FILES:,} files at once. Upload them in parts.")
        if len(self.files) > 1 and all(_is_zip(name) for name, _ in self.files):
            raise SourceError("Upload one zip at a time; each becomes a dataset of its own.")
        if any(size < 0 for _, size in self.files):
            raise SourceError("The upload's list of files cannot be read.")
        total = sum(size for _, size in self.files)
        if total > self.max_bytes:
            raise SourceError(
                f"The upload has {total:,} bytes; the limit here is {self.max_bytes:,} "
                "(DEDUP_MAX_UPLOAD_BYTES). Give a folder on the server instead."
            )
        free = shutil.disk_usage(self.folder).free
        if total + _KEEP_FREE_BYTES > free:
            raise SourceError(
                f"The upload has {total:,} bytes, and the server's disk has {free:,} left."
            )

    def _next_file(self) -> None:
        self.close()
        while self._at + 1 < len(self.files):
            self._at += 1
            self._left = self.files[self._at][1]
            self._stream = (self.folder / f"{self._at:06d}").open("wb")
            if self._left:
                return
            self.close()


def _text(name: object) -> str:
    """A name as text that every file and database takes; JSON may hold half characters."""
    return str(name).replace("\0", "").encode("utf-8", "backslashreplace").decode("utf-8")


async def receive(request: Request) -> Response:
    """Take an upload, make it a dataset and begin to index it."""
    engine: Engine = request.state.engine
    folder = engine.workspace.uploads / f".incoming-{uuid.uuid4().hex[:12]}"
    incoming = _Incoming(folder, engine.settings.max_upload_bytes)
    try:
        await run_in_threadpool(folder.mkdir, parents=True)
        async for data in _larger(request.stream()):
            await run_in_threadpool(incoming.feed, data)
        incoming.finish()
        dataset = await run_in_threadpool(_keep, engine, incoming)
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it
    except DedupError as error:
        return JSONResponse({"error": str(error)}, status_code=400)
    except OSError as error:
        words = f"The upload could not be stored: {error.strerror}."
        return JSONResponse({"error": words}, status_code=507)
    finally:
        incoming.close()
        shutil.rmtree(folder, ignore_errors=True)
    return JSONResponse({"dataset": dataset.id})


async def _larger(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces that are worth a write."""
    waiting = bytearray()
    async for piece in stream:
        waiting += piece
        if len(waiting) >= _WRITE_AT_ONCE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _keep(engine: Engine, incoming: _Incoming) -> Dataset:
    """Turn a finished upload into a dataset; SourceError when it is a zip that is no use."""
    files = incoming.files
    if len(files) == 1 and _is_zip(files[0][0]):
        archive = incoming.folder / "upload.zip"
        (incoming.folder / "000000").rename(archive)
        _check_zip(archive, files[0][0])
    else:
        names, unique = dict[str, str](), UniqueNames()
        for number, (name, _) in enumerate(files):
            names[unique.of(name or f"file {number + 1}")] = f"{number:06d}"
        write_names(incoming.folder, names)
    id = uuid.uuid4().hex[:12]
    kept = incoming.folder.rename(engine.workspace.uploads / id)
    try:
        dataset = engine.workspace.add_dataset(name=incoming.name, kind="upload", place=id, id=id)
    except DedupError:
        shutil.rmtree(kept, ignore_errors=True)
        raise
    engine.jobs.start(dataset)
    return dataset


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _check_zip(archive: Path, name: str) -> None:
    try:
        source = ZipSource(archive)
        try:
            source.listing()
        finally:
            source.close()
    except SourceError as error:
        raise SourceError(str(error).replace(archive.name, name)) from error
