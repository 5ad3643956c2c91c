"""Values kept on disk from one start to the next, while all they were made of is as it was. Knows files; knows no scene.

The folder is the system's own for caches. It is bounded, may be deleted at any time, and may be shared by several running
programs: a file is written beside its place and then moved there whole. A file is data: what is read back is made of plain
values and of the value classes of the packages that are named, and nothing else in it is ever called.
"""

import contextlib
import dataclasses
import io
import logging
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from visualizer.core.errors import ExportError
from visualizer.core.files import BEGUN_S, begun_files, write_whole
from visualizer.core.paths import cache_folder

LOG = logging.getLogger("moa")
FILES_AT_MOST = 2  # of one name: as many versions of the program may take turns
_MARK = b"moa-kept 1\n"
_PLAIN = {
    ("builtins", "range"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
    ("fractions", "Fraction"),
}

T = TypeVar("T")


def kept(
    name: str,
    made_of: str,
    make: Callable[[], T],
    packages: tuple[str, ...],
    shared: Sequence[object] = (),
) -> T:
    """Return what was kept under a name while `made_of` is the same; else make it and keep it.

    `packages` are those whose frozen dataclasses and models it may hold. What is `shared` is not written with it: in its
    place stands its number, and what has that number now is put there again. Where nothing can be kept, it is made each time.
    """
    folder = cache_folder() / "kept"
    path = folder / f"{name}-{blake2b(made_of.encode(), digest_size=16).hexdigest()}.kept"
    try:
        value: T = _unpacked(path.read_bytes(), packages, shared)
    except OSError:
        pass
    except Exception as error:  # whatever a damaged file leads to, it is as good as none
        LOG.warning("%s is damaged and made anew: %s", path, error)
    else:
        with contextlib.suppress(OSError):
            os.utime(path)  # what is used stays longest
        return value
    value = make()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, _packed(value, shared))
    except (OSError, ExportError) as error:
        LOG.debug("%s is not kept: %s", path, error)
    except Exception as error:  # what cannot be written is still what was asked for
        LOG.warning("%s is not kept: %s", path.name, error)
    _prune(folder, name)
    return value


def sign_of(paths: Iterable[Path]) -> str:
    """Return a word that changes with the name, size or time of any of the files; one that is not there does not count."""
    digest = blake2b(digest_size=12)
    for path in sorted(paths):
        with contextlib.suppress(OSError):
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def text_of(paths: Iterable[Path]) -> str:
    """Return a word that changes with the name or the text of any of the files, however quickly it was changed."""
    digest = blake2b(digest_size=16)
    for path in sorted(paths):
        with contextlib.suppress(OSError):
            digest.update(f"{path} {blake2b(path.read_bytes(), digest_size=16).hexdigest()}\n".encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def program_sign() -> str:
    """Return a word that changes with every change of the program's own code and of the Python that runs it."""
    # In a folder without Python the program is one file, which is its own sign.
    code = Path(__file__).resolve().parent.parent
    return f"{sys.version} {sign_of((Path(sys.executable), *code.rglob('*.py')))}"


# ------------------------------------------------------------------------------------------------ the files


def _packed(value: object, shared: Sequence[object]) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, shared).dump(value)
    data = stream.getvalue()
    return _MARK + blake2b(data, digest_size=16).digest() + data


def _unpacked(file: bytes, packages: tuple[str, ...], shared: Sequence[object]) -> Any:
    begin = len(_MARK) + 16
    data = file[begin:]
    if not file.startswith(_MARK) or blake2b(data, digest_size=16).digest() != file[len(_MARK) : begin]:
        raise ValueError("it is not whole")
    return _Unpickler(io.BytesIO(data), packages, shared).load()


def _prune(folder: Path, name: str) -> None:
    """Delete what was used longest ago beyond the bound, and what a crash has left half written."""
    with contextlib.suppress(OSError):
        files = sorted(folder.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime_ns)
        for path in files[:-FILES_AT_MOST]:
            path.unlink()
        newest = max((path.stat().st_mtime for path in files), default=0.0)
        for rough in begun_files(folder):
            if newest - rough.stat().st_mtime > BEGUN_S:
                rough.unlink()


class _Pickler(pickle.Pickler):
    """Writes values, read-only mappings and arrays of numbers among them."""

    def __init__(self, stream: io.BytesIO, shared: Sequence[object]) -> None:
        super().__init__(stream, protocol=5)
        self._numbers = {id(one): number for number, one in enumerate(shared)}

    def persistent_id(self, value: object) -> int | None:
        """Return the number of what is shared."""
        return self._numbers.get(id(value))

    def reducer_override(self, value: object) -> Any:
        """Return how a value is written that has no way of its own, or none that we would read."""
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        if isinstance(value, np.ndarray | np.generic) and value.dtype.hasobject:
            raise pickle.PicklingError("an array of things is no array of numbers")
        if isinstance(value, np.ndarray):
            return _array, (value.dtype.str, value.shape, value.tobytes(), value.flags.writeable)
        if isinstance(value, np.generic):
            return _scalar, (value.dtype.str, value.tobytes())
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Reads values back, and refuses whatever is neither plain nor a value class of the named packages."""

    def __init__(self, stream: io.BytesIO, packages: tuple[str, ...], shared: Sequence[object]) -> None:
        super().__init__(stream)
        self._packages, self._shared = packages, shared

    def persistent_load(self, number: Any) -> object:
        """Return what is shared under a number."""
        return self._shared[number]

    def find_class(self, module: str, name: str) -> Any:
        """Return a class by its name, if values of it may be read."""
        if module == __name__ and name in _MAKERS:
            return _MAKERS[name]
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if any(module == package or module.startswith(f"{package}.") for package in self._packages):
            found = super().find_class(module, name)
            if isinstance(found, type) and (
                dataclasses.is_dataclass(found) or hasattr(found, "model_fields")
            ):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")


def _read_only(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)


def _array(kind: str, shape: tuple[int, ...], data: bytes, writable: bool) -> NDArray[Any]:
    numbers = np.frombuffer(data, dtype=kind).reshape(shape)
    return numbers.copy() if writable else numbers


def _scalar(kind: str, data: bytes) -> Any:
    return np.frombuffer(data, dtype=kind)[0]


_MAKERS = {maker.__name__: maker for maker in (_read_only, _array, _scalar)}
