# ruff: noqa: PLC0415 (help and version answer at once: pygame and numpy are imported by the verbs that need them)
"""The command line: words in, exit codes out. Knows every verb's options; the work is done elsewhere."""

import argparse
import contextlib
import difflib
import json
import logging
import math
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from visualizer import __version__
from visualizer.core.errors import DisplayError, UsageError, VisualizerError
from visualizer.core.garbage import left_alone
from visualizer.core.languages import is_language, own_languages, own_locales

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from visualizer.app import Options
    from visualizer.export import Found
    from visualizer.export.programme import Programme
    from visualizer.figures import Look
    from visualizer.modes import Binding

FINE, FINDINGS, MISUSE, NO_DISPLAY, INTERRUPTED = 0, 1, 2, 3, 130
CRASHED = 70  # of the screen that another process watches over: it is started again
LANGUAGES = ("en", "fr")
PSEUDO = "xx-long"  # for tests and authors: English, two fifths longer
STILL_SIZE = (1920, 1080)
_SMALLEST, _LARGEST = 64, 8192  # a side of a picture, in pixels
_LONGEST_TALK = 600  # minutes
_MOST_JOBS = 60  # Windows cannot wait for more processes at once
_MOVIES = (".mp4", ".gif", ".webp")
_SOURCES = (".bib", ".json")
_LATER = (".pdf", ".pptx", ".html")

EPILOG = """\
SCENE is a shipped scene's id or a scene file; SCENE@STEP takes a step's id or its number from 1.
Exit codes: 0 fine, 1 findings, 2 misuse or unreadable, 3 no display, 130 interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    logging.basicConfig(format="moa: %(levelname)s: %(message)s", level=logging.WARNING)
    for level in (logging.WARNING, logging.ERROR):
        logging.addLevelName(level, logging.getLevelName(level).lower())
    try:
        options = _parser().parse_args(arguments)
        if own_languages() and options.do in (_run, _home, _present, _list, _export):
            _warn_of_damage()
        code: int = options.do(options)
        sys.stdout.flush()
        return code
    except SystemExit as leave:  # argparse has printed its help, version or error
        return leave.code if isinstance(leave.code, int) else MISUSE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has what they wanted; nothing must complain when Python closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except DisplayError as error:
        return _complain(str(error), NO_DISPLAY)
    except VisualizerError as error:
        return _refuse(error)
    except MemoryError:
        return _complain("there is not enough memory for this; a smaller --size needs less", MISUSE)


def _refuse(error: VisualizerError) -> int:
    problems = getattr(error, "problems", ())
    if problems:
        print("\n".join(map(str, problems)), file=sys.stderr)
        return FINDINGS
    return _complain(str(error), MISUSE)


def _warn_of_damage() -> None:
    """Say in a line each which catalogues of a person's own folder cannot be read; their texts show untranslated."""
    from visualizer.scene.catalogues import damaged_catalogues

    for problem in damaged_catalogues():
        place = f"{problem.span.file}:{problem.span.line}:{problem.span.column}"
        print(
            f"{place}: warning: {problem.message}; its texts show untranslated [{problem.rule}]",
            file=sys.stderr,
        )


def _complain(text: str, code: int) -> int:
    print(f"moa: error: {text.splitlines()[0] if text else 'something is wrong'}", file=sys.stderr)
    return code


