"""Makes the program a folder that needs no Python, and tries it: `python .ci/bundle/build.py`.

It needs the program and PyInstaller: `pip install . 'pyinstaller>=6.10'`. The folder is dist/moa. Every system builds its own;
.github/workflows/build.yml does so on Linux, Windows and macOS.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = ROOT / "dist" / "moa" / ("moa.exe" if os.name == "nt" else "moa")


def build() -> None:
    """Run PyInstaller."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    subprocess.run([*command, *folders, str(HERE / "moa.spec")], check=True, cwd=ROOT)


def try_out() -> None:
    """Run the bundled program from an empty folder, with nothing of Python's in its environment."""
    kept = (
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "APPDATA",
        "LOCALAPPDATA",
        "USERPROFILE",
    )  # what Windows cannot do without
    with tempfile.TemporaryDirectory() as empty:
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        environment |= {"HOME": empty, "PATH": "", "SDL_VIDEODRIVER": "dummy"}

        def moa(*words: str) -> str:
            done = subprocess.run(
                [str(PROGRAM), *words],
                cwd=empty,
                env=environment,
                capture_output=True,
                timeout=300,
                check=False,
            )
            if done.returncode != 0:
                sys.exit(
                    f"moa {' '.join(words)}: left with {done.returncode}\n{done.stderr.decode(errors='replace')}"
                )
            return done.stdout.decode("utf-8", "replace")

        print(moa("--version").strip())
        assert "nmda-blockade" in moa("list"), "the scenes are missing"
        assert moa("check") == "", "the shipped scenes have findings"
        moa("export", "ssri-reuptake@1", "--lang", "fr", "--size", "640x360", "-o", "picture.png")
        size = (Path(empty) / "picture.png").stat().st_size
        assert size > 20_000, f"the picture has {size} bytes only"
        moa("--seconds", "3")
        moa("run", "nmda-blockade@2", "--seconds", "3")
    files = [path for path in PROGRAM.parent.rglob("*") if path.is_file()]
    print(
        f"{PROGRAM.parent}: {sum(path.stat().st_size for path in files) / 1e6:.0f} MB in {len(files)} files, and it runs"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--try-only", action="store_true", help="try what was built before")
    if not parser.parse_args().try_only:
        build()
    try_out()


if __name__ == "__main__":
    main()
