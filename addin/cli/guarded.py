"""The child of a command on Windows: `python -m addin.cli.guarded WORDS`, which may be ended when it takes too much."""

from __future__ import annotations

import os
import sys

from addin.cli.program import main
from addin.engine.children import NO_TRACES
from addin.engine.limits import allow_ending_process

if __name__ == "__main__":
    os.environ.update(NO_TRACES)
    allow_ending_process()
    sys.exit(main(sys.argv[1:]))