# ---------------------------------------------------------------------------------------------- the options


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line and names the nearest word."""

    def error(self, message: str) -> NoReturn:
        """Leave with one line."""
        self.exit(MISUSE, f"moa: error: {self._kindly(message)}\n")

    def _kindly(self, message: str) -> str:
        choice = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        if choice:
            known = [word.strip("' ") for word in choice[2].split(",")]
            thing = "command" if "argument command" in message else "choice"
            return f"there is no {thing} '{choice[1]}'; {_hint(choice[1], known)}"
        unknown = re.search(r"unrecognized arguments: (\S+)", message)
        if unknown:
            word = unknown[1].partition("=")[0]
            near = difflib.get_close_matches(word, self._known(), n=1)
            return f"there is no option '{word}'" + (f"; did you mean '{near[0]}'?" if near else "")
        return message

    def _known(self) -> list[str]:
        found: list[str] = []
        parsers: list[argparse.ArgumentParser] = [self]
        while parsers:
            for action in parsers.pop()._actions:
                found += action.option_strings
                if isinstance(action, argparse._SubParsersAction):
                    parsers += action.choices.values()
        return found


def _hint(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known)}"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="moa",
        description="Shows how ketamine and SSRIs are thought to act. Without a command the home page opens.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"moa {__version__}")
    parser.set_defaults(
        do=_home, reduced_motion=False, lang=None, theme=None, size=None, seconds=None, times=False
    )
    _window_options(parser)
    verbs = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", parser_class=_Parser)

    def verb(name: str, does: Callable[[argparse.Namespace], int], says: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=says, description=says, allow_abbrev=False)
        made.set_defaults(do=does)
        return made

    run = verb("run", _run, "show one scene in a window")
    run.add_argument(
        "scene", nargs="?", metavar="SCENE[@STEP]|PLAYLIST", help="what to show; the home page when left out"
    )
    _beside_option(run)
    _set_options(run)
    run.add_argument(
        "--log", type=Path, metavar="FILE", help="write what is done to a file, such as session.jsonl"
    )
    run.add_argument("--replay", type=Path, metavar="FILE", help="do again what a file of --log tells")
    _window_options(run)

    talk = verb("present", _present, "show scenes to an audience, with notes in a window of their own")
    talk.add_argument(
        "scene",
        nargs="?",
        metavar="SCENE[@STEP]|PLAYLIST",
        help="what to show; a page to choose from when left out",
    )
    talk.add_argument("--one", action="store_true", help="one window for both; D shows the notes")
    talk.add_argument(
        "--minutes",
        type=_minutes,
        metavar="N",
        help="how long the talk should take; its steps' seconds when left out",
    )
    _window_options(talk)

    kiosk = verb("kiosk", _kiosk, "an unattended touch screen, for waiting rooms: see docs/kiosk.md")
    kiosk.add_argument(
        "playlist", nargs="?", metavar="PLAYLIST", help="what to show; what the file says when left out"
    )
    kiosk.add_argument("--config", type=Path, metavar="FILE", help="the file with what the place has settled")
    staff = kiosk.add_mutually_exclusive_group()
    staff.add_argument("--pin", action="store_true", help="ask for a PIN and print the line for the file")
    staff.add_argument("--leave", action="store_true", help="let the screen that runs for this user end")
    staff.add_argument("--screen", choices=("shown", "closed"), help=argparse.SUPPRESS)
    _window_options(kiosk)

    listing = verb("list", _list, "list scenes, steps, lengths, languages and playlists")
    _json_option(listing)
    _language_option(listing)

    check = verb("check", _check, "check scene files: 0 clean, 1 findings, 2 unreadable")
    check.add_argument(
        "paths", nargs="*", metavar="PATH", help="files or folders; the shipped scenes when left out"
    )
    check.add_argument(
        "--format", choices=("text", "json", "github"), default="text", help="how findings are written"
    )

    export = verb(
        "export",
        _export,
        "write a picture or a movie of a scene or playlist (.png, .mp4, .gif, .webp), or a scene's sources (.bib, .json)",
    )
    export.add_argument("scene", metavar="SCENE[@STEP]|PLAYLIST")
    _output_option(export)
    export.add_argument(
        "--at",
        type=_seconds,
        metavar="SECONDS",
        help="the picture's time in the step or scene; its end when left out",
    )
    export.add_argument(
        "--size", type=_size, metavar="WxH", help="the size in pixels (1920x1080; 960x540 for .gif and .webp)"
    )
    export.add_argument("--fps", type=_fps, metavar="N", help="a movie's pictures a second, 1 to 120 (30)")
    export.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        help="so many processes make a movie, which is the same (1); worth it from eight cores on",
    )
    _beside_option(export)
    _set_options(export)
    _language_option(export)
    _theme_option(export)
    _motion_option(export)
    export.add_argument(
        "--lens", action="store_true", help="say in the picture how sure each thing is, and who found it"
    )

    sheet = verb("sheet", _sheet, "write a contact sheet of all steps to a PNG file")
    sheet.add_argument(
        "scenes", nargs="*", metavar="SCENE", help="the scenes; all shipped ones when left out"
    )
    _output_option(sheet)
    _language_option(sheet)
    _theme_option(sheet)

    model = verb("model", _model, "ask a model: its curves, what it takes, where its numbers come from")
    model.add_argument("name", metavar="NAME", help="ketamine, ssri, or a model file")
    what = model.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list curves, knobs, switches and interventions")
    what.add_argument(
        "--parameters", action="store_true", help="list every number with unit, status and source"
    )
    _set_options(model)
    model.add_argument("--hours", type=_hours, metavar="H", help="how long to look, up to 1344 (eight weeks)")
    form = model.add_mutually_exclusive_group()
    form.add_argument("--csv", type=Path, metavar="FILE", help="write time_h and a column for each curve")
    _json_option(form)

    translate = verb("translate", _translate, "update the catalogues of scenes and program")
    translate.add_argument(
        "language",
        nargs="?",
        type=_new_language,
        metavar="LANG",
        help="the language; another than French goes into your own folder",
    )

    verb("schema", _schema, "print the JSON Schema of the scene language")

    keys = verb("keys", _keys, "print the key table")
    keys.add_argument("--mode", help="one mode; all when left out")
    _json_option(keys)
    _language_option(keys)

    bench = verb(
        "bench", _bench, "measure how quick the program is on this machine; takes five minutes or so"
    )
    bench.add_argument("--size", type=_size, metavar="WxH", help="the window's size in pixels (1920x1080)")
    much = bench.add_mutually_exclusive_group()
    much.add_argument("--quick", action="store_true", help="take few samples: a trial, not a measure")
    much.add_argument("--all", action="store_true", help="measure every step, however long it takes")
    _json_option(bench)

    doctor = verb("doctor", _doctor, "print versions, displays, fonts and which settings file is used")
    doctor.add_argument(
        "--bundle", type=Path, metavar="FILE", help="write a ZIP file for a report of a fault"
    )
    return parser


def _set_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set", action="append", default=[], dest="sets", metavar="K=V", help="turn a knob; can be repeated"
    )
    parser.add_argument(
        "--with",
        action="append",
        default=[],
        dest="withs",
        metavar="I",
        help="add an intervention; can be repeated",
    )


def _beside_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--beside", metavar="SCENE", help="a second scene at its right, under one clock")


def _window_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seconds", type=_seconds, metavar="N", default=argparse.SUPPRESS, help="leave after so many seconds"
    )
    parser.add_argument(
        "--size", type=_size, metavar="WxH", default=argparse.SUPPRESS, help="the window's size in pixels"
    )
    parser.add_argument(
        "--times",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print at the end how long the window's loop was busy at a turn",
    )
    _language_option(parser)
    _theme_option(parser)
    _motion_option(parser)


def _motion_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reduced-motion",
        action="store_true",
        default=argparse.SUPPRESS,
        help="each step as a still picture, with arrows for what moved",
    )


def _language_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang",
        type=_language,
        metavar="LANG",
        default=argparse.SUPPRESS,
        help="the language: en, fr, or one of your own",
    )


def _language(text: str) -> str:
    known = (*LANGUAGES, *own_languages())
    if text not in (*known, PSEUDO):
        raise argparse.ArgumentTypeError(f"invalid choice: '{text}' (choose from {', '.join(known)})")
    return text


def _new_language(text: str) -> str:
    if text == LANGUAGES[0] or not is_language(text):
        raise argparse.ArgumentTypeError(f"'{text}' is no language to translate into; write fr, de or pt_BR")
    return text


def _theme_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--theme",
        metavar="NAME",
        default=argparse.SUPPRESS,
        help="the look: lecture, daylight, hall, high-contrast",
    )


def _json_option(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")


def _output_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the file to write")


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 1920x1080")
    size = (int(match[1]), int(match[2]))
    if min(size) < _SMALLEST or max(size) > _LARGEST:
        raise argparse.ArgumentTypeError(f"a side has {_SMALLEST} to {_LARGEST} pixels, not as in '{text}'")
    return size


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds >= 0):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds")
    return seconds


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = math.nan
    if not math.isfinite(hours):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of hours")
    return hours


def _minutes(text: str) -> float:
    minutes = _seconds(text)
    if not 0 < minutes <= _LONGEST_TALK:
        raise argparse.ArgumentTypeError(f"a talk has up to {_LONGEST_TALK} minutes, not '{text}'")
    return minutes


def _fps(text: str) -> int:
    fps = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= fps <= 120:
        raise argparse.ArgumentTypeError(f"a movie has 1 to 120 pictures a second, not '{text}'")
    return fps


def _jobs(text: str) -> int:
    jobs = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= jobs <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"a movie takes 1 to {_MOST_JOBS} jobs, not '{text}'")
    return jobs


def _theme(name: str | None) -> str | None:
    from visualizer.figures.look import theme_names

    if name is not None and name not in theme_names():
        raise UsageError(f"there is no theme '{name}'; {_hint(name, theme_names())}")
    return name


def _look(options: argparse.Namespace) -> "Look":
    from visualizer.figures.look import Look

    return Look(
        theme=_theme(options.theme) or "lecture",
        language=options.lang or "en",
        reduced_motion=options.reduced_motion,
        lens=getattr(options, "lens", False),
    )


def _target(path: Path, endings: Sequence[str] = (".png",)) -> Path:
    suffix = path.suffix.lower()
    can = f"{', '.join(endings[:-1])} or {endings[-1]}" if len(endings) > 1 else endings[0]
    if suffix in _LATER:
        raise UsageError(f"{suffix} files cannot be written yet; {can} can")
    if suffix not in endings:
        raise UsageError(f"the file's ending says what to write; '{path.name}' does not end in {can}")
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
    return path


class _Progress:
    """A line on the terminal that says how much is done and how long the rest will take; silent elsewhere."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._terminal = sys.stderr.isatty()
        self._began = self._told = time.perf_counter()

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self._write("")

    def tell(self, done: int, whole: int) -> None:
        """Say that so much of the whole is done, a few times a second."""
        now = time.perf_counter()
        if now - self._told >= 0.2:
            self._told = now
            left = math.ceil((now - self._began) * (whole - done) / max(1, done))
            self._write(f"{self._what}: {done * 100 // whole} %, {left // 60}:{left % 60:02} left")

    def say(self, doing: str) -> None:
        """Say what is being done."""
        self._write(f"{self._what}: {doing}")

    def _write(self, line: str) -> None:
        if self._terminal:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------------------------- the verbs


