"""The command line: `python -m dedup_core --help` lists the commands.

Data goes to standard output or a file, progress and errors to standard error.
Exit codes: 0 fine, 1 a clear error on one line, 2 wrong usage; `verify` says its own in its help.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Sequence

from dedup_core.cli.output import one_line
from dedup_core.cli.parser import parser
from dedup_core.errors import Cancelled, DedupError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back (wrong usage leaves with code 2)."""
    options = parser().parse_args(arguments)
    warnings.filterwarnings("ignore", module=r"PIL\.")  # damaged files become rows with a reason
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code: int = options.command(options)
    except (Cancelled, KeyboardInterrupt):
        print("error: stopped; what was finished is kept", file=sys.stderr)
        return 1
    except DedupError as error:
        print(f"error: {one_line(str(error))}", file=sys.stderr)
        return 1
    except OSError as error:
        said = f"{error.filename or ''}: {error.strerror or error}"
        print(f"error: {one_line(said)}", file=sys.stderr)
        return 1
    return code
