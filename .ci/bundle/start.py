"""Where the bundled program begins; the same as `python -m visualizer`."""

import multiprocessing
import sys

from visualizer.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker of `--jobs` begins here, too
    sys.exit(main())