def _home(options: argparse.Namespace) -> int:
    return _open_window(options, None)


def _follow(options: argparse.Namespace) -> None:
    """Read a link that stands for a scene as if its words had been typed; what was typed beside it counts after it."""
    from visualizer.export.links import is_link, read_link, sets_of

    if options.scene is None or not is_link(options.scene):
        return
    link = read_link(options.scene)
    options.scene = link.place
    options.sets = [*sets_of(link), *options.sets]
    options.withs = [*link.withs, *options.withs]
    options.beside = options.beside or link.beside
    is_picture = Path(getattr(options, "output", None) or "x.png").suffix.lower() == ".png"
    if is_picture and getattr(options, "at", None) is None:
        options.at = link.at


def _run(options: argparse.Namespace) -> int:
    _follow(options)
    with left_alone():
        from visualizer.export import find
        from visualizer.export.programme import is_playlist

        if options.scene is not None and is_playlist(options.scene):
            return _open_window(options, None, programme=_programme(options))
        scene = find(options.scene) if options.scene is not None else None
    if scene is None and (options.sets or options.withs):
        raise UsageError("--set and --with need a scene: moa run SCENE --set KNOB=VALUE")
    return _open_window(options, *_tuned(options, scene, _beside(options, scene)))


def _tuned(
    options: argparse.Namespace, scene: "Found | None", beside: "Found | None"
) -> "tuple[Found | None, Found | None]":
    """Return the scenes with the knobs turned and the interventions in use that were asked for."""
    from visualizer.export import tuned

    if scene is None:
        return scene, beside
    both = tuned([one for one in (scene, beside) if one is not None], options.sets, options.withs)
    return both[0], both[1] if beside is not None else None


