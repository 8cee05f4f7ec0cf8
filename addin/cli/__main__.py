"""`py -m addin.cli`, where the command `centre-roi` is not on the path."""

import sys

from addin.cli.program import program

sys.exit(program())
