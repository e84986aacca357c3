"""`python -m jiceng` is the command `jiceng`."""

import sys

from jiceng.cli import main

sys.exit(main())