def _beside(options: argparse.Namespace, scene: "Found | None") -> "Found | None":
    """Return the scene that shall stand beside another, if one was asked for."""
    if options.beside is None:
        return None
    from visualizer.export import find

    if scene is None:
        raise UsageError("--beside needs a scene to stand beside: moa run SCENE --beside SCENE")
    other = find(options.beside)
    if other.step is not None:
        raise UsageError(f"--beside takes a whole scene; the clock chooses its step, not '{options.beside}'")
    if other.scene.id == scene.scene.id:
        raise UsageError(f"'{scene.scene.id}' cannot stand beside itself; name another scene")
    return other


def _present(options: argparse.Namespace) -> int:
    from visualizer.export import find
    from visualizer.export.programme import find_programme
    from visualizer.scene import load_shipped
    from visualizer.scene.catalogues import PLAYLISTS

    name, scene, programme = options.scene, None, None
    path = Path(name or "")
    is_scene = path.suffix or name is None or name.partition("@")[0] in load_shipped()[0].scenes
    if name is not None and is_scene and path.parent.name != PLAYLISTS:
        scene = find(name)
    elif name is not None:
        programme = find_programme(name)
        for problem in programme.problems:
            print(problem, file=sys.stderr)
    wanted, scenes = _window_wishes(options, scene)
    from visualizer import app

    return app.present(wanted, scenes, options.one, options.minutes, programme)


