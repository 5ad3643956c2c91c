"""The unattended screen: its window and loop, with touches in and nothing kept of a visitor.

The only window that nobody can close from before it; what a visit is, and how it looks, is decided elsewhere.
"""

import contextlib
import logging
import os
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import pygame
import pygame.display
import pygame.event
import pygame.key
import pygame.mouse

from visualizer.app import pin, wording
from visualizer.app.ahead import Ahead
from visualizer.app.compiler import Compiler, Job
from visualizer.app.display import open_display, open_window
from visualizer.app.keyboard import stroke_of
from visualizer.app.memory import keep_few_heaps
from visualizer.app.one_finger import MOUSE, Cancel, Down, OnePointer, Touch, Up
from visualizer.app.pace import Pace
from visualizer.app.pages import Page
from visualizer.app.pictures import Pictures, look_of
from visualizer.app.reach import finger_px
from visualizer.app.thumbnails import Thumbnails
from visualizer.app.tongues import Tongues
from visualizer.app.turns import Turns
from visualizer.core.errors import VisualizerError
from visualizer.core.geometry import Box, Point
from visualizer.export import Found
from visualizer.export.programme import Entry
from visualizer.figures.look import load_theme, theme_names
from visualizer.frame.shapes import Backdrop, Frame, Region
from visualizer.modes import (
    MODE_TABLE,
    Chrome,
    HelpLine,
    SceneCard,
    VisitWords,
    Words,
    chrome,
    coming,
    intent_for,
    match_key,
    picture_box,
)
from visualizer.modes.kiosk import CORNER
from visualizer.modes.words import PROGRAM
from visualizer.render import PygameRenderer
from visualizer.render.bakery import Bakery
from visualizer.scene.help_lines import help_lines, own_problems
from visualizer.session import (
    LANGUAGES,
    Effect,
    Intent,
    Session,
    Site,
    Stop,
    Visit,
    asks_first,
    first_visit,
    update,
)
from visualizer.session import effects as wish
from visualizer.session import intents as ask
from visualizer.timeline import Timeline

LOG = logging.getLogger("moa")
EVENTS_A_TURN = 300  # whatever a broken touch screen sends, the picture goes on
_LONGEST_TICK_S = 0.25
LONGEST_WAIT_S = 90.0  # for a picture; then the screen counts as hung
_KEPT = 5  # timelines of at most 40 MB each
_ROLES = ("button", "veil")

View = tuple[object, ...]


