"""`python -m dedup_core`."""

import sys

from dedup_core.cli import main

sys.exit(main())
