"""Lets a fuzzer that watches which lines run look for texts that trip the reader: `python -m tests.fuzz.guided`.

It needs `pip install atheris` (Linux, Python 3.11 to 3.13), which is no part of the program's own tools. What follows `--` goes
to libFuzzer; the run ends after `-max_total_time` seconds, or at the first finding, whose file it names.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

try:
    import atheris
except ImportError:
    sys.exit("the guided fuzzer needs atheris; run: pip install atheris")

with atheris.instrument_imports(include=["visualizer.scene", "visualizer.core", "yaml"]):
    from visualizer.scene.library import judged
    from visualizer.scene.nodes import MAX_BYTES, parse_document
    from visualizer.scene.reading import scene_of
    from visualizer.scene.rules import OF_CHECK_ALONE

    from . import judge

from visualizer.core.paths import scenes_folder
from visualizer.scene import load_library

from .mutants import mutant
from .run import bases

SCENES, OTHERS = bases()
EVERYTHING = (*SCENES.values(), *OTHERS.values())
LIBRARY = load_library(scenes_folder())[0]


def one(data: bytes) -> None:
    """Read and check one text."""
    text = data[:MAX_BYTES].decode("utf-8", "replace")
    with judge.within(judge.READ_S):
        loaded = scene_of(parse_document(text, "x.yaml"), "x")
        found = judged(loaded, LIBRARY, OF_CHECK_ALONE)
    assert loaded.scene is not None or found
    assert all(problem.message and problem.span.line >= 1 and "\n" not in str(problem) for problem in found)


def changed(data: bytes, most: int, seed: int) -> bytes:
    """Return a text with our own kinds of damage, or with the fuzzer's."""
    if seed % 3 == 0:
        return bytes(atheris.Mutate(data, most))
    return mutant(data.decode("utf-8", "replace"), EVERYTHING, seed)[:most]


def main() -> None:
    """Run from the command line; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpus", type=Path, help="a folder of texts to begin with, where new ones are kept"
    )
    options, rest = parser.parse_known_args()
    corpus = options.corpus or Path(tempfile.mkdtemp(prefix="corpus"))
    for name, text in SCENES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    for broken in judge.EXAMPLES.glob("broken_*.yaml"):
        (corpus / broken.name).write_bytes(broken.read_bytes())
    words = [word for word in rest if word != "--"]
    atheris.Setup([sys.argv[0], str(corpus), *words], one, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
