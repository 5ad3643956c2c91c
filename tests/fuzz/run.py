"""Runs many damaged files through reader, check, compiler and picture: `python -m tests.fuzz.run --count 10000`.

Prints what became of them and each kind of finding once; leaves with 1 when there is any. The files that did it are kept.
"""

import argparse
import collections
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from visualizer.core.paths import assets_folder, scenes_folder
from visualizer.scene import load_library, load_scene

from . import judge
from .mutants import mutant

ROOT = Path(__file__).resolve().parent.parent.parent
KIOSK_FILE = (  # the page's own example, with a PIN's hash of the right length
    (ROOT / "docs" / "kiosk.md").read_text(encoding="utf-8").split("```yaml\n")[2].partition("```")[0]
).replace("scrypt:14:…", f"scrypt:14:{'0a' * 16}:{'5f' * 32}")
README_SCENE = (ROOT / "README.md").read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
SHARED_PART = 10  # one mutant in so many is of a file that scenes share, a theme, a catalogue, a kiosk's file or the settings


def bases() -> tuple[dict[str, str], dict[str, str]]:
    """Return the sound files that are damaged: scenes by name, and all others by kind and name."""
    scenes = {
        path.name: path.read_text(encoding="utf-8") for path in sorted(judge.EXAMPLES.glob("good-*.yaml"))
    }
    scenes["my-synapse.yaml"] = README_SCENE
    scenes |= {
        path.name: path.read_text(encoding="utf-8")
        for path in load_library(scenes_folder())[0].scenes.values()
    }
    others = {
        str(path.relative_to(scenes_folder())): path.read_text(encoding="utf-8")
        for pattern in ("*.yaml", "*/*.yaml", "locale/*/*.po")
        for path in sorted(scenes_folder().glob(pattern))
        if path.name not in scenes
    }
    for path in (judge.EXAMPLES / "references.yaml", judge.EXAMPLES / "substances.yaml"):
        others[path.name] += path.read_text(encoding="utf-8")
    for name in ("chains/gate.yaml", "models/dose.yaml"):
        others[name] = (judge.EXAMPLES / name).read_text(encoding="utf-8")
    for path in sorted((assets_folder() / "themes").glob("*.yaml")):
        others[f"theme {path.stem}"] = path.read_text(encoding="utf-8")
    others |= {
        f"own {path.name}": path.read_text(encoding="utf-8")
        for path in (assets_folder() / "locale/fr_CA/program.po", scenes_folder() / "locale/fr_CA/brain.po")
    }
    others["kiosk"] = KIOSK_FILE
    others["settings"] = json.dumps(
        {"language": "fr", "theme": "daylight", "register": "plain", "text_scale": 1.25}
    )
    return scenes, others


def kind_of(name: str) -> str:
    """Return what kind of file a name among the others stands for: its folder, or its first word."""
    return name.partition("/")[0].partition(" ")[0]


def run(first: int, count: int, keep: Path) -> tuple[collections.Counter[str], list[judge.Finding]]:
    """Judge the mutants of these numbers."""
    scenes, others = bases()
    everything = (*scenes.values(), *others.values())
    # Small scenes are quick to read and to compile, so they get most of the damage; each gets some.
    names = [name for name in scenes for _ in range(max(1, 30_000 // (len(scenes[name]) + 2500)))]
    kinds = sorted({kind_of(name) for name in others})
    counted: collections.Counter[str] = collections.Counter()
    findings: list[judge.Finding] = []
    with tempfile.TemporaryDirectory() as made:
        alone, shared = Path(made), judge.library_folder(Path(made) / "scenes")
        library, problems = load_library(shared)
        assert not problems, problems
        small, _ = load_scene(shared / "good-gate.yaml", library)
        assert small is not None
        for number in range(first, first + count):
            chance = random.Random(number)
            name = chance.choice(names)
            content = scenes[name]
            if number % SHARED_PART == 0:
                kind = chance.choice(kinds)
                name = chance.choice([name for name in others if kind_of(name) == kind])
                content = others[name]
            damaged = mutant(content, everything, number)

            def one(name: str = name, damaged: bytes = damaged) -> str:
                if name in scenes:
                    return judge.judge_scene(damaged, alone / name, library)
                if name == "settings":
                    return judge.judge_settings(damaged, alone)
                if name == "kiosk":
                    return judge.judge_kiosk(damaged, alone / "kiosk.yaml", library)
                if name == "help-lines.yaml":
                    return judge.judge_help_lines(damaged, alone / name)
                if name.startswith("own "):
                    return judge.judge_own_language(damaged, name.removeprefix("own "), alone, library)
                if name.startswith("theme "):
                    return judge.judge_theme(damaged, alone, small, library)
                return judge.judge_shared(damaged, name, shared)

            became, finding = judge.tried(
                one, damaged, keep, f"{number}-{name.replace('/', '-').replace(' ', '-')}"
            )
            counted[f"{name if name in scenes else kind_of(name)}: {became}"] += 1
            findings += [finding] if finding else []
            if (shared / name).is_file() and name not in scenes:
                (shared / name).write_text(others[name], encoding="utf-8")
            if finding:
                print(f"{number} {finding.place}: {finding.story}", flush=True)
            if (number - first + 1) % 200 == 0:
                print(
                    f"{number - first + 1} of {count}, {time.process_time():.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
    return counted, findings


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument(
        "--first", type=int, default=0, help="the first mutant's number; each has its own damage"
    )
    parser.add_argument(
        "--keep", type=Path, default=Path("out") / "fuzz", help="where files that did harm are kept"
    )
    options = parser.parse_args()
    judge.bound_memory()
    counted, findings = run(options.first, options.count, options.keep)
    print(*_summary(counted, findings), sep="\n")
    return 1 if findings else 0


def _summary(counted: collections.Counter[str], findings: list[judge.Finding]) -> Iterator[str]:
    yield from (f"{number:>7}  {what}" for what, number in sorted(counted.items()))
    kinds = collections.Counter(finding.place for finding in findings)
    for place, number in kinds.most_common():
        example = next(finding for finding in findings if finding.place == place)
        yield f"{number:>7}  {place}: {example.story}; {example.file}"


if __name__ == "__main__":
    sys.exit(main())
