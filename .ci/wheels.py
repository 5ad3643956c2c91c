"""Asks the package index whether every dependency comes ready built for the systems that we promise.

`python .ci/wheels.py` lets pip look, once for each system and Python, for the program and for its extra, and prints a table;
nothing is installed. It leaves with 1 when a wheel is missing that the program itself needs. A wheel that exists may still not
run: the table says which line is this machine's own, the only one that its tests can speak for.
"""

import argparse
import json
import platform
import re
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = tomllib.loads(
    (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
)["project"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LINUX = (
    "2_17",
    "2_24",
    "2_26",
    "2_27",
    "2_28",
    "2_31",
)  # the newest C library that we ask for is that of Debian 11


def _linux(machine: str) -> tuple[str, ...]:
    return (f"manylinux2014_{machine}", *(f"manylinux_{version}_{machine}" for version in LINUX))


def _mac(newest: int, machine: str) -> tuple[str, ...]:
    old = [f"macosx_10_{minor}_{kind}" for minor in range(9, 17) for kind in (machine, "universal2")]
    return (
        *old,
        *(f"macosx_{major}_0_{kind}" for major in range(11, newest + 1) for kind in (machine, "universal2")),
    )


SYSTEMS = {
    "Linux x86-64": _linux("x86_64"),
    "Linux ARM 64": _linux("aarch64"),
    "Windows x64": ("win_amd64",),
    "macOS 14 Intel": _mac(14, "x86_64"),
    "macOS 14 Apple": _mac(14, "arm64"),
}


def here() -> tuple[str, str]:
    """Return which of these systems this machine is, and its Python."""
    system = {"linux": "Linux", "win32": "Windows", "darwin": "macOS"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    kind = {"x86_64": "x86-64", "amd64": "x64", "aarch64": "ARM 64", "arm64": "Apple"}.get(machine, machine)
    if system == "macOS":
        kind = "14 Apple" if machine == "arm64" else "14 Intel"
    return f"{system} {kind}", ".".join(map(str, sys.version_info[:2]))


def missing(wanted: Sequence[str], python: str, tags: Sequence[str]) -> tuple[str, str]:
    """Return the versions that pip would take, and the first requirement without a wheel, if any."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--only-binary=:all:", "--quiet",
            "--no-warn-conflicts", "--target", folder, "--report", f"{folder}/report.json",
            "--implementation", "cp", "--python-version", python, "--abi", f"cp{python.replace('.', '')}",
            "--abi", "abi3", "--abi", "none",
            *(word for tag in tags for word in ("--platform", tag)), *wanted,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
        if done.returncode != 0:
            line = re.search(r"No matching distribution found for (\S+)", done.stderr)
            return "", line[1] if line else (done.stderr.strip().splitlines() or ["pip says nothing"])[-1]
        report = json.loads(Path(folder, "report.json").read_text(encoding="utf-8"))
    taken = [
        (one["metadata"]["name"], one["metadata"]["version"], one["download_info"]["url"])
        for one in report["install"]
    ]
    return " ".join(
        f"{name} {version}" for name, version, url in taken if not url.endswith("none-any.whl")
    ), ""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", choices=PYTHONS, action="append", help="ask for this Python only")
    options = parser.parse_args()
    own = here()
    alone = PROJECT["dependencies"]
    asked = [
        (system, python, part, wanted)
        for system in SYSTEMS
        for python in options.python or PYTHONS
        for part, wanted in (("program", alone), ("movies", PROJECT["optional-dependencies"]["movies"]))
    ]
    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(lambda one: missing(one[3], one[1], SYSTEMS[one[0]]), asked))
    print(f"asked of the package index on {sysconfig.get_platform()}, with pip for Python {own[1]}\n")
    print(f"{'system':<16}{'Python':<8}{'':<9}{'':<9}what comes ready built")
    for (system, python, part, _), (taken, lacking) in zip(asked, found, strict=True):
        tried = "run here" if (system, python) == own else "not run"
        print(f"{system:<16}{python:<8}{part:<9}{tried:<9} {taken or f'NO WHEEL: {lacking}'}")
    lost = [one for one, (_, lacking) in zip(asked, found, strict=True) if lacking]
    needed = [one for one in lost if one[2] == "program"]
    print(f"\n{len(asked) - len(lost)} of {len(asked)} can be installed without a compiler;", end=" ")
    print(f"the extra for movies lacks {len(lost) - len(needed)}.")
    print(
        "Only the line with 'run here' is this machine's; the tests of the others run in .github/workflows/build.yml."
    )
    return 1 if needed else 0


if __name__ == "__main__":
    sys.exit(main())
