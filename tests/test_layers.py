"""The promises about who may know whom."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_data_goes_one_way():
    """The import contracts of pyproject.toml hold: layers, pygame only at the edge, pydantic only in scene."""
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-2000:]


def test_nothing_reaches_for_the_network():
    """No module of the program imports network code."""
    words = ("import socket", "import urllib", "import http", "import requests", "from urllib", "from http")
    for path in (ROOT / "visualizer").rglob("*.py"):
        text = path.read_text(encoding="utf-8").replace(
            "from urllib.parse import", ""
        )  # which takes links apart
        assert not any(word in text for word in words), path


def test_no_wall_clock_below_app():
    """No module below app reads a clock or a library's random generator."""
    words = (
        "import time",
        "from time import",
        ".now(",
        ".today(",
        "import random",
        "from random import",
        "np.random",
        "numpy.random",
    )
    for path in (ROOT / "visualizer").rglob("*.py"):
        if path.relative_to(ROOT / "visualizer").parts[0] in ("app", "cli.py", "export"):
            continue
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in words), path