def _kiosk(options: argparse.Namespace) -> int:
    from visualizer.app import supervisor

    folder = supervisor.state_folder()
    if options.pin:
        return _print_pin()
    if options.leave:
        print(f"asked to leave: {supervisor.ask_to_leave(folder)}")
        return FINE
    if options.screen is not None:
        _kiosk_screen(options, folder, options.screen == "closed")
    typed = [options.playlist] if options.playlist is not None else []
    for name in ("config", "lang", "theme", "seconds"):
        if getattr(options, name) is not None:
            typed += [f"--{name}", str(getattr(options, name))]
    if options.times:
        typed += ["--times"]
    if options.size is not None:
        typed += ["--size", f"{options.size[0]}x{options.size[1]}"]
    base = [sys.executable, "-m", "visualizer", "kiosk", *typed, "--screen"]
    return supervisor.supervise([*base, "shown"], [*base, "closed"], folder)


def _kiosk_screen(options: argparse.Namespace, folder: Path, closed: bool) -> NoReturn:
    """Be the screen that another process watches over."""
    import visualizer.render  # noqa: F401 (tells SDL what it must know before pygame is first imported)
    from visualizer.app import settled
    from visualizer.app.kiosk import run_kiosk

    asked = settled.Asked(
        options.playlist,
        options.config,
        options.lang,
        _theme(options.theme),
        options.size,
        options.seconds,
        options.times,
    )
    try:
        code = run_kiosk(settled.house_of(asked, folder, settled.Beat(time.monotonic), closed))
    except VisualizerError:
        raise
    except Exception as error:  # one line for the log; whoever watches starts the screen again
        code = _complain(f"the screen ended: {type(error).__name__}: {error}", CRASHED)
    sys.stderr.flush()
    os._exit(code)  # a worker that is still drawing keeps nobody waiting


