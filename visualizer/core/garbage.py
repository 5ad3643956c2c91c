"""When Python looks for garbage: not while things are built that stay, and never again among those. Knows no other module.

Each search goes through all that is there, and building calls for one after another: it made a third of what compiling
a scene took, and a search in the middle of a show is a late picture.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_alone() -> Iterator[None]:
    """Look for no garbage within the block, which builds what stays; whoever began it takes it up again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def settle() -> None:
    """Leave all that is there now out of every later search, and search from now on.

    Only the first time: later on there may be garbage among it, which would then stay for good.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()
    gc.enable()
