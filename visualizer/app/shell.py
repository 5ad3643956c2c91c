"""The window and its loop: events in, intents through `update`, pictures out, wishes granted.

The only place with a window, a clock and a mouse; what the show is and how it looks is decided elsewhere.
"""

import contextlib
import itertools
import logging
import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pygame
import pygame.display
import pygame.event
import pygame.key
import pygame.mouse
import pygame.scrap

from visualizer.app import cards, copies, what_if, wording
from visualizer.app.ahead import Ahead, Stand
from visualizer.app.compiler import Compiler, Done, Job
from visualizer.app.display import open_display, open_window
from visualizer.app.gestures import Hands
from visualizer.app.keyboard import stroke_of
from visualizer.app.memory import keep_few_heaps
from visualizer.app.pace import Pace
from visualizer.app.pages import Page
from visualizer.app.pictures import Pictures, Place, look_of
from visualizer.app.places import Stopped, load_stopped, save_stopped
from visualizer.app.pointer import LONG_PRESS_S, Press, is_finger, ordered, under
from visualizer.app.quality import Quality, eased
from visualizer.app.records import Record, read_record
from visualizer.app.refusals import refusal, slips
from visualizer.app.reload import Reload, Reread
from visualizer.app.routes import journey_cards, parts_of
from visualizer.app.screenshots import Screenshots
from visualizer.app.settings import (
    Settings,
    load_settings,
    preferred_language,
    save_settings,
    settings_of,
)
from visualizer.app.thumbnails import Thumbnails
from visualizer.app.timing import Timing
from visualizer.app.tongues import Tongues
from visualizer.app.turns import Turns
from visualizer.app.waiting import Waiting
from visualizer.core.errors import VisualizerError
from visualizer.core.geometry import AUTHOR, Point
from visualizer.core.languages import SHIPPED, own_languages
from visualizer.core.paths import settings_file, state_file
from visualizer.core.worded import said
from visualizer.export import Found, Moment, facts, look_facts, pair_facts, turned_of
from visualizer.export import under as set_under
from visualizer.export.links import Link
from visualizer.export.programme import Programme, find_programme
from visualizer.figures.beside import NAMES, half_boxes
from visualizer.figures.details import details
from visualizer.figures.layout import Layout, chart_plot
from visualizer.figures.look import load_theme, theme_names
from visualizer.figures.panels import can_be_dragged, hours_of
from visualizer.frame.shapes import Frame, Places, Region
from visualizer.modes import (
    Binding,
    Chrome,
    Mode,
    Pointed,
    Words,
    chrome,
    first,
    framed,
    intent_for,
    markable,
    match_key,
    picture_size,
    profile_over,
    turning,
)
from visualizer.modes.cards import PICTURE_ROLES
from visualizer.modes.keys import sign_of, without_singles
from visualizer.modes.menu import LEAVES
from visualizer.modes.table import MODE_TABLE, ModeRow
from visualizer.modes.transport import HINTS
from visualizer.modes.words import PROGRAM, Card, Resume, key_name
from visualizer.render import PygameRenderer, render
from visualizer.render.bakery import Bakery
from visualizer.scene import load_shipped
from visualizer.scene.help_lines import own_problems
from visualizer.session import (
    CHART_CLOCK,
    CLOCK,
    SCRUB,
    Effect,
    Intent,
    Pair,
    Route,
    Session,
    below_card,
    place,
    shown_pair,
    update,
)
from visualizer.session import effects as wish
from visualizer.session import intents as ask
from visualizer.timeline import Timeline
from visualizer.timeline.pairing import SIDES, at_moment

LOG = logging.getLogger("moa")
_WHEEL = 1.12  # closer by one notch
_LONGEST_TICK_S = 0.25  # a machine that slept does not jump ahead
_PROFILES_PER_S = 4
_TIMELINES = 3  # of scenes that were opened or had their small picture made last
_REPEAT_AFTER_MS, _REPEAT_EVERY_MS = 350, 50
_FOCUS_ROLES = ("button", "mark", "slider", *PICTURE_ROLES)
SNAP = 0.16  # of the scrub line's height: nearer to a mark than this, the line stands on it
_HEARD_WHILE_TOLD = (pygame.QUIT, pygame.WINDOWCLOSE, pygame.WINDOWEXPOSED, pygame.WINDOWSIZECHANGED)
_EMPTY = Chrome()
_UPRIGHT = ("up", "down", "page-up", "page-down")  # these scroll where the others step on


@dataclass(frozen=True, slots=True)
class Options:
    """How the window starts: what was typed goes before what was chosen in an earlier run."""

    scene: Found | None = None
    size: tuple[int, int] | None = None
    language: str | None = None
    theme: str | None = None
    seconds: float | None = None  # leave after so long
    beside: Found | None = None  # stands at its right, under one clock
    programme: Programme | None = None  # a playlist to go along instead of one scene
    reduced_motion: bool = False
    log: Path | None = None  # what is done is written there
    replay: Path | None = None  # what was done then is done again
    times: bool = False  # at the end it is said how long the loop's turns took
    at: float = 0.0  # seconds into the step that the scene opens at


@dataclass(frozen=True, slots=True)
class Half:
    """What shows of one scene: its step, and how the names of its places begin when another stands beside it."""

    prefix: str
    found: Found
    step: int

    def own(self, name: str) -> str | None:
        """Return a place's name within this scene; None for a place of the other one."""
        if name.startswith(self.prefix):
            return name.removeprefix(self.prefix)
        return None if name.partition("/")[0] in NAMES else name


def run(options: Options, scenes: tuple[Found, ...], mode: Mode = "student") -> int:
    """Show the program in a window until the person leaves it; return the exit code.

    Raises:
        DisplayError: there is no screen, or the window was refused.
    """
    keep_few_heaps()
    open_display()
    try:
        return Shell(options, scenes, mode).run()
    finally:
        pygame.display.quit()