def _print_pin() -> int:
    import getpass

    from visualizer.app import pin

    if sys.stdin.isatty():
        digits = getpass.getpass("PIN: ")
        if getpass.getpass("once more: ") != digits:
            raise UsageError("the two are not the same")
    else:
        digits = sys.stdin.readline().strip()
    print(f'pin: "{pin.hashed(digits)}"')
    return FINE


def _open_window(
    options: argparse.Namespace,
    scene: "Found | None",
    beside: "Found | None" = None,
    programme: "Programme | None" = None,
) -> int:
    with left_alone():
        wanted, scenes = _window_wishes(options, scene, beside)
        from visualizer import app

        run = app.run
    return run(replace(wanted, programme=programme), scenes)


def _window_wishes(
    options: argparse.Namespace, scene: "Found | None", beside: "Found | None" = None
) -> "tuple[Options, tuple[Found, ...]]":
    """Return how the window starts, and the scenes that it may show."""
    theme = _theme(options.theme)
    from visualizer import app
    from visualizer.export import shipped

    scenes, problems = shipped()
    for problem in problems:
        print(problem, file=sys.stderr)
    wanted = app.Options(
        scene,
        options.size,
        options.lang,
        theme,
        options.seconds,
        beside,
        options.reduced_motion,
        log=getattr(options, "log", None),
        replay=getattr(options, "replay", None),
        times=options.times,
        at=getattr(options, "at", None) or 0.0,
    )
    return wanted, scenes


def _list(options: argparse.Namespace) -> int:
    from visualizer.export import listing

    found = listing.scenes_and_playlists(options.lang)
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=2) if options.json else found.as_text())
    for problem in found.problems:
        print(problem, file=sys.stderr)
    return FINDINGS if found.problems else FINE


def _check(options: argparse.Namespace) -> int:
    from visualizer.scene import check
    from visualizer.timeline.expect import unmet

    problems = check.check_paths(options.paths, unmet)
    writers = {"text": check.as_text, "json": check.as_json, "github": check.as_github}
    print(writers[options.format](problems), end="")
    if any(problem.rule in check.UNREADABLE for problem in problems):
        return MISUSE
    return FINDINGS if any(problem.severity == "error" for problem in problems) else FINE


def _export(options: argparse.Namespace) -> int:
    _follow(options)
    path, look = _target(options.output, (".png", *_MOVIES, *_SOURCES)), _look(options)
    if path.suffix.lower() in _SOURCES:
        return _export_sources(options, path)
    if path.suffix.lower() in _MOVIES:
        return _export_movie(options, path, look)
    for name in ("fps", "jobs"):
        if getattr(options, name) is not None:
            raise UsageError(f"--{name} is for movies; {path.name} is a picture")
    from visualizer.export import export_pair, export_still
    from visualizer.export.programme import is_playlist
    from visualizer.export.still import export_programme_still

    if is_playlist(options.scene):
        with _ending_in_order():
            export_programme_still(_programme(options), options.at, look, options.size or STILL_SIZE, path)
        return FINE
    scene, beside, size = *_scenes_of(options), options.size or STILL_SIZE
    with _ending_in_order():
        if beside is not None:
            export_pair((scene, beside), options.at, look, size, path)
        else:
            export_still(scene, options.at, look, size, path)
    return FINE


def _export_sources(options: argparse.Namespace, path: Path) -> int:
    for name in ("at", "size", "fps", "jobs", "beside"):
        if getattr(options, name, None) is not None:
            raise UsageError(f"--{name} is for pictures and movies; {path.name} is a list of sources")
    from visualizer.export import export_sources, find

    export_sources(find(options.scene), path)
    return FINE