class NothingToShowError(VisualizerError):
    """None of the scenes can be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class House:
    """What an unattended screen starts with: what it shows, and what the place has settled.

    `lines` are the place's own help lines, a text a language; without entries the screen says that it is out
    of service.
    """

    entries: tuple[Entry, ...] = ()
    language: str = "fr"
    theme: str = "lecture"
    text_scale: float = 1.0
    idle_s: float = 60.0
    question_s: float = 30.0
    pin: str | None = None
    region: str = "quebec"
    lines: tuple[tuple[str, Mapping[str, str]], ...] = ()
    width_mm: float | None = None
    size: tuple[int, int] | None = None  # a window of this size; the whole screen when left out
    seconds: float | None = None  # leave after so long
    times: bool = False  # at the end it is said how long the loop's turns took
    way_out: str = ""
    beat: Callable[[], bool] = field(default=lambda: True)  # tells that the loop turns; False: nobody listens


def run_kiosk(house: House) -> int:
    """Show the unattended screen until staff leave it; return the exit code.

    Raises:
        DisplayError: there is no screen, or the window was refused.
        NothingToShowError: none of the scenes can be shown.
    """
    # SDL would make SIGTERM a wish to close the window, which this window does not grant.
    os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")
    keep_few_heaps()
    # Workers hand the interpreter back after a fifth of the usual time: the loop answers to fingers.
    sys.setswitchinterval(0.001)
    open_display()
    try:
        return Kiosk(house).run()
    finally:
        pygame.display.quit()


class Kiosk:
    """The window and everything it holds on to. `session` changes in `do` alone."""

    def __init__(self, house: House) -> None:
        self.house = house
        for problem in own_problems():
            LOG.warning("%s", problem)
        self.row = MODE_TABLE["kiosk"]
        self.scenes: Mapping[str, Found] = {entry.found.scene.id: entry.found for entry in house.entries}
        site = Site(
            stops=tuple(Stop(entry.found.scene.id, entry.steps, entry.lead_s) for entry in house.entries),
            language=house.language,
            theme=house.theme,
            text_scale=house.text_scale,
            idle_s=house.idle_s,
            question_s=house.question_s,
            pin=house.pin is not None,
            register=self.row.register,
            asks="asks" in self.row.features,
        )
        self.session = first_visit(site, theme_names(), fullscreen=house.size is None)
        self.window = _opened(wording.say_in(house.language)(PROGRAM), house.size)
        with contextlib.suppress(pygame.error):
            pygame.mouse.set_visible(False)
        width, height = self.window.get_surface().get_size()
        self.finger = finger_px(width, height, house.width_mm)
        self.pointer = OnePointer(near=self.finger)
        self.bakery = Bakery()
        self.renderer = PygameRenderer(baker=self.bakery)
        self.ahead = Ahead(self.renderer)
        self.pages = Ahead(self.renderer, onward=False)
        self.page_waits = False  # the page is being made ready beside the loop
        self._page: Hashable = None  # the page and look that were made ready last
        self.turns = Turns(house.times)
        self.pictures = Pictures()
        self.ready = True
        self._ready_at = time.perf_counter()
        self.compiler = Compiler(self.scenes)
        self.tongues = Tongues(self.scenes.values(), (house.language, *LANGUAGES))
        self.thumbnails = Thumbnails(
            self.scenes, lambda scene: self.compiler.ask(Job(0, scene)), self._log_once, self.bakery, scale=1
        )
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="kiosk")
        self.timelines: OrderedDict[str, Timeline] = OrderedDict()
        self.canvas = pygame.Surface((1, 1), 0, 32)  # the picture alone; shown only when it is whole
        self.chrome = Chrome()
        self.leaving = False
        self._judging: Future[bool] | None = None
        self._topics: tuple[Region, ...] = ()
        self._topics_at: tuple[int, int] | None = None
        self._whole: View | None = None  # what the canvas holds
        self._shown: View | None = None  # what the window shows
        self._down: frozenset[int] = frozenset()
        self._logged: set[str] = set()
        self._leave_at = None if house.seconds is None else time.perf_counter() + house.seconds
        self.do(ask.Finish())

    # --------------------------------------------------------------------------------------------- the loop

    def run(self) -> int:
        """Run until staff leave, or until nobody listens to the heartbeat."""
        pygame.key.set_repeat(0)
        pace = Pace()
        before = time.perf_counter()
        try:
            while not self.leaving:
                with self.turns.one():
                    self.hear()
                    now = time.perf_counter()
                    # The story waits for its picture; the clock that asks for visitors does not.
                    self.do(ask.Tick(min(now - before, _LONGEST_TICK_S) if self.ready else 0.0, now - before))
                    before = now
                    if self._leave_at is not None and now >= self._leave_at:
                        self.leaving = True
                    self.show()
                    if self.well and not self.house.beat():
                        self.leaving = True
                pace.wait()
        finally:
            self.close()
            self.turns.tell()
        return 0

    def close(self) -> None:
        """Let the workers end and close the window."""
        self.worker.shutdown(wait=False, cancel_futures=True)
        self.thumbnails.close()
        self.ahead.close()
        self.pages.close()
        self.compiler.close()
        self.bakery.close()
        self.window.destroy()

    def hear(self) -> None:
        """Take in what has happened since the last frame; of a flood of events, only so much."""
        for event in pygame.event.get()[:EVENTS_A_TURN]:
            self.heed(event)
        for done in self.compiler.answers():
            scene, timeline = done.job.scene, done.timeline
            if timeline is not None:
                self.timelines[scene] = timeline
                self.timelines.move_to_end(scene)
                while len(self.timelines) > _KEPT:
                    self.timelines.popitem(last=False)
            elif done.reason:
                self._log_once(done.reason)
                self.thumbnails.give_up(done.job.scene)
            if done.job.request and timeline is not None:
                self.do(ask.Compiled(done.job.request, scene, timeline.steps))
            elif done.job.request:
                self.do(ask.CompileFailed(done.job.request, done.reason))
        if self._judging is not None and self._judging.done():
            judged, self._judging = self._judging, None
            self.do(ask.PinJudged(judged.exception() is None and judged.result()))

    def do(self, intent: Intent) -> None:
        """Let an intent change the session, and grant what it wants done.

        Raises:
            NothingToShowError: the last scene that could be shown has failed.
        """
        self.session, effects = update(self.session, intent)
        for effect in effects:
            self._grant(effect)
        if self.visit.page == "closed" and self.scenes:
            raise NothingToShowError("none of the scenes can be shown")

    @property
    def visit(self) -> Visit:
        """Return the visit that the session always has here."""
        return self.session.visit or Visit()

    # ------------------------------------------------------------------------------------------ the picture

    def show(self) -> None:
        """Draw what has changed; after a mistake the last good picture stays, and its scene is left out."""
        self.page_waits = not self.tongues.ready(*LANGUAGES)
        if self.page_waits:
            return
        surface = self.window.get_surface()
        size = surface.get_size()
        box = picture_box(size, self.finger)
        try:
            self._draw_picture((round(box.width), round(box.height)))
        except Exception as error:  # whatever it is, a waiting room still has its screen
            scene = self.session.scene
            self._log_once(f"{scene} could not be drawn: {type(error).__name__}: {error}")
            self.do(ask.SceneFailed(scene))
        self._turn_thumbnails()
        cards = any(region.role == "picture" for region in self.chrome.regions)
        view = (_chrome_view(self.session), self._whole, size, self.thumbnails.state if cards else None)
        if view != self._shown:
            try:
                self.page_waits = not self._page_is_ready(size)
                if self.page_waits:
                    return
                self._shown = view
                self._draw_window(surface, box)
            except Exception as error:  # the window keeps what it shows
                self._log_once(f"the controls could not be drawn: {type(error).__name__}: {error}")
                return
            self.window.flip()

    @property
    def well(self) -> bool:
        """Tell whether the show goes on: a picture that never comes is as bad as a loop that stands still."""
        return time.perf_counter() - self._ready_at < LONGEST_WAIT_S

    def _draw_picture(self, size: tuple[int, int]) -> None:
        """Draw the picture on its canvas when it is ready; until then, and on pages without one, the last one stays."""
        session, timeline = self.session, self.timelines.get(self.session.scene)
        self.ready = True
        if session.screen == "scene" and timeline is not None and self.visit.page != "closed":
            view = (session.scene, session.step, session.seconds, session.hold, look_of(session), size)
            if view != self._whole:
                place = self.pictures.stand(self.timelines.get, session, size)
                frame = self.ahead.picture(place) if place is not None else None
                self.ready = frame is not None
                if frame is not None and place is not None:
                    if self.canvas.get_size() != size:
                        self.canvas = pygame.Surface(size, 0, 32)
                    self._whole = None
                    self.renderer.draw(frame, self.canvas)
                    self._whole = view
                    self.ahead.stand(place)
        self._ready_at = time.perf_counter() if self.ready else self._ready_at

    def _page_is_ready(self, size: tuple[int, int]) -> bool:
        """Tell whether the page can be drawn now; one that is new in a look is made by a worker, and shows when it is."""
        session, visit = self.session, self.visit
        above = (session.overlay, visit.typed is not None, visit.question is not None)
        page = (visit.page, *above, session.theme, session.language, session.text_scale, size)
        if page == self._page:
            return True
        words, theme, finger = self.words(), load_theme(session.theme), self.finger

        def frame() -> Frame:
            over = chrome(session, words, theme, size, "kiosk", finger=finger)
            return Frame(size, (_ground(session, size), *over.shapes))

        if self.pages.picture(Page(page, frame)) is None:
            return False
        self._page = page
        return True

    def _draw_window(self, surface: pygame.Surface, box: Box) -> None:
        session, size = self.session, surface.get_size()
        over = chrome(session, self.words(), load_theme(session.theme), size, "kiosk", finger=self.finger)
        if box.low > 0 or self.canvas.get_size() != (round(box.width), round(box.height)):
            self.renderer.draw(Frame(size, (_ground(session, size),)), surface)
        if self.canvas.get_width() > 1:
            surface.blit(self.canvas, (round(box.left), round(box.low)))
        elif self.visit.page != "closed":  # the first picture is still being made
            self.renderer.draw(Frame(size, coming(load_theme(session.theme), size, box, 0)), surface)
        self.renderer.draw(Frame(size, over.shapes), surface)
        self.thumbnails.put(surface, over.regions, session.theme, self.renderer)
        self.chrome = over

    def words(self) -> Words:
        """Return what the chrome may say now."""
        session, house = self.session, self.house
        language = session.language
        order = (house.language, *(other for other in LANGUAGES if other != house.language))
        lines = {spoken: _help_lines(house, spoken) for spoken in order}
        found = self.scenes.get(session.scene)
        scene = wording.scene_words(found, language, load_theme(session.theme)) if found is not None else None
        about = VisitWords(
            topics=tuple(_topic(entry, language) for entry in house.entries),
            languages={spoken: wording.say_in(spoken) for spoken in order},
            lines=lines,
            way_out=house.way_out,
        )
        scene = scene if self.visit.page in ("steps", "attract") else None
        return Words(wording.say_in(language), scene=scene, visit=about)

    def _turn_thumbnails(self) -> None:
        """Let the small pictures of this page be made; on the waiting screen, those of the page of topics."""
        waits = self.visit.page == "attract"
        if self._page is None:  # not even the first page is there
            return
        regions = self._ahead_of_topics() if waits else self.chrome.regions
        # What is on the disk is fetched at once; drawing and compiling wait until the waiting screen rests.
        make = not waits or (self.session.at_end and bool(self.timelines))
        self.thumbnails.turn(regions, self.session.theme, self.timelines, make=make)

    def _ahead_of_topics(self) -> tuple[Region, ...]:
        """Return where the small pictures will be."""
        size = self.window.get_surface().get_size()
        if self._topics_at != size:
            chosen = replace(self.session, visit=replace(self.visit, page="topics"))
            over = chrome(chosen, self.words(), load_theme(chosen.theme), size, "kiosk", finger=self.finger)
            self._topics_at, self._topics = size, over.regions if asks_first(self.visit.site) else ()
        return self._topics

    # ------------------------------------------------------------------------------------------ the visitor

    def heed(self, event: pygame.Event) -> None:
        """Turn one event into what it asks for; nothing closes this window."""
        now = time.perf_counter()
        match event.type:
            case pygame.FINGERDOWN | pygame.FINGERUP:
                width, height = self.window.get_surface().get_size()
                who, at = ("finger", int(event.finger_id)), (event.x * width, event.y * height)
                down = event.type == pygame.FINGERDOWN
                self._touch((self.pointer.down if down else self.pointer.up)(("finger", who[1]), at, now))
            case pygame.MOUSEBUTTONDOWN if event.button == pygame.BUTTON_LEFT:
                self._touch(self.pointer.down(MOUSE, event.pos, now))
            case pygame.MOUSEBUTTONUP if event.button == pygame.BUTTON_LEFT:
                self._touch(self.pointer.up(MOUSE, event.pos, now))
            case pygame.KEYDOWN:
                stroke = stroke_of(event, self._down)
                self._down |= {event.scancode}
                found = match_key("kiosk", stroke)
                if found is not None:
                    self.act(found[0])
            case pygame.KEYUP:
                self._down -= {event.scancode}
            case pygame.WINDOWFOCUSLOST | pygame.WINDOWLEAVE:
                self._down = frozenset()
                self._touch(self.pointer.lost())
            case pygame.WINDOWEXPOSED | pygame.WINDOWSIZECHANGED:
                self._shown = None
                width, height = self.window.get_surface().get_size()
                self.finger = finger_px(width, height, self.house.width_mm)
            case _:
                pass

    def act(self, action: str) -> None:
        """Do what an action of the key table means on this page."""
        if action == "activate":
            self._activate(self.session.focus)
        elif action in ("focus-next", "focus-previous"):
            names = [region.name for region in self.chrome.regions if region.role == "button"]
            step = 1 if action == "focus-next" else -1
            if names:
                here = names.index(self.session.focus) if self.session.focus in names else -(step > 0)
                self.do(ask.FocusOn(names[(here + step) % len(names)]))
        else:
            self._activate(action)

    def _touch(self, touch: Touch | None) -> None:
        """Act on release, and only where the press began: sliding off takes it back."""
        match touch:
            case Down(at):
                self.do(ask.Press(self._under(at)))
                width, height = self.window.get_surface().get_size()
                reach = max(CORNER * height, 1.5 * self.finger)
                if at[1] <= reach and (at[0] <= reach or at[0] >= width - reach):
                    self.do(ask.PressCorner("left" if at[0] <= reach else "right"))
            case Up(at):
                pressed = self.session.pressed
                self.do(ask.LetGo())
                if pressed and pressed == self._under(at):
                    self._activate(pressed)
            case Cancel():
                self.do(ask.LetGo())
            case None:
                pass

    def _under(self, at: Point) -> str:
        for region in reversed(self.chrome.regions):
            if region.role in _ROLES and region.box.contains(at):
                return region.name if region.role == "button" else ""
        return ""

    def _activate(self, name: str) -> None:
        intent = intent_for(name, self.session)
        if intent is not None:
            self.do(intent)

    # ------------------------------------------------------------------------------------------- the wishes

    def _grant(self, effect: Effect) -> None:
        match effect:
            case wish.Compile(request, scene):
                self.compiler.ask(Job(request, scene))
            case wish.CheckPin(digits):
                kept = self.house.pin or ""
                self._judging = self.worker.submit(pin.matches, digits, kept)
            case wish.Leave():
                self.leaving = True
            case (
                wish.Remember()
                | wish.KeepPlace()
                | wish.SaveScreenshot()
                | wish.CopyText()
                | wish.SetFullscreen()
            ):
                pass  # nothing of a visitor is kept, and nothing leaves the full screen

    def _log_once(self, line: str) -> None:
        if line not in self._logged and len(self._logged) < 200:
            self._logged.add(line)
            LOG.error("%s", line.splitlines()[0])


def _opened(title: str, size: tuple[int, int] | None) -> pygame.Window:
    """Return the window: of a size, or over the whole screen, with a window manager or without one.

    Raises:
        DisplayError: the system refuses the window.
    """
    desktops = pygame.display.get_desktop_sizes()
    if size is not None or not desktops:
        return open_window(title, size)
    window = open_window(title, desktops[0], (0, 0))
    with contextlib.suppress(pygame.error):  # where nobody manages windows, it already covers the screen
        window.borderless = True
        window.set_fullscreen(desktop=True)
    window.get_surface()
    return window


def _ground(session: Session, size: tuple[int, int]) -> Backdrop:
    """Return what lies around the picture, and where there is none."""
    colours = load_theme(session.theme).colours
    return Backdrop(Box(0, 0, *size), colours["backdrop-edge"], colours["backdrop-edge"])


def _chrome_view(session: Session) -> View:
    """Return all that the chrome is a function of, with times no finer than anybody sees."""
    visit = session.visit or Visit()
    calm = replace(
        visit,
        idle=0.0,
        tap_age=0.0,
        wrong_age=0.0,
        held=None,
        locked=float(int(visit.locked + 0.999)),
        question=None if visit.question is None else round(visit.question * 10) / 10,
    )
    seconds = round(session.seconds + session.hold, 1)
    return (
        replace(session, seconds=seconds, hold=0.0, digits_age=0.0, notice_left=0.0, visit=calm),
        session.at_end,
    )


def _topic(entry: Entry, language: str) -> SceneCard:
    """Return the card of an entry: its scene's, or its step's where there is one."""
    card = wording.cards((entry.found,), language)[0]
    steps = entry.found.scene.steps
    if len(entry.steps) < len(steps):
        step = steps[entry.steps[0]]
        title = entry.found.text(language, f"{step.id}/title", step.title)
        card = replace(card, title=title)
    return replace(card, seconds=entry.seconds, steps=len(entry.steps))


def _help_lines(house: House, language: str) -> tuple[HelpLine, ...]:
    """Return the place's own help lines, then those of its region."""
    own = [HelpLine(number, told.get(language) or next(iter(told.values()))) for number, told in house.lines]
    region = help_lines()[house.region].lines
    return (*own, *(HelpLine(one.call, one.says.said(language)) for one in region))