class Shell:
    """One window and everything it holds on to. `session` changes in `do` alone."""

    def __init__(self, options: Options, scenes: tuple[Found, ...], mode: Mode = "student") -> None:
        known = {found.scene.id: found for found in scenes}
        knobs: dict[str, str] = {}
        withs: list[str] = []
        if options.programme is not None:
            known |= {entry.found.scene.id: entry.found for entry in options.programme.entries}
        for found in (options.scene, options.beside):
            if found is not None:
                own, used = turned_of(
                    found
                )  # what was set when the window opened is turned, like a knob in it
                knobs |= dict(own)
                withs += used
                known[found.scene.id] = replace(found, settings=None)
        self.scenes = known
        self.mode: Mode = mode
        self.row = MODE_TABLE[mode]
        self.settings_path = settings_file()
        self.settings, note = load_settings(self.settings_path)
        self.state_path = state_file()
        self.stopped, lost = load_stopped(self.state_path)
        self.keys, problems = self.settings.table
        wrong = (*(f"{self.settings_path}: keys: {problem}" for problem in problems), *own_problems())
        for line in (note, lost, *wrong):
            if line:
                LOG.warning("%s", line)
        self.session = first_session(options, self.settings, self.row)
        story = read_record(options.replay) if options.replay is not None else None
        if story is not None:
            self.session = story.beginning(self.session)
        self._turns = story.turns() if story is not None else None  # until all of it has been told
        self._turn: tuple[Intent, ...] = ()
        self._record = Record(options.log, self.session) if options.log is not None else None
        self._first = self.session
        self.window = open_window(PROGRAM, options.size)
        self.bakery = Bakery()
        self.renderer = PygameRenderer(baker=self.bakery)
        self.ahead = Ahead(self.renderer)
        self.timing, self.quality, self.turns = Timing(), Quality(), Turns(options.times)
        self.pictures = Pictures(self.timing.of)
        self.waiting = Waiting()
        self.tongues = Tongues(self.scenes.values(), (self.session.language, *self.session.languages))
        self.screenshots = Screenshots()
        self._shown: Frame | None = None  # the last picture that was ready
        self._shown_in = (0, 0)  # the size of the window that it was shown in
        self._shown_theme = self.session.theme
        self._page: Hashable = None  # the page and look that was made ready last
        self.compiler = Compiler(self.scenes)
        opened = (options.scene, options.beside) if "rereads" in self.row.features else ()
        self.reload = Reload([replace(one, settings=None) for one in opened if one is not None])
        self.thumbnails = Thumbnails(
            self.scenes, lambda scene: self.compiler.ask(Job(0, scene)), self._log_once, self.bakery
        )
        self.timelines: dict[str, Timeline] = {}
        self._along: tuple[Route, str] | None = (
            None  # the route and scene whose neighbours were asked for last
        )
        self.leaving = False
        self.chrome = _EMPTY
        self.picture = Frame((1, 1), ())
        self.regions: Sequence[Region] = ()
        self._pointed: Region | None = None  # the place of the picture under the pointer
        self._pressed: Press | None = None
        self._down: frozenset[int] = frozenset()
        self._fingers: set[int] = set()
        self._hands = Hands()
        self._drawn: tuple[object, ...] | None = None
        self._logged: set[str] = set()
        self._leave_at = None if options.seconds is None else time.perf_counter() + options.seconds
        if story is not None:
            pass  # the record opens its own scenes
        elif options.programme is not None:
            self.do(ask.OpenRoute(options.programme.name, parts_of(options.programme)))
        elif options.scene is not None and options.beside is not None:
            scenes_beside = (options.scene.scene.id, options.beside.scene.id)
            turned = (tuple(knobs.items()), tuple(withs))
            self.do(ask.OpenPair(scenes_beside, options.scene.step or 0, True, *turned))
        elif options.scene is not None:
            first = (options.scene.scene.id, options.scene.step or 0, options.at)
            self.do(ask.OpenScene(*first, knobs=tuple(knobs.items()), withs=tuple(withs)))

    # --------------------------------------------------------------------------------------------- the loop

    def run(self) -> int:
        """Run until the person leaves."""
        pygame.key.set_repeat(_REPEAT_AFTER_MS, _REPEAT_EVERY_MS)
        pace = Pace(self.quality.rung.per_second)
        passed = before = 0.0
        try:
            while not self.leaving:
                with self.turns.one():
                    began = time.perf_counter()
                    with self.timing.of("update"):
                        self.hear()
                        # The story waits for its picture, and is never made to catch up.
                        real = began - before if before else 0.0
                        if self._turns is not None:
                            self._tell()
                        else:
                            self.do(ask.Tick(0.0 if self.waiting else passed, min(real, _LONGEST_TICK_S)))
                    before = began
                    if self._leave_at is not None and began >= self._leave_at:
                        self.do(ask.Quit())
                    if self.show() and self.quality.took(self.timing.end()):
                        pace.change(self.quality.rung.per_second)
                passed = pace.wait()
        finally:
            self.close()
            self.turns.tell()
        return 0

    def _tell(self) -> None:
        """Do the next turn of a record; where a scene came then, wait until it is here as well."""
        if not self._turn:
            self._turn = next(self._turns, ()) if self._turns is not None else ()
            if not self._turn:
                self._turns = None
                return
        for i, intent in enumerate(self._turn):
            if isinstance(intent, ask.Compiled) and intent.scene not in self.timelines:
                self._turn = self._turn[i:]
                return
            self.do(intent)
        self._turn = ()

    def close(self) -> None:
        """Let the workers end and close the window."""
        if self._record is not None:
            self._record.close()
        self.screenshots.close()
        self.ahead.close()
        self.thumbnails.close()
        self.reload.close()
        self.compiler.close()
        self.bakery.close()
        self.window.destroy()

    def hear(self) -> None:
        """Take in what the person and the compiler have said since the last frame."""
        for event in pygame.event.get():
            if self._turns is None or event.type in _HEARD_WHILE_TOLD:
                self.heed(event)
        self._wait_for_long_press()
        for kept in self.screenshots.answers():
            say = wording.say_in(self.session.language)
            self.do(ask.Notice(said(say, kept.problem) or say("Picture kept: {file}").format(file=kept.file)))
        self._make_neighbours()
        for reread in self.reload.answers():
            self._reread(reread)
        for done in self.compiler.answers():
            timeline = done.timeline
            if timeline is not None:
                self._take(done, timeline)
            elif done.reason:
                self._log_once(done.reason)
                self.thumbnails.give_up(done.job.scene)
            else:
                continue  # it was not worth its while: something else has been asked for since
            if self._turns is not None:
                if timeline is None and done.job.request:
                    self._log_once(f"the record ends here, since its scene cannot be shown: {done.reason}")
                    self._turns = None
            elif done.job.request and timeline is not None and done.in_full:
                self.do(ask.Compiled(done.job.request, done.job.scene, timeline.steps))
            elif done.job.request and timeline is None:
                say = wording.say_in(self.session.language)
                self.do(ask.CompileFailed(done.job.request, said(say, done.reason)))

    def _reread(self, reread: Reread) -> None:
        """Show a scene as its file says it now; while something is wrong with it, the last good picture stays."""
        say, file = wording.say_in(self.session.language), reread.path.name
        for problem in reread.problems:
            LOG.error("%s", problem)
        if reread.found is None:
            self.do(ask.Notice(slips(say, reread.problems), stays=True))
            return
        before, scene = self.scenes[reread.found.scene.id].scene, reread.found.scene
        self.scenes[scene.id] = reread.found
        shown = before.steps[min(self.session.step, len(before.steps) - 1)].id
        step = next((i for i, one in enumerate(scene.steps) if one.id == shown), self.session.step)
        self.do(ask.Notice(say("{file} has been read again.").format(file=file)))
        self.do(ask.ShowAnew(scene.id, step))

    def _take(self, done: Done, timeline: Timeline) -> None:
        """Show a timeline that has come, unless something else has been asked for since."""
        job, opening = done.job, self.session.opening
        wanted = {self.session.turning, opening.request if opening is not None else 0}
        before = self.timelines.get(job.scene)
        if job.request not in wanted and (job.request or before is not None):
            return
        if not done.in_full and opening is not None:
            return
        if before is not None and before.scene is timeline.scene:
            self.pictures.retune(before, timeline)
        self.timelines.pop(job.scene, None)
        self.timelines[job.scene] = timeline
        self._drawn = None
        self._forget_scenes()

    def _neighbours(self) -> tuple[str, ...]:
        """Return the scenes from which the camera comes, and to which it goes, around the one that a route stands in."""
        route = self.session.route
        if route is None:
            return ()
        near = (route.part - 1, route.part + 1)
        return tuple(route.parts[i].scene for i in near if 0 <= i < len(route.parts))

    def _make_neighbours(self) -> None:
        """Have those of them compiled that are not at hand, when the one that shows is there."""
        route = self.session.route
        if (
            route is None
            or self.session.opening is not None
            or (stands := (route, self.session.scene)) == self._along
        ):
            return
        self._along = stands
        for scene in self._neighbours():
            if scene not in self.timelines:
                self.compiler.ask(Job(0, scene))

    def _forget_scenes(self) -> None:
        """Let go the timelines that came first, but none that shows or is on its way."""
        session, pair, opening = self.session, self.session.pair, self.session.opening
        in_use = {session.scene, *(pair.scenes if pair is not None else ())}
        in_use |= {opening.scene, opening.beside} if opening is not None else set()
        in_use |= set(self._neighbours())
        for scene in list(self.timelines)[:-_TIMELINES]:
            if scene not in in_use:
                del self.timelines[scene]

    def do(self, intent: Intent) -> None:
        """Let an intent change the session, and grant what it wants done."""
        if self._record is not None:
            self._record.write(intent)
        self.session, effects = update(self.session, intent)
        for effect in effects:
            # A record tells what came of the other wishes, and a person's choices are not those of the record.
            if self._turns is None or isinstance(effect, wish.Compile | wish.SetFullscreen | wish.Leave):
                self._grant(effect)

    # ------------------------------------------------------------------------------------------ the picture

    def show(self) -> bool:
        """Draw the picture when it has changed, and tell whether it was; after a mistake the last good one stays."""
        surface = self.window.get_surface()
        opening = self.session.opening is not None  # what was asked for comes before small pictures
        self.thumbnails.turn(self.chrome.regions, self.session.theme, self.timelines, make=not opening)
        signs = (*self.thumbnails.state, self.waiting.turn, self._profile_turn())
        state = (self.session, surface.get_size(), signs)
        if state == self._drawn:
            return False
        if not self.tongues.ready(self.session.language):
            self.waiting.go_on()
            return False
        if self._opens_at_once:
            self.waiting.go_on()
        elif self._page_waits(surface.get_size()):
            return False
        self._drawn = state
        try:
            frame = self.frame(surface.get_size())
            with self.timing.of("draw"):
                self.renderer.draw(eased(frame, self.quality.rung), surface)
                self.thumbnails.put(surface, self.chrome.regions, self.session.theme, self.renderer)
        except Exception as error:  # whatever it is, a class in front of a projector still has its picture
            self._log_once(f"the picture could not be drawn: {type(error).__name__}: {error}")
            return False
        with self.timing.of("present"):
            self.window.flip()
        self._dress_window()
        place = self.place_of(self.room)
        if place is not None:
            self.ahead.stand(place)
        return True

    @property
    def _opens_at_once(self) -> bool:
        """Tell whether the program began with a scene that is not there yet: nobody has seen the page of all scenes."""
        return self.session.opening is not None and self._page is None and self._shown is None

    def _page_waits(self, size: tuple[int, int]) -> bool:
        """Let a worker make a page or a panel ready that is new in this look; what the window shows stays until then."""
        session = self.session
        look = (
            session.screen,
            session.page,
            session.theme,
            session.language,
            session.text_scale,
            size,
            session.overlay,
        )
        if look == self._page or (session.screen == "scene" and session.page is None and not session.overlay):
            return False
        words, theme = self.words(), load_theme(session.theme)
        page = Page(look, lambda: Frame(size, chrome(session, words, theme, size, self.mode, ()).shapes))
        if self.ahead.picture(page) is None:
            self.waiting.go_on()
            return True
        self._page = look
        self.waiting.end()
        return False

    def _profile_turn(self) -> int:
        """Return a number that changes as often as the table of times is drawn anew."""
        return int(time.perf_counter() * _PROFILES_PER_S) if self.session.profile else 0

    @property
    def room(self) -> tuple[int, int]:
        """Return the size of the picture in the window, in pixels: all of it, or what the panel of knobs leaves."""
        return picture_size(self.session, self.window.get_surface().get_size())

    def place_of(self, size: tuple[int, int]) -> Stand | None:
        """Return where the show stands, or where both halves of it do; nothing where there is no picture."""
        session, pair = self.session, shown_pair(self.session)
        both = self._both(pair)
        timeline = self.seen(session.scene)
        if pair is not None and both is not None:
            return self.pictures.both(both, session, pair, size)
        if session.screen == "scene" and timeline is not None:
            return self.pictures.stand(self.seen, session, size)
        return None

    def _both(self, pair: Pair | None) -> tuple[Timeline, Timeline] | None:
        """Return the timelines of a pair's halves when both are there."""
        if pair is None or any(scene not in self.timelines for scene in pair.scenes):
            return None
        left, right = (self.seen(scene) for scene in pair.scenes)
        return (left, right) if left is not None and right is not None else None

    def seen(self, scene: str) -> Timeline | None:
        """Return a scene's timeline as it is looked at: with curves of the model, where they were asked for."""
        timeline, session = self.timelines.get(scene), self.session
        if timeline is None or not session.curves:
            return timeline
        beside = shown_pair(session) is not None
        return what_if.with_curves_of(timeline, session.curves, session.language, session.curves_log, beside)

    @property
    def key_rows(self) -> tuple[Binding, ...]:
        """Return the key table as it counts now."""
        return self.keys if self.session.single_keys else without_singles(self.keys)

    def frame(self, size: tuple[int, int]) -> Frame:
        """Return the whole frame, and keep its chrome and regions for the pointer."""
        session = self.session
        if self._opens_at_once and session.opening is not None:
            opened = (session.opening.scene, session.opening.beside)
            return first(load_theme(session.theme), size, self._titles(opened), self.waiting.turn)
        picture = self._ready(size) if session.page is None else Frame(size, ())
        self.picture = picture
        waits = session.page is None and self.waiting and self._stays(size)
        # what stands above a picture and beside it changes its look together with it
        words, theme = self.words(), load_theme(self._shown_theme if waits else session.theme)
        self.chrome = chrome(session, words, theme, size, self.mode, markable(session, picture))
        # A card leaves the picture's places in reach, above what closes it.
        card = session.overlay == "card"
        veils = tuple(region for region in self.chrome.regions if card and region.role == "veil")
        rest = tuple(region for region in self.chrome.regions if region not in veils)
        self.regions = Places(lambda: (*veils, *picture.regions, *self._chart_clock(), *rest))
        over = self.chrome.shapes
        if session.profile:
            kept = self.renderer.stats()
            profile = self.timing.profile(kept["hits"], kept["misses"], self.quality)
            over = (*over, *profile_over(session, words, theme, size, profile))
        return Frame(size, (*framed(picture, theme, size), *over), self.regions)

    def _ready(self, size: tuple[int, int]) -> Frame:
        """Return the picture where the show stands; while it is made ready, the one before with a sign that turns."""
        place = self.place_of(picture_size(self.session, size))
        found = Frame(size, ()) if place is None else self.ahead.picture(place)
        if found is not None:
            self.waiting.end()
            self._shown, self._shown_in, self._shown_theme = found, size, self.session.theme
            return found
        self.waiting.go_on()
        before = self._shown
        theme = load_theme(self._shown_theme if self._stays(size) else self.session.theme)
        if before is None or not self._stays(size):
            titles = self._titles(half.found.scene.id for half in self._halves())
            return first(theme, size, titles, self.waiting.turn)
        return Frame(before.size, (*before.shapes, *turning(theme, size, self.waiting.turn)))

    def _titles(self, names: Iterable[str | None]) -> list[str]:
        """Return the titles of those of the scenes that are known, in the session's language."""
        found = [self.scenes[name] for name in names if name in self.scenes]
        return [one.text(self.session.language, "title", one.scene.title) for one in found]

    def _stays(self, size: tuple[int, int]) -> bool:
        """Tell whether the picture before can stay in the window while the next is made ready."""
        return self._shown is not None and bool(self._shown.shapes) and self._shown_in == size

    def words(self) -> Words:
        """Return what the chrome may say now."""
        if self.session.overlay == "support":
            say, language = wording.say_in(self.session.language), self.session.language
            return Words(say, keys=self.key_rows, helps=wording.helps(language))
        return self._words_of_screen()

    def _words_of_screen(self) -> Words:
        session, say = self.session, wording.say_in(self.session.language)
        if session.screen == "home":
            scenes, language = self.scenes.values(), session.language
            journeys = journey_cards(load_shipped()[0].playlists.values(), self.scenes, language)
            cards_shown = (
                *wording.cards(scenes, language), *journeys, *wording.pair_cards(scenes, language)
            )  # fmt: skip
            return Words(say, cards_shown, keys=self.key_rows, resume=self._resume())
        halves, pair = self._halves(), shown_pair(session)
        if not halves:
            return Words(say, keys=self.key_rows)
        if pair is not None:
            scene = wording.pair_words((halves[0].found, halves[1].found), pair.pairing, session.language)
        else:
            scene = wording.scene_words(halves[0].found, session.language, load_theme(session.theme))
        finds = wording.finds_in(halves[0].found.library, session.language)
        portrays = wording.portrays_in(halves[0].found.library, load_theme(session.theme))
        words = Words(say, scene=scene, keys=self.key_rows, finds=finds, portrays=portrays)
        if session.overlay == "card":
            words = replace(words, card=self._card(session.subject))
            if session.page_below is None:
                return words
            session = below_card(session)
        if session.overlay == "what-if":
            asked = tuple(half.found for half in halves)
            return replace(words, what_if=what_if.words_of(asked, session))
        if session.overlay == "details":
            return replace(words, details=self._details())
        if session.overlay == "glossary":
            glossaries = [cards.glossary_of(half.found, half.step, session.language) for half in halves]
            return replace(words, glossary=cards.joined(glossaries))
        pointed = self._place()
        card = self._card(pointed.name) if pointed is not None else None
        if pointed is None or card is None:
            return words
        return replace(words, pointed=Pointed(card.title, card.role, pointed.box, pointed.role == "term"))

    def _details(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Return all words of the picture that shows, of both halves where there are two."""
        session, size = self.session, self.room
        pair, timeline = shown_pair(session), self.seen(session.scene)
        both = self._both(pair)
        if pair is not None and both is not None:
            stand = self.pictures.both(both, session, pair, size)
            halves = zip(stand.spread.layouts, stand.places, strict=True)
            return tuple(part for layout, place in halves for part in details(layout, place.step))
        if timeline is None:
            return ()
        return details(self.pictures.place(timeline, session, size).layout, session.step)

    def _halves(self) -> tuple[Half, ...]:
        """Return what shows: one scene and its step, or two side by side with theirs."""
        session, pair = self.session, shown_pair(self.session)
        if pair is not None:
            return tuple(
                Half(f"{NAMES[side]}/", self.scenes[pair.scenes[side]], place(session, side).step)
                for side in SIDES
            )
        found = self.scenes.get(session.scene)
        return (Half("", found, session.step),) if found is not None else ()

    def _card(self, name: str) -> Card | None:
        """Return what is said of a place of the picture, in whichever half it lies."""
        for half in self._halves():
            inner = half.own(name)
            if inner:
                return cards.card_of(half.found, half.step, inner, self.session.language)
        return None

    def _resume(self) -> Resume | None:
        """Return where the person stopped the last time; nothing when that is no longer there."""
        found = self.scenes.get(self.stopped.scene) if self.stopped is not None else None
        if found is None or self.stopped is None or "resumes" not in self.row.features:
            return None
        ids = [step.id for step in found.scene.steps]
        if self.stopped.step not in ids:
            return None
        step, language = ids.index(self.stopped.step), self.session.language
        words = wording.scene_words(found, language)
        return Resume(found.scene.id, step, words.title, words.steps[step].title)

    def _place(self) -> Region | None:
        """Return the place of the picture that the pointer or the keyboard's focus is on."""
        session = self.session
        if self._pointed is not None and self._pointed.name == session.pointed:
            return self._pointed
        if not session.focus:  # to look for the places of a picture takes longer than to draw it
            return None
        return next((place for place in self.picture.regions if place.name == session.focus), None)

    def _dress_window(self) -> None:
        session, pair = self.session, shown_pair(self.session)
        program = wording.say_in(session.language)(PROGRAM)
        alone = (session.scene,) if session.screen == "scene" else ()
        titles = self._titles(alone if pair is None else pair.scenes)
        title = f"{' · '.join(titles)} – {program}" if titles else program
        if self.window.title != title:
            self.window.title = title

    # ------------------------------------------------------------------------------------------- the person

    def heed(self, event: pygame.Event) -> None:
        """Turn one event into what it asks for."""
        match event.type:
            case pygame.QUIT | pygame.WINDOWCLOSE if "leaves" in self.row.features:
                self.do(ask.Quit())
            case pygame.KEYDOWN:
                stroke = stroke_of(event, self._down)
                self._down |= {event.scancode}
                found = match_key(self.mode, stroke, self.key_rows)
                if found is not None:
                    self.act(*found)
            case pygame.KEYUP:
                self._down -= {event.scancode}
            case pygame.WINDOWFOCUSLOST:
                self._down = frozenset()
                self._fingers.clear()
                self._hands = Hands()
                self._forget_press()
            case pygame.MOUSEMOTION | pygame.MOUSEBUTTONDOWN | pygame.MOUSEBUTTONUP if is_finger(event):
                pass  # the finger itself is reported as well
            case pygame.MOUSEMOTION:
                self._point(event.pos)
            case pygame.MOUSEBUTTONDOWN if event.button == pygame.BUTTON_LEFT:
                self._press(event.pos)
            case pygame.MOUSEBUTTONUP if event.button == pygame.BUTTON_LEFT:
                self._let_go(event.pos)
            case pygame.MOUSEWHEEL:
                if self.session.overlay is not None or self.session.screen == "home":
                    self.do(ask.Scroll(-event.y, self.chrome.scroll_limit))
                elif event.y:
                    at = pygame.mouse.get_pos()
                    self.do(ask.ZoomBy(_WHEEL**event.y, self._from_middle(at), self._half_at(at)))
            case pygame.WINDOWLEAVE:
                self.do(ask.PointAt(""))
            case pygame.FINGERDOWN | pygame.FINGERMOTION | pygame.FINGERUP:
                self._touch(event)
            case pygame.WINDOWEXPOSED | pygame.WINDOWSIZECHANGED:
                self._drawn = None
            case _:
                pass

    def act(self, action: str, key: str) -> None:
        """Do what an action of the key table means on this screen."""
        session = self.session
        paging = action in ("next-step", "previous-step")
        step = 1 if action in ("next-step", "focus-next") else -1
        if action == "digit":
            self.do(ask.TypeDigit(sign_of(key)))
        elif action == "activate":
            self.do(ask.GoToTyped()) if session.digits else self._activate(session.focus)
        elif action == "focus-area":
            self._move_area()
        elif key == "backspace" and session.digits:
            self.do(ask.EraseTyped())
        elif paging and self._scrolls(key):
            self.do(ask.Scroll(step, self.chrome.scroll_limit))
        elif action in ("focus-next", "focus-previous"):
            self._move_focus(step, _FOCUS_ROLES, "")
        elif paging and session.screen == "home" and self._turns_page(step):
            self.do(ask.Scroll(step, self.chrome.scroll_limit))
            self.do(ask.FocusOn(""))
        elif paging and session.screen == "home":
            self._move_focus(step, ("button",), "open:")
        else:
            self._activate(action)

    def _scrolls(self, key: str) -> bool:
        """Tell whether a key that leads through the steps leads through the words of what is open instead."""
        overlay = self.session.overlay
        if overlay == "what-if":  # the show goes on beside it
            return key in _UPRIGHT
        return overlay not in (None, "question", "remember")

    def _compare(self) -> None:
        """Go from one scene to two side by side, and back."""
        session = self.session
        found = self.scenes.get(session.scene) if session.screen == "scene" else None
        if session.pair is not None and found is not None:
            self.do(ask.ShowAlone(session.pair.alone or 0))
        elif found is not None and found.scene.beside is not None and found.scene.beside in self.scenes:
            scenes = (found.scene.id, found.scene.beside)
            turned = (session.knobs, session.withs)
            self.do(ask.OpenPair(scenes, session.step, session.playing, *turned))

    def _turns_page(self, step: int) -> bool:
        """Tell whether an arrow key leads from the last scene of the home page to its next page, or back."""
        names = [region.name for region in self.regions if region.name.startswith("open:")]
        at_edge = not names or self.session.focus == (names[-1] if step > 0 else names[0])
        return at_edge and 0 <= self.session.scroll + step <= self.chrome.scroll_limit

    def _activate(self, name: str) -> None:
        if name == "compare":
            self._compare()
            return
        if name == "type-a-time":
            self.do(ask.Notice(wording.say_in(self.session.language)(HINTS[name])))
            return
        if name.partition(":")[0] == "scroll":
            self.do(ask.Scroll(int(name.partition(":")[2]), self.chrome.scroll_limit))
            return
        if name.partition(":")[0] in what_if.AIMED:
            self._turn_knob(name)
            return
        if name.startswith("open:>"):
            self._travel(name.removeprefix("open:>"))
            return
        intent = intent_for(name, self.session)
        if isinstance(intent, ask.OpenScene):
            intent = self._as_it_was_left(intent)
        if self.session.overlay == "menu" and name in LEAVES:
            self.do(ask.CloseTop())
        if intent is not None:
            self.do(intent)
            if name == "single-keys":
                self._say_single_keys()
        elif any(place.name == name for place in self.picture.regions):
            self.do(ask.OpenCard(name))

    def _travel(self, playlist: str) -> None:
        """Set out along a playlist; why it cannot be shown is said in a line."""
        try:
            programme = find_programme(playlist)
        except VisualizerError as error:
            self.do(ask.Notice(refusal(wording.say_in(self.session.language), error)))
            return
        self.do(ask.OpenRoute(programme.name, parts_of(programme)))

    def _as_it_was_left(self, intent: ask.OpenScene) -> ask.OpenScene:
        """Return the wish to go on where the person stopped, with what she had turned then, as far as it still can be."""
        stopped, found = self.stopped, self.scenes.get(intent.scene)
        if stopped is None or found is None or "resumes" not in MODE_TABLE[self.mode].features:
            return intent
        ids = [step.id for step in found.scene.steps]
        if (
            stopped.scene != intent.scene
            or intent.step == 0
            or ids[intent.step : intent.step + 1] != [stopped.step]
        ):
            return intent
        try:
            set_under(found, stopped.knobs, stopped.withs)
        except VisualizerError:
            return intent
        return replace(intent, knobs=stopped.knobs, withs=stopped.withs)

    def _turn_knob(self, name: str) -> None:
        """Do what a control of the model asks for; what is wrong with it is said in a line."""
        asked = tuple(half.found for half in self._halves())
        try:
            self.do(what_if.turned_to(asked, self.session, name))
        except VisualizerError as error:
            self.do(ask.Notice(refusal(wording.say_in(self.session.language), error)))

    def _say_single_keys(self) -> None:
        say = wording.say_in(self.session.language)
        if self.session.single_keys:
            self.do(ask.Notice(say("Single letters and signs are shortcuts.")))
            return
        key = next(row.keys[0] for row in self.key_rows if row.action == "single-keys")
        text = say("Single letters and signs are no shortcuts now; {key} brings them back.")
        self.do(ask.Notice(text.format(key=key_name(key, say))))

    def _move_focus(self, step: int, roles: tuple[str, ...], prefix: str) -> None:
        stops = self._stops()
        names = list(dict.fromkeys(name for name, role in stops if role in roles and name.startswith(prefix)))
        if not names:
            return
        if self.session.focus in names:
            chosen = (names.index(self.session.focus) + step) % len(names)
        else:
            chosen = 0 if step > 0 else len(names) - 1
        self.do(ask.FocusOn(names[chosen]))

    def _stops(self) -> list[tuple[str, str]]:
        """Return what the keyboard's focus goes through, with roles: controls, then the picture from its front."""
        controls = list(dict.fromkeys((region.name, region.role) for region in self.chrome.regions))
        places = ordered(self.picture.regions)
        return [*controls, *((place.name, place.role) for place in places)]

    def _move_area(self) -> None:
        """Take the focus from the controls to the picture, or back."""
        stops = self._stops()
        roles = dict(stops)
        to_picture = roles.get(self.session.focus) not in PICTURE_ROLES
        names = [
            name for name, role in stops if role in _FOCUS_ROLES and (role in PICTURE_ROLES) == to_picture
        ]
        if names:
            self.do(ask.FocusOn(names[0]))

    def _under(self, at: Point) -> Region | None:
        """Return what lies topmost at a pixel: a control, a place of the picture, or what closes an overlay."""
        return under(self.regions, self.picture, at)

    def _point(self, at: Point) -> None:
        region = self._under(at)
        place = region if region is not None and region.role in PICTURE_ROLES else None
        shown = region is not None and region.role not in ("veil", "page")
        name = region.name if region is not None and shown else ""
        if name != self.session.pointed or place != self._pointed:
            self._pointed = place
            self._drawn = None
            if name != self.session.pointed:
                self.do(ask.PointAt(name))
            # Screenless drivers have no system cursors, and nobody who would miss them.
            with contextlib.suppress(pygame.error):
                pygame.mouse.set_cursor(pygame.SYSTEM_CURSOR_HAND if shown else pygame.SYSTEM_CURSOR_ARROW)
        if self._pressed is not None and self._pressed.slid_to(at, self.window.get_surface().get_size()):
            self._pressed = replace(self._pressed, slid=True)
        if self.session.pressed in (SCRUB, CLOCK, CHART_CLOCK):
            self._scrub(at)

    def _press(self, at: Point) -> None:
        region = self._under(at)
        name = region.name if region is not None else ""
        self._pressed = Press(at, name, region, time.perf_counter())
        self.do(ask.Press(name))
        if name in (SCRUB, CLOCK, CHART_CLOCK):
            self._scrub(at)

    def _let_go(self, at: Point) -> None:
        """Act on release, and only where the press began: sliding off takes it back."""
        press = self._pressed
        region = self._under(at)
        self._forget_press()
        if press is None or not press.name or region is None or region.name != press.name:
            return
        if region.role in PICTURE_ROLES:
            if not press.slid:
                self.do(ask.OpenCard(press.name))
        elif region.role != "page":
            shifted = press.name == "previous-step" and pygame.key.get_mods() & pygame.KMOD_SHIFT
            name = "close" if region.role == "veil" else "step-start" if shifted else press.name
            self._activate(name)

    def _forget_press(self) -> None:
        self._pressed = None
        if self.session.pressed:
            self.do(ask.LetGo())

    def _wait_for_long_press(self) -> None:
        """Open the card of what has been held for a while, as a tap on it does."""
        press = self._pressed
        if press is None or press.slid or press.place is None or press.place.role not in PICTURE_ROLES:
            return
        if time.perf_counter() - press.at_s >= LONG_PRESS_S:
            self._forget_press()
            self.do(ask.OpenCard(press.name))

    def _touch(self, event: pygame.Event) -> None:
        """Take one finger as the pointer; a second one takes the press back."""
        width, height = self.window.get_surface().get_size()
        at = (event.x * width, event.y * height)
        spot = self._from_middle(at)
        if event.type == pygame.FINGERDOWN:
            self._fingers.add(event.finger_id)
            self._hands = self._hands.down(event.finger_id, spot)
            if len(self._fingers) == 1:
                self._press(at)
            else:
                self._forget_press()
        elif event.type == pygame.FINGERMOTION:
            self._hands, asked = self._hands.moved(event.finger_id, spot)
            for intent in asked:
                self.do(replace(intent, half=self._half_at(at)))
            if self._pressed is not None and len(self._fingers) == 1:
                self._point(at)
        else:
            self._fingers.discard(event.finger_id)
            self._hands = self._hands.up(event.finger_id)
            press = self._pressed
            if press is None:
                return
            self._hands, twice = self._hands.tapped(spot, time.perf_counter())
            if twice and self.session.zoom != AUTHOR:
                self._forget_press()
                self.do(ask.AuthorView())
                return
            turn = press.swipe(at, (width, height))
            if turn and not self.session.overlays:
                self._forget_press()
                self.do(ask.NextStep() if turn > 0 else ask.PreviousStep())
            else:
                self._let_go(at)
            self._pointed = None
            self.do(ask.PointAt(""))

    def _half_at(self, at: Point) -> int | None:
        """Return which of two scenes side by side a pixel lies in, 0 or 1; None where one scene shows alone."""
        if shown_pair(self.session) is None:
            return None
        return 0 if at[0] < self.window.get_surface().get_width() / 2 else 1

    def _from_middle(self, at: Point) -> Point:
        """Return a pixel in parts of the frame's height, or that of the half, from the middle of the action there."""
        width, height = self.window.get_surface().get_size()
        half, pair = self._half_at(at), shown_pair(self.session)
        both = self._both(pair)
        if half is not None and pair is not None and both is not None:
            box = half_boxes((width, height))[half]
            layout = self.pictures.both(both, self.session, pair, (width, height)).spread.layouts[half]
            x, y = layout.action.centre
            return ((at[0] - box.left - x) / box.height, (at[1] - box.low - y) / box.height)
        x, y = width / 2, height / 2
        timeline = self.seen(self.session.scene)
        if timeline is not None:
            x, y = self.pictures.place(timeline, self.session, self.room).layout.action.centre
        return ((at[0] - x) / height, (at[1] - y) / height)

    def _scrub(self, at: Point) -> None:
        """Follow the pointer along the line, or along the ribbon of two scenes; near a mark, stand on it."""
        if self.session.pressed == CHART_CLOCK:
            self._drag_chart(at)
            return
        line = next((region.box for region in self.regions if region.name == self.session.pressed), None)
        if line is None:
            return
        marks = [region for region in self.regions if region.role == "mark"]
        places = [mark.box.centre[0] for mark in marks]
        # Where marks stand close, half of the line between them stays free.
        gaps = [right - left for left, right in itertools.pairwise(places)]
        reach = min(SNAP * line.height, 0.25 * min(gaps, default=line.width))
        for region in marks:
            if abs(region.box.centre[0] - at[0]) <= reach:
                self.do(ask.SeekTo(int(region.name.removeprefix("step:")), 0.0))
                return
        part = (at[0] - line.left) / line.width
        self.do(ask.SeekPart(part) if self.session.pressed == SCRUB else ask.SeekClock(part))

    def _step_of(self, scene: str) -> int | None:
        """Return the step of a scene that shows; nothing when another scene does."""
        pair = shown_pair(self.session)
        if pair is not None:
            return next(
                (place(self.session, side).step for side in SIDES if pair.scenes[side] == scene), None
            )
        return self.session.step if self.session.scene == scene else None

    def _chart(self) -> tuple[str, Layout] | None:
        """Return the chart that shows whose line can be dragged, and the layout that it stands in."""
        session = self.session
        place = self.place_of(self.room) if session.screen == "scene" and session.page is None else None
        dragged = (
            session.pressed == CHART_CLOCK
        )  # a chart that comes in within the step is there from its start
        if not isinstance(place, Place) or session.overlay or not (dragged or place.is_arranged()):
            return None
        layout = self.pictures.known(place.timeline, place.look, place.size, place.drawn)
        if layout is None:
            return None
        timeline, step = place.timeline, session.step
        charts = timeline.panels_of(step) if dragged else timeline.charts_at(step, session.seconds)
        return next(((name, layout) for name in charts if can_be_dragged(layout, name)), None)

    def _chart_clock(self) -> tuple[Region, ...]:
        """Return the place where the chart's line is dragged: its plot, as wide as a finger on both sides."""
        found = self._chart()
        if found is None or found[1].panel(found[0], self.session.step).folded:
            return ()
        plot = chart_plot(found[1], found[0], found[1].panel(found[0], self.session.step))
        return (Region(CHART_CLOCK, plot.grown(0.0, 20.0 * found[1].unit), "slider"),)

    def _drag_chart(self, at: Point) -> None:
        """Go to the moment of the scene that lies under the pointer on the chart's axis."""
        found = self._chart()
        if found is not None:
            hours = hours_of(found[1], found[0], self.session.step, at[0])
            self.do(ask.SeekTo(*at_moment(self.session.steps, hours)))

    # ------------------------------------------------------------------------------------------- the wishes

    def _grant(self, effect: Effect) -> None:
        match effect:
            case wish.Compile(request, scene, knobs, withs):
                turned = self.session.turning == request and self.session.screen == "scene"
                if turned:
                    self.ahead.pause()
                self.compiler.ask(Job(request, scene, knobs, withs, self._step_of(scene) if turned else None))
            case wish.SaveScreenshot():
                self._save_screenshot()
            case wish.CopyText():
                self._copy(effect)
            case wish.SetFullscreen(on):
                if on:
                    self.window.set_fullscreen(desktop=True)
                else:
                    self.window.set_windowed()
            case wish.Remember() if "remembers" not in self.row.features:
                pass
            case wish.Remember():
                settings = settings_of(self.session, self._first, self.settings)
                if settings != self.settings:
                    self.settings = settings
                    problem = save_settings(settings, self.settings_path)
                    if problem:
                        self._log_once(problem)
            case wish.CheckPin():
                pass  # nobody needs a PIN to leave here
            case wish.KeepPlace(scene, step, knobs, withs):
                self._keep_place(Stopped(scene, step, knobs, withs))
            case wish.Leave():
                self.leaving = True

    def _keep_place(self, stopped: Stopped) -> None:
        if "resumes" not in self.row.features:
            return
        self.stopped = stopped
        problem = save_stopped(stopped, self.state_path)
        if problem:
            self._log_once(problem)

    def _save_screenshot(self) -> None:
        """Have the picture kept without its controls, or the page as it shows; the person is told when it is."""
        session = self.session
        timeline = self.timelines.get(session.scene) if session.screen == "scene" else None
        size = self.window.get_surface().get_size()
        place = self.place_of(size) if timeline is not None else None
        if timeline is None or place is None:
            shown = self.window.get_surface().copy()
            about = {**look_facts(look_of(session), size), "moa:page": session.screen}
            self.screenshots.keep("moa", lambda: shown, about)
            return
        name, brush = f"{timeline.scene.id}-{session.step + 1}", self.renderer.sibling()
        about = dict(self._facts(timeline, size))
        if session.curves:
            about["moa:curves"] = " ".join(session.curves)
        self.screenshots.keep(name, lambda: render(place.frame(), brush), about)

    def _facts(self, timeline: Timeline, size: tuple[int, int]) -> Mapping[str, str]:
        """Return what a kept picture says about itself."""
        session, pair = self.session, shown_pair(self.session)
        both = self._both(pair)
        if pair is None or both is None:
            about = facts(timeline, look_of(session), Moment(session.step, session.told_s), size)
            if session.crossing_s is not None and session.lead is not None:
                way = {
                    "moa:crossing-from": session.lead.scene,
                    "moa:crossing-seconds": f"{session.crossing_s:g}",
                }
                return {**about, **way}
            return about
        places = (place(session, 0), place(session, 1))
        moment = Moment(session.step, session.seconds)
        about = pair_facts(both, look_of(session), pair.pairing, moment, places)
        return {**about, "moa:size": f"{size[0]}x{size[1]}"}

    def _copy(self, wanted: wish.CopyText) -> None:
        say, parts = wording.say_in(self.session.language), self._copied(wanted)
        text, done = "\n".join(text for text, _ in parts), parts[0][1]
        try:
            pygame.scrap.put_text(text)
        except pygame.error as error:
            self._log_once(f"nothing was copied: {error}")
            self.do(ask.Notice(say("The clipboard did not answer.")))
            return
        self.do(ask.Notice(say(done)))

    def _copied(self, wanted: wish.CopyText) -> list[tuple[str, str]]:
        """Return what is to be copied, and what is said then: a link, words of the halves that show, or those of a page."""
        session = self.session
        if wanted.overlay == "what-if":
            return [(str(self._link()) + "\n", copies.LINK)]
        own = [(half, half.own(wanted.subject)) for half in self._halves()]
        found = [
            copies.text_of(
                half.found,
                replace(wanted, step=half.step, subject=subject),
                session.language,
                session.register,
            )
            for half, subject in own
            if subject is not None
        ]
        return found or [copies.text_of(None, wanted, session.language, session.register)]

    def _link(self) -> Link:
        """Return what opens the place that shows again, with all that was turned."""
        halves, session = self._halves(), self.session
        scene = halves[0].found.scene
        at = None if len(halves) > 1 else round(session.seconds, 1)
        beside = halves[1].found.scene.id if len(halves) > 1 else None
        step = scene.steps[halves[0].step].id
        return Link(scene.id, step, at, session.knobs, session.withs, beside)

    def _log_once(self, line: str) -> None:
        if line not in self._logged:
            self._logged.add(line)
            LOG.error("%s", line.splitlines()[0])


def first_session(options: Options, settings: Settings, row: ModeRow) -> Session:
    """Return the session before anything happened: what was typed, else what was chosen, else what the mode has."""
    chosen = "remembers" in row.features
    return Session(
        language=options.language or preferred_language(settings),
        languages=(*SHIPPED, *own_languages()),
        themes=theme_names(),
        theme=options.theme or settings.theme,
        text_scale=settings.text_scale,
        register=settings.register if chosen else row.register,
        reduced_motion=options.reduced_motion or settings.reduced_motion,
        captions=settings.captions,
        single_keys=settings.single_keys,
        asking=settings.asking,
    )