def _scenes_of(options: argparse.Namespace) -> "tuple[Found, Found | None]":
    """Return the scene to export and the one beside it, if any, as they were set."""
    from visualizer.export import find

    scene = find(options.scene)
    as_set, beside = _tuned(options, scene, _beside(options, scene))
    return as_set or scene, beside


def _export_movie(options: argparse.Namespace, path: Path, look: "Look") -> int:
    if options.at is not None:
        raise UsageError(f"--at is for pictures; {path.name} is a movie of a whole scene or step")
    if options.reduced_motion:
        raise UsageError(f"--reduced-motion is for pictures; {path.name} is a movie")
    from visualizer.export import movie
    from visualizer.export.programme import is_playlist
    from visualizer.export.studio import pool

    size, fps = options.size or movie.USUAL_SIZE[path.suffix.lower()], options.fps or movie.FPS
    movie.check_movie(path.suffix.lower(), size, fps)
    jobs = options.jobs or 1
    if is_playlist(options.scene):
        programme = _programme(options)

        def write(tell: Callable[[int, int], None], workers: "Executor | None") -> None:
            movie.export_programme(programme, look, size, fps, path, tell, workers, jobs + 1)
    else:
        found, beside = _scenes_of(options)

        def write(tell: Callable[[int, int], None], workers: "Executor | None") -> None:
            movie.export_movie(found, look, size, fps, path, tell, workers, jobs + 1, beside)

    with _ending_in_order(), _Progress(path.name) as progress:
        if jobs == 1:
            write(progress.tell, None)
        else:
            with pool(jobs) as workers:
                write(progress.tell, workers)
    return FINE


def _programme(options: argparse.Namespace) -> "Programme":
    """Return the playlist to export; it has no knobs of its own, and nothing stands beside it."""
    from visualizer.export.programme import find_programme

    for name, given in (("set", options.sets), ("with", options.withs), ("beside", options.beside)):
        if given:
            raise UsageError(f"--{name} is for scenes; '{options.scene}' is a playlist")
    programme = find_programme(options.scene)
    for problem in programme.problems:
        print(problem, file=sys.stderr)
    return programme


@contextlib.contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let every request to end take Ctrl+C's road, on which begun files are taken away; a second one changes nothing."""
    asked = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")]
    if threading.current_thread() is not threading.main_thread():  # only there can signals be heard
        asked = []

    def end(number: int, _: object) -> None:
        for other in before:
            signal.signal(other, signal.SIG_IGN)
        raise KeyboardInterrupt

    # Who asked for a signal to be ignored, as nohup does, is heeded.
    known = {one: signal.getsignal(one) for one in asked if one}
    before = {one: handler for one, handler in known.items() if handler not in (None, signal.SIG_IGN)}
    for one in before:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _sheet(options: argparse.Namespace) -> int:
    path, look = _target(options.output), _look(options)
    from visualizer.export import export_sheet, find, shipped

    scenes, problems = (tuple(map(find, options.scenes)), ()) if options.scenes else shipped()
    for problem in problems:
        print(problem, file=sys.stderr)
    if not scenes:
        raise UsageError("there is no scene to show")
    with _ending_in_order():
        export_sheet(scenes, look, path)
    return FINDINGS if problems else FINE


