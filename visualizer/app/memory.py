"""Asks the C library to give free memory back to the system. Knows glibc; knows nothing of what the memory holds."""

import contextlib
import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # of <malloc.h>
_HEAPS = 2
_GIANT = 4 * 2**20  # so large a block is a mapping of its own, which goes back when it is freed
_SPARE = 32 * 2**20  # free at the end of a heap, it may stay


def keep_few_heaps() -> None:
    """Let all threads share two heaps, before any of them begins; left alone, glibc gives each thread one of its own.

    A lower limit for mappings was tried: with 256 kB the program is as small, but asks the system for ten megabytes of
    new pages in every frame, and a frame took twice as long while a worker baked.
    """
    if sys.platform.startswith("linux"):
        # Another C library has no such call, and other habits.
        with contextlib.suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(_M_ARENA_MAX, _HEAPS)
            library.mallopt(_M_MMAP_THRESHOLD, _GIANT)
            library.mallopt(_M_TRIM_THRESHOLD, _SPARE)


def give_back() -> None:
    """Give free memory back to the system, from the middle of the heaps as well; takes some milliseconds.

    To be called beside the loop when a piece of work is over: pictures are baked out of arrays many times their size.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