def _model(options: argparse.Namespace) -> int:
    from visualizer.core.files import write_whole
    from visualizer.export import models
    from visualizer.pharma import pairs, settle, solve

    if options.csv is not None and (options.list or options.parameters):
        raise UsageError("--csv writes curves; leave --list and --parameters out, or take --json")
    if options.csv is not None and not options.csv.parent.is_dir():
        raise UsageError(f"cannot write {options.csv}: there is no folder {options.csv.parent}")
    model = models.find_model(options.name)
    settings = settle(model, pairs(options.sets), options.withs, options.hours)
    if options.list:
        print(_json(models.listed(model, settings)) if options.json else models.list_as_text(model, settings))
    elif options.parameters:
        print(_json(models.parameters_as_json(model)) if options.json else models.parameters_as_text(model))
    else:
        solution = solve(model, settings)
        if options.csv is not None:
            write_whole(options.csv, models.as_csv(solution).encode())
        else:
            print(_json(models.as_json(solution)) if options.json else models.as_text(solution))
    return FINE


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _translate(options: argparse.Namespace) -> int:
    from babel import Locale, UnknownLocaleError

    from visualizer.core.paths import assets_folder
    from visualizer.export import programme
    from visualizer.export.catalogues import bring_up_to_date
    from visualizer.modes import program_words
    from visualizer.scene import load_shipped

    library, _ = load_shipped()
    for language in (options.language,) if options.language else (*LANGUAGES[1:], *own_languages()):
        try:
            Locale.parse(language)
        except UnknownLocaleError:
            return _complain(
                f"'{language}' is no language that catalogues have; write fr, de or pt_BR", MISUSE
            )
        folder = assets_folder() / "locale" if language in LANGUAGES else own_locales()
        for updated in bring_up_to_date(library, folder, (*program_words(), *programme.SENTENCES), language):
            print(updated)
    return FINE


def _schema(options: argparse.Namespace) -> int:
    from visualizer.scene.schema import scene_schema

    print(json.dumps(scene_schema(), ensure_ascii=False, indent=2))
    return FINE


def _keys(options: argparse.Namespace) -> int:
    from visualizer.modes import MODES, bindings
    from visualizer.modes.words import key_name
    from visualizer.scene import program_catalogue

    if options.mode is not None and options.mode not in MODES:
        raise UsageError(f"there is no mode '{options.mode}'; {_hint(options.mode, MODES)}")
    catalogue = program_catalogue(options.lang or "en")

    def say(text: str) -> str:
        return catalogue.text("program", text)

    table = _own_keys()
    modes = [mode for mode in MODES if options.mode in (None, mode)]
    if options.json:
        rows = [
            {
                "mode": mode,
                "action": row.action,
                "keys": list(row.keys),
                "says": say(row.says),
                "repeats": row.repeats,
            }
            for mode in modes
            for row in bindings(mode, table)
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return FINE
    for mode in modes:
        print(f"{mode}:")
        for row in bindings(mode, table):
            print(f"  {'  '.join(key_name(key, say) for key in row.keys):<34}  {say(row.says)}")
    return FINE


def _own_keys() -> "tuple[Binding, ...]":
    """Return the key table as the person's settings have it."""
    from visualizer.core.paths import settings_file
    from visualizer.modes import KEYS
    from visualizer.modes.keys import without_singles

    path = settings_file()
    if not path.exists():  # the usual case needs no window's library
        return KEYS
    from visualizer.app.settings import load_settings

    settings, note = load_settings(path)
    own, problems = settings.table
    for line in (note, *(f"{path}: keys: {problem}" for problem in problems)):
        if line:
            logging.getLogger("moa").warning("%s", line)
    return own if settings.single_keys else without_singles(own)


def _bench(options: argparse.Namespace) -> int:
    from visualizer.app import bench

    effort = bench.QUICK if options.quick else bench.ALL if options.all else bench.FULL
    with _Progress("moa bench") as progress:
        figures = bench.measure(options.size or bench.SIZE, effort, progress.say)
    promised = bench.as_contract(figures)
    print(json.dumps(promised, ensure_ascii=False, indent=2) if options.json else bench.as_table(figures))
    return FINE


def _doctor(options: argparse.Namespace) -> int:
    from visualizer.app import doctor

    report = doctor.report()
    print(report.text())
    if options.bundle is not None:
        doctor.write_bundle(options.bundle, report)
    return FINE if report.well else FINDINGS
