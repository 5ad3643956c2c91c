"""Two windows and their loop: the audience's picture, and the lecturer's desk with notes and clocks.

The two are drawn apart, so that a mistake in one leaves the other as it is; what they show is decided elsewhere.
"""

import contextlib
import logging
import math
import os
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace

import pygame
import pygame.display
import pygame.event
import pygame.key
import pygame.mouse
import pygame.transform

from visualizer.app import cards, wording
from visualizer.app.ahead import Ahead
from visualizer.app.compiler import Compiler, Job
from visualizer.app.display import Place, open_display, open_window, two_places, whole_place, windowed_place
from visualizer.app.keyboard import stroke_of
from visualizer.app.memory import keep_few_heaps
from visualizer.app.pace import Pace
from visualizer.app.pages import Page
from visualizer.app.pictures import Pictures, look_of
from visualizer.app.pointer import ordered, under
from visualizer.app.previews import Previews, Wish
from visualizer.app.quality import Quality, eased
from visualizer.app.routes import parts_of
from visualizer.app.settings import load_settings, save_settings, settings_of
from visualizer.app.shell import Options, first_session
from visualizer.app.timing import Timing
from visualizer.app.tongues import Tongues
from visualizer.app.turns import Turns
from visualizer.app.waiting import Waiting
from visualizer.core.errors import DisplayError
from visualizer.core.geometry import Box, Point
from visualizer.core.paths import settings_file
from visualizer.core.worded import said
from visualizer.export import Found
from visualizer.export.programme import Programme
from visualizer.figures.look import Theme, load_theme
from visualizer.frame.shapes import Frame, Pane, Region, Shape
from visualizer.modes import (
    MODE_TABLE,
    Binding,
    Chrome,
    Words,
    desk,
    empty,
    intent_for,
    key_map,
    match_key,
    profile_over,
    turning,
    typed_step,
)
from visualizer.modes.desk import NEXT, NOW
from visualizer.modes.keys import sign_of, without_singles
from visualizer.modes.overview import END
from visualizer.modes.stage_light import LIT_ROLES, over_picture, part_of, stem, things
from visualizer.modes.words import NOTES, PROGRAM, SCREEN_BACK, SCREEN_GONE
from visualizer.render import PygameRenderer
from visualizer.render.bakery import Bakery
from visualizer.scene.help_lines import own_problems
from visualizer.session import (
    Effect,
    Intent,
    Route,
    Session,
    Talk,
    audience,
    below_card,
    desk_language,
    desk_theme,
    following,
    update,
)
from visualizer.session import effects as wish
from visualizer.session import intents as ask
from visualizer.timeline import Timeline

LOG = logging.getLogger("moa")
AUDIENCE_MB, DESK_MB = 60.0, 24.0
_POINTER_LASTS_S = 3.0
_DRAGGED = 0.012  # of the picture: a press that moved further than this points, and lights nothing
_PROFILES_PER_S = 4
_SCREENS_EVERY_S = 0.5
_SMALL_EVERY_S = (
    0.125  # the small picture of now needs no more to be followed, and leaves the time to the large one
)
_PREVIEW_HIGH = 720
_REPEAT_AFTER_MS, _REPEAT_EVERY_MS = 350, 50
_MODIFIERS = ("shift", "ctrl", "alt", "meta", "gui", "super", "caps", "num", "mode", "alt-gr")
_COVERS = {"black": "#000000", "white": "#FFFFFF"}

View = tuple[object, ...]


def present(
    options: Options,
    scenes: tuple[Found, ...],
    one: bool = False,
    minutes: float | None = None,
    programme: Programme | None = None,
) -> int:
    """Show a scene, or those of a programme, to an audience until the lecturer leaves; return the exit code.

    Raises:
        DisplayError: there is no screen, or not even one window was granted.
    """
    # A window that fills the projector's screen must stay when the lecturer turns to the other one.
    os.environ.setdefault("SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS", "0")
    keep_few_heaps()
    open_display()
    try:
        return Presenter(options, scenes, one, minutes, programme).run()
    finally:
        pygame.display.quit()


class Presenter:
    """Both windows and everything they hold on to. `session` changes in `do` alone."""

    def __init__(
        self,
        options: Options,
        scenes: tuple[Found, ...],
        one: bool = False,
        minutes: float | None = None,
        programme: Programme | None = None,
    ) -> None:
        known = {found.scene.id: found for found in scenes}
        parts = parts_of(programme) if programme is not None else ()
        known.update(
            (entry.found.scene.id, entry.found) for entry in (programme.entries if programme else ())
        )
        if options.scene is not None:
            known[options.scene.scene.id] = options.scene
        self.scenes: Mapping[str, Found] = known
        self.settings_path = settings_file()
        self.settings, note = load_settings(self.settings_path)
        self.keys, problems = self.settings.table
        wrong = (*(f"{self.settings_path}: keys: {problem}" for problem in problems), *own_problems())
        for line in (note, *wrong):
            if line:
                LOG.warning("%s", line)
        self._logged: set[str] = set()
        self.leaving = False
        self.windows = self._open(options.size, one)
        first = first_session(options, self.settings, MODE_TABLE["presenter"])
        talk, route = Talk(windows=len(self.windows), minutes=minutes), Route(parts) if parts else None
        self.session = replace(first, talk=talk, route=route)
        self._first = self.session
        self.bakery = Bakery()
        self.renderer = PygameRenderer(budget_mb=AUDIENCE_MB, baker=self.bakery)
        self.desk_renderer = PygameRenderer(budget_mb=DESK_MB)
        self.ahead = Ahead(self.renderer)
        self.desk_ahead = Ahead(self.desk_renderer, onward=False)
        self.page_waits = False  # the desk is being made ready beside the loop
        self._page: Hashable = None  # the page of the desk, and the look, that was made ready last
        self.previews = Previews(self.bakery)
        self.timing, self.quality, self.turns = Timing(), Quality(), Turns(options.times)
        self.pictures = Pictures(self.timing.of)
        self.waiting = Waiting()
        self.tongues = Tongues(
            self.scenes.values(),
            (self.session.language, desk_language(self.session), *self.session.languages),
        )
        self._profile_turn = 0
        self._turn = 0  # how far the sign had turned when it was shown
        self.compiler = Compiler(self.scenes)
        self.timelines: dict[str, Timeline] = {}
        self.chrome = Chrome()
        self.canvas = pygame.Surface((1, 1), 0, 32)  # the audience's picture; shown only when it is whole
        self.desk_canvas = pygame.Surface((1, 1), 0, 32)
        self._aside = pygame.Surface((1, 1), 0, 32)  # the picture of now, where the audience sees another
        self._seen: View | None = None  # what the audience's window shows
        self._whole: View | None = None  # what the audience's canvas holds, once it is whole
        self._desk_seen: View | None = None
        self._small: View | None = None  # what the small picture of now shows
        self._small_at = 0.0
        self._preview: object = None
        self._frame: Frame | None = None  # of the audience's picture, for what lies under a pointer
        self._held: tuple[Point, bool] | None = (
            None  # where the picture was pressed, and whether it was dragged since
        )
        self._ends: set[str] = set()  # steps whose end pictures are on the overview
        self._pointer_at, self._pointer_in = time.perf_counter(), 0
        self._down: frozenset[int] = frozenset()
        self._leave_at = None if options.seconds is None else time.perf_counter() + options.seconds
        # Where nobody manages windows, one that is made as large as its screen covers it; only then is it filled.
        self._born_whole = options.size is None and len(_desktops()) > 1 and len(self.windows) > 1
        self._apart = self._born_whole  # the audience has a screen of its own
        self._gone = False  # that screen was unplugged, and has not come back
        self._later: tuple[
            Callable[[], object], ...
        ] = ()  # one after another: a window manager needs its time
        self._screens, self._screens_at = len(_desktops()), time.perf_counter()
        if self._born_whole:
            self.do(ask.ToggleFullscreen(0))
        if options.scene is not None:
            self.do(ask.OpenScene(options.scene.scene.id, options.scene.step or 0, playing=False))
        elif parts:
            self.do(ask.OpenScene(parts[0].scene, parts[0].steps[0], playing=False))
        for part in parts[1:]:  # made ready while the first one is talked about
            self.compiler.ask(Job(0, part.scene))

    def _open(self, size: tuple[int, int] | None, one: bool) -> tuple[pygame.Window, ...]:
        if one:
            return (open_window(PROGRAM, size),)
        audience_place, desk_place = two_places(size, _desktops())
        first = open_window(PROGRAM, audience_place.size, audience_place.corner)
        try:
            return (first, open_window(PROGRAM, desk_place.size, desk_place.corner))
        except DisplayError as error:
            self._log_once(f"{error}; one window does for both, and D shows the notes")
            return (first,)

    # --------------------------------------------------------------------------------------------- the loop

    def run(self) -> int:
        """Run until the lecturer leaves."""
        pygame.key.set_repeat(_REPEAT_AFTER_MS, _REPEAT_EVERY_MS)
        pace = Pace(self.quality.rung.per_second)
        passed = before = 0.0
        try:
            while not self.leaving:
                with self.turns.one():
                    began = time.perf_counter()
                    with self.timing.of("update"):
                        self.hear()
                        # The story waits for its picture; the talk's clock does not.
                        real = began - before if before else 0.0
                        self.do(ask.Tick(0.0 if self.waiting else passed, real))
                    before = began
                    if self._leave_at is not None and began >= self._leave_at:
                        self.do(ask.Quit())
                    seen = self._whole
                    self.show()
                    if self._whole != seen and self.quality.took(self.timing.end()):
                        pace.change(self.quality.rung.per_second)
                passed = pace.wait()
        finally:
            self.close()
            self.turns.tell()
        return 0

    def close(self) -> None:
        """Let the workers end and close the windows."""
        self.ahead.close()
        self.desk_ahead.close()
        self.previews.close()
        self.compiler.close()
        self.bakery.close()
        for window in self.windows:
            window.destroy()

    def hear(self) -> None:
        """Take in what the lecturer and the compiler have said since the last frame."""
        for event in pygame.event.get():
            self.heed(event)
        self._watch_screens()
        for done in self.compiler.answers():
            timeline = done.timeline
            if timeline is None:
                self._log_once(done.reason)
                if done.job.request:
                    say = wording.say_in(desk_language(self.session))
                    self.do(ask.CompileFailed(done.job.request, said(say, done.reason)))
            else:
                before = self.timelines.get(done.job.scene)
                if before is not None and before.scene is timeline.scene:
                    self.pictures.retune(before, timeline)
                self.timelines[done.job.scene] = timeline
                if done.job.request:
                    self.do(ask.Compiled(done.job.request, done.job.scene, timeline.steps))

    def do(self, intent: Intent) -> None:
        """Let an intent change the session, and grant what it wants done."""
        self.session, effects = update(self.session, intent)
        for effect in effects:
            self._grant(effect)

    # ----------------------------------------------------------------------------------------- the pictures

    @property
    def talk(self) -> Talk:
        """Return the talk that the session always has here."""
        return self.session.talk or Talk()

    @property
    def desk_index(self) -> int:
        """Return which window shows the desk: the second, unless they are swapped or there is one."""
        return len(self.windows) - 1 if not self.talk.swapped else 0

    @property
    def audience_index(self) -> int:
        """Return which window shows the audience's picture."""
        return 0 if not self.talk.swapped else len(self.windows) - 1

    @property
    def desk_shows(self) -> bool:
        """Tell whether the desk is to be seen: always in a window of its own, else when it was asked for."""
        alone = len(self.windows) == 1
        return not alone or self.talk.desk or bool(self.session.overlays) or self.session.screen == "home"

    @property
    def key_rows(self) -> tuple[Binding, ...]:
        """Return the key table as it counts now."""
        return self.keys if self.session.single_keys else without_singles(self.keys)

    def show(self) -> None:
        """Draw what has changed in each window; after a mistake its last good picture stays."""
        self.page_waits = not self.tongues.ready(self.session.language, desk_language(self.session))
        if self.page_waits:
            return
        if len(self.windows) > 1 or not self.desk_shows:
            self._safely("the audience's picture", self._show_audience)
        else:
            self._seen = None
        if self.desk_shows:
            self._safely("the desk", self._show_desk)
        else:
            self._desk_seen = None
        self.previews.rest(bool(self.waiting))
        self._hide_pointer()

    def _safely(self, what: str, draw: Callable[[], object]) -> bool:
        """Draw a part; return what it told, and false when it failed: the other parts go on."""
        try:
            return bool(draw())
        except Exception as error:  # whatever it is, a class in front of a projector still has its picture
            self._log_once(f"{what} could not be drawn: {type(error).__name__}: {error}")
            return False

    def _show_audience(self) -> None:
        session, window = audience(self.session), self.windows[self.audience_index]
        surface = window.get_surface()
        size = surface.get_size()
        typed = self.session.digits if len(self.windows) == 1 else ""
        picture = _view(session, size, session.scene in self.timelines)
        view = (self.talk.cover, typed, self.audience_index, _over_view(self.session), *picture)
        if view == self._seen:
            return
        self._seen = view
        if self.talk.cover:
            surface.fill(_COVERS[self.talk.cover])
            window.flip()
            return
        if picture != self._whole:
            frame = self._ready(session, size)
            if frame is None:
                self._seen = None
                self._turn_sign(window, size)
                return
            if self.canvas.get_size() != size:
                self.canvas = pygame.Surface(size, 0, 32)
            self._whole = None
            with self.timing.of("draw"):
                self.renderer.draw(eased(frame, self.quality.rung), self.canvas)
            self._whole, self._frame = picture, frame
        surface.blit(self.canvas, (0, 0))
        over = self._over(size)
        if over:
            self.desk_renderer.draw(Frame(size, over), surface)
        if typed:
            over = typed_step(self.session, self._words(), load_theme(self.session.theme), size)
            self.desk_renderer.draw(Frame(size, over), surface)
        window.flip()
        place = self.pictures.stand(self.timelines.get, self.session, size)
        if place is not None:
            self.ahead.stand(place)

    def _over(self, size: tuple[int, int]) -> tuple[Shape, ...]:
        """Return what the lecturer has lit, drawn and points at, for the audience's picture in this size."""
        regions: Iterable[Region] = ()
        if self.talk.spot and self._frame is not None:
            part = size[1] / self._frame.size[1]
            regions = [Region(one.name, _smaller(one.box, part), one.role) for one in self._frame.regions]
        return over_picture(self.talk, regions, load_theme(self.session.theme), size)

    def _ready(self, session: Session, size: tuple[int, int]) -> Frame | None:
        """Return the picture, or nothing while it is made ready; the one before stays until then."""
        place = self.pictures.stand(self.timelines.get, session, size)
        if place is None:
            self.waiting.end()
            return empty(load_theme(session.theme), size)
        frame = self.ahead.picture(place)
        if frame is None:
            self.waiting.go_on()
        else:
            self.waiting.end()
        return frame

    def _turn_sign(self, window: pygame.Window, size: tuple[int, int]) -> None:
        """Show the picture before with the sign that turns."""
        turn = self.waiting.turn
        if turn == self._turn or self._whole is None:
            return
        if self._aside.get_size() != size:
            self._aside = pygame.Surface(size, 0, 32)
        self._turn = turn
        if self.canvas.get_size() == size:
            self._aside.blit(self.canvas, (0, 0))
        else:  # the window has another size now
            pygame.transform.smoothscale(self.canvas, size, self._aside)
        sign = turning(load_theme(self.session.theme), size, turn)
        self.desk_renderer.draw(Frame(size, sign), self._aside)
        window.get_surface().blit(self._aside, (0, 0))
        window.flip()

    def _show_desk(self) -> None:
        window = self.windows[self.desk_index]
        surface, words = window.get_surface(), self._words()
        size, shape = surface.get_size(), self._audience_size()
        view = (_desk_view(self.session), words.hour, size, shape, self.desk_index)
        fresh = view != self._desk_seen
        if fresh:
            session = replace(
                self.session, language=desk_language(self.session), theme=desk_theme(self.session)
            )
            theme = load_theme(session.theme)
            self.page_waits = not self._page_is_ready(session, words, theme, size, shape)
            if self.page_waits:
                return
            self._desk_seen = view
            self.chrome = desk(session, words, theme, size, shape[0] / shape[1], "presenter")
            if self.desk_canvas.get_size() != size:
                self.desk_canvas = pygame.Surface(size, 0, 32)
            self.desk_renderer.draw(Frame(size, self.chrome.shapes), self.desk_canvas)
            self._dress_windows(words)
        changed = [
            self._safely("the small picture of now", lambda: self._put_now(fresh)),
            self._safely("the next picture", lambda: self._put_next(fresh)),
            self._safely("the overview", lambda: self._put_ends(fresh)),
            self.session.profile and self._times_due(),
        ]
        if fresh or any(changed):
            surface.blit(self.desk_canvas, (0, 0))
            if self.session.profile:
                self._put_times(surface, words)
            window.flip()

    def _page_is_ready(
        self, session: Session, words: Words, theme: Theme, size: tuple[int, int], shape: tuple[int, int]
    ) -> bool:
        """Tell whether the desk can be drawn now; what is new in this look is made by a worker, and shows when it is."""
        look = (session.screen, session.scene, session.overlay, session.theme, session.language)
        page = (*look, session.text_scale, size, shape)
        if page == self._page:
            return True
        made = Page(page, lambda: _desk_frame(session, words, theme, size, shape))
        if self.desk_ahead.picture(made) is None:
            return False
        self._page = page
        return True

    def _times_due(self) -> bool:
        """Tell whether the table of times is to be drawn anew."""
        turn = int(time.perf_counter() * _PROFILES_PER_S)
        due, self._profile_turn = turn != self._profile_turn, turn
        return due

    def _put_times(self, surface: pygame.Surface, words: Words) -> None:
        """Lay the table of times over the desk."""
        session = replace(self.session, language=desk_language(self.session))
        kept, theme = self.renderer.stats(), load_theme(self.session.theme)
        profile = self.timing.profile(kept["hits"], kept["misses"], self.quality)
        shapes = profile_over(session, words, theme, surface.get_size(), profile)
        self.desk_renderer.draw(Frame(surface.get_size(), shapes), surface)

    def _audience_size(self) -> tuple[int, int]:
        return self.windows[self.audience_index].get_surface().get_size()

    def _put_now(self, fresh: bool) -> bool:
        """Put the small picture of now on the desk, a few times a second; tell whether it was put."""
        region = self._region(NOW)
        now = time.perf_counter()
        if region is None or (not fresh and now < self._small_at + _SMALL_EVERY_S):
            return False
        view = _view(self.session, self._audience_size(), self.session.scene in self.timelines)
        view = (*view, _over_view(self.session))
        if not fresh and view == self._small:
            return False
        large, frame = self.canvas, None
        if view[:-1] != self._whole:
            frame = self._ready(self.session, self._audience_size())
            if frame is None:
                return False
        self._small, self._small_at = view, now
        if frame is not None:
            if self._aside.get_size() != self._audience_size():
                self._aside = pygame.Surface(self._audience_size(), 0, 32)
            large = self._aside
            self.renderer.draw(frame, large)
        self._put(large, region)
        over = self._over(_size(region)) if frame is None else ()
        if over:
            pane = Pane(NOW, region.box, over)
            self.desk_renderer.draw(Frame(self.desk_canvas.get_size(), (pane,)), self.desk_canvas)
        return True

    def _put_next(self, fresh: bool) -> bool:
        """Put the end picture of the next step on the desk when it is ready; tell whether it was put."""
        region, session = self._region(NEXT), self.session
        coming = following(session)
        timeline = self.timelines.get(coming[0]) if coming is not None else None
        if region is None or timeline is None or coming is None:
            return False
        wide, high = self._audience_size()
        size = (max(1, round(_PREVIEW_HIGH * wide / high)), _PREVIEW_HIGH)
        wanted = Wish(*coming, look_of(session), size, _size(region))
        picture = self.previews.get(wanted, timeline)
        if picture is not None and coming[1] + 1 < len(timeline.steps):
            # The one after it as well: it is there when the lecturer goes on.
            self.previews.get(replace(wanted, step=coming[1] + 1), timeline)
        if picture is None or (not fresh and picture is self._preview):
            return False
        self._preview = picture
        self._put(picture, region)
        return True

    def _put_ends(self, fresh: bool) -> bool:
        """Put the end pictures of the overview that are ready, and let the first one that is missing be made."""
        session = self.session
        timeline = self.timelines.get(session.scene)
        if session.overlay != "overview" or timeline is None:
            return False
        if fresh:
            self._ends.clear()
        wide, high = self._audience_size()
        size, put = (max(1, round(_PREVIEW_HIGH * wide / high)), _PREVIEW_HIGH), False
        for region in self.chrome.regions:
            step = region.name.removeprefix(END)
            if not region.name.startswith(END) or step in self._ends:
                continue
            picture = self.previews.get(
                Wish(session.scene, int(step), look_of(session), size, _size(region)), timeline
            )
            if picture is None:
                return put
            self._ends.add(step)
            self._put(picture, region)
            put = True
        return put

    def _put(self, picture: pygame.Surface, region: Region) -> None:
        size = _size(region)
        small = picture if picture.get_size() == size else pygame.transform.smoothscale(picture, size)
        self.desk_canvas.blit(small, (round(region.box.left), round(region.box.low)))

    def _region(self, name: str) -> Region | None:
        return next((region for region in self.chrome.regions if region.name == name), None)

    def _words(self) -> Words:
        """Return what the desk may say now, in its own language."""
        session, language = self.session, desk_language(self.session)
        local = time.localtime()
        hour, say = (local.tm_hour, local.tm_min), wording.say_in(language)
        helps = wording.helps(language) if session.overlay == "support" else ()
        found = self.scenes.get(session.scene) if session.screen == "scene" else None
        if found is None:
            return Words(
                say, wording.cards(self.scenes.values(), language), keys=self.key_rows, hour=hour, helps=helps
            )
        scene = wording.scene_words(found, language, load_theme(desk_theme(session)))
        words = Words(
            say,
            scene=scene,
            keys=self.key_rows,
            hour=hour,
            helps=helps,
            finds=wording.finds_in(found.library, language),
            portrays=wording.portrays_in(found.library, load_theme(desk_theme(session))),
        )
        if session.overlay == "card":
            words = replace(words, card=cards.card_of(found, session.step, session.subject, language))
            session = below_card(session)
        if session.overlay != "glossary":
            return words
        return replace(words, glossary=cards.glossary_of(found, session.step, language))

    def _dress_windows(self, words: Words) -> None:
        program = words.say(PROGRAM)
        title = f"{words.scene.title} – {program}" if words.scene is not None else program
        self.windows[self.audience_index].title = title
        if len(self.windows) > 1:
            self.windows[self.desk_index].title = f"{words.say(NOTES)} – {title}"

    def _hide_pointer(self) -> None:
        """Hide the pointer where it rests on the audience's picture."""
        rests = time.perf_counter() - self._pointer_at >= _POINTER_LASTS_S
        over_picture = self._pointer_in == self.audience_index and (
            len(self.windows) > 1 or not self.desk_shows
        )
        pygame.mouse.set_visible(not (rests and over_picture))

    # ----------------------------------------------------------------------------------------- the lecturer

    def heed(self, event: pygame.Event) -> None:
        """Turn one event into what it asks for."""
        where = self._window_of(event)
        match event.type:
            case pygame.QUIT | pygame.WINDOWCLOSE:
                self.do(ask.Quit())
            case pygame.KEYDOWN:
                self._heed_key(event, where)
            case pygame.KEYUP:
                self._down -= {event.scancode}
            case pygame.WINDOWFOCUSLOST:
                self._down = frozenset()
                self._held = None
                self.do(ask.PointOut(None))
                self.do(ask.LetGo())
            case pygame.MOUSEMOTION:
                self._pointer_at, self._pointer_in = time.perf_counter(), where
                self._drag(event.pos, where)
                self.do(ask.PointAt(self._under(event.pos, where)))
            case pygame.MOUSEBUTTONDOWN if event.button == pygame.BUTTON_LEFT:
                self._hold(event.pos, where)
                self.do(ask.Press(self._under(event.pos, where)))
            case pygame.MOUSEBUTTONUP if event.button == pygame.BUTTON_LEFT:
                self._let_go(event.pos, where)
            case pygame.MOUSEWHEEL:
                self.do(ask.Scroll(-event.y, self.chrome.scroll_limit))
            case pygame.WINDOWLEAVE:
                self.do(ask.PointAt(""))
            case pygame.WINDOWENTER:
                self._pointer_at, self._pointer_in = time.perf_counter(), where
            case pygame.WINDOWEXPOSED | pygame.WINDOWSIZECHANGED:
                self._seen = self._desk_seen = None
            case pygame.WINDOWDISPLAYCHANGED if event.window == self.windows[0] and not event.display_index:
                # What filled the audience's screen was brought before the lecturer: only one who unplugs it does that.
                if self._apart and self.session.fullscreen:
                    self._lose_screen()
            case _:
                pass

    def _window_of(self, event: pygame.Event) -> int:
        """Return which window an event is about; what names none is about the desk."""
        window = getattr(event, "window", None)
        return self.windows.index(window) if window in self.windows else self.desk_index

    def _heed_key(self, event: pygame.Event, where: int) -> None:
        stroke = stroke_of(event, self._down)
        self._down |= {event.scancode}
        rows = self.key_rows
        found = match_key("presenter", stroke, rows)
        if not stroke.held and not stroke.key.endswith(_MODIFIERS):
            does = key_map("presenter", rows)[found[1]].says if found is not None else ""
            self.do(ask.HearKey(found[1] if found is not None else stroke.key, does))
        if found is not None:
            self.act(*found, where)

    def act(self, action: str, key: str, where: int) -> None:
        """Do what an action of the key table means on this screen, in this window."""
        session = self.session
        choosing = session.screen == "home" and session.overlay is None
        listed = session.overlay == "overview"
        step = 1 if action in ("next-step", "focus-next", "text-on") else -1
        if action == "fullscreen":
            self.do(ask.ToggleFullscreen(0 if self._gone else where))
        elif action in ("light-next", "light-previous"):
            self._light(1 if action == "light-next" else -1)
        elif action in ("text-on", "text-back"):
            self.do(ask.Scroll(step, self.chrome.scroll_limit))
        elif action == "digit" and choosing:
            self._focus_on(int(sign_of(key)) - 1 if sign_of(key).isdigit() else -1)
        elif action == "digit":
            self.do(ask.TypeDigit(sign_of(key)))
        elif key == "backspace" and session.digits:
            self.do(ask.EraseTyped())
        elif action == "activate" and session.digits:
            self.do(ask.GoToTyped())
            if listed:
                self.do(ask.CloseTop())
        elif action == "activate":
            self._activate(session.focus)
        elif action in ("focus-next", "focus-previous") or (
            (choosing or listed) and action in ("next-step", "previous-step")
        ):
            names = self._buttons()
            at = names.index(session.focus) + step if session.focus in names else (0 if step > 0 else -1)
            self._focus_on(at % len(names) if names else -1)
        else:
            self._activate(action)

    def _activate(self, name: str) -> None:
        intent = intent_for(name, self.session)
        if self.session.overlay == "overview" and isinstance(intent, ask.GoToStep):
            self.do(ask.CloseTop())
        if isinstance(intent, ask.OpenScene):
            intent = replace(intent, playing=False)  # the talk begins when the lecturer does
        if intent is not None:
            self.do(intent)
        if name == "overview" and self.session.overlay == "overview":
            self.do(ask.FocusOn(f"step:{self.session.step}"))

    def _buttons(self) -> list[str]:
        return list(dict.fromkeys(region.name for region in self.chrome.regions if region.role == "button"))

    def _focus_on(self, index: int) -> None:
        names = self._buttons()
        if 0 <= index < len(names):
            self.do(ask.FocusOn(names[index]))

    def _under(self, at: Point, where: int) -> str:
        """Return the topmost button at a pixel of the desk; the audience's picture has none."""
        if where != self.desk_index or not self.desk_shows:
            return ""
        for region in reversed(self.chrome.regions):
            if region.role in ("button", "veil") and region.box.contains(at):
                return region.name if region.role == "button" else ""
        return ""

    def _on_picture(self, at: Point, where: int) -> Point | None:
        """Return a pixel in parts of the picture: on the audience's own, or on the small one of now."""
        if self.session.screen != "scene" or self.session.overlays:
            return None
        if where == self.desk_index and self.desk_shows:
            region = self._region(NOW)
            return part_of(at, region.box) if region is not None else None
        return part_of(at, Box(0, 0, *self._audience_size()))

    def _hold(self, at: Point, where: int) -> None:
        """Begin to point or to draw where the picture is pressed."""
        part = self._on_picture(at, where)
        self._held = (part, False) if part is not None else None
        if part is not None and self.talk.pen:
            self.do(ask.Draw(part, begins=True))

    def _drag(self, at: Point, where: int) -> None:
        """Go on pointing or drawing while the picture is held; off its edge nothing is added."""
        part = self._on_picture(at, where)
        if self._held is None or part is None:
            return
        start, dragged = self._held
        self._held = (start, dragged or math.dist(start, part) > _DRAGGED)
        if self.talk.pen:
            self.do(ask.Draw(part))
        elif self._held[1]:
            self.do(ask.PointOut(part))

    def _leave_hold(self) -> None:
        """End pointing or drawing; a click that was neither lights what lies there, or all."""
        held, self._held = self._held, None
        if held is None:
            return
        if self.talk.pointer is not None:
            self.do(ask.PointOut(None))
        elif not held[1] and not self.talk.pen and self._frame is not None and self.talk.frozen is None:
            width, height = self._frame.size
            there = (held[0][0] * width, held[0][1] * height)
            found = under([one for one in self._frame.regions if one.role in LIT_ROLES], self._frame, there)
            again = found is not None and stem(found.name) == stem(self.talk.spot)
            self.do(ask.Spotlight("" if again or found is None else found.name))

    def _light(self, by: int) -> None:
        """Light the next thing of the picture, or the one before; after the last one, all of it."""
        if self._frame is None or self.session.screen != "scene":
            return
        names = ("", *things(ordered(self._frame.regions)))
        stems = [stem(name) for name in names]
        here = stems.index(stem(self.talk.spot)) if stem(self.talk.spot) in stems else 0
        self.do(ask.Spotlight(names[(here + by) % len(names)]))

    def _let_go(self, at: Point, where: int) -> None:
        """Act on release, and only where the press began: sliding off takes it back."""
        self._leave_hold()
        pressed, under = self.session.pressed, self._under(at, where)
        self.do(ask.LetGo())
        if pressed and pressed == under:
            self._activate(pressed)

    # ------------------------------------------------------------------------------------------- the wishes

    def _grant(self, effect: Effect) -> None:
        match effect:
            case wish.Compile(request, scene):
                self.compiler.ask(Job(request, scene))
            case wish.SetFullscreen(on, window):
                self._fill(window, on)
            case wish.Remember():
                settings = settings_of(self.session, self._first, self.settings)
                if settings != self.settings:
                    self.settings = settings
                    problem = save_settings(settings, self.settings_path)
                    if problem:
                        self._log_once(problem)
            case wish.Leave():
                self.leaving = True
            case wish.SaveScreenshot() | wish.CopyText() | wish.CheckPin() | wish.KeepPlace():
                pass  # no key of this mode asks for them

    def _watch_screens(self) -> None:
        """Look twice a second whether the audience's screen has gone or come back."""
        if not self._apart or time.perf_counter() < self._screens_at + _SCREENS_EVERY_S:
            return
        if self._later:
            first, *rest = self._later
            self._later = tuple(rest)
            with contextlib.suppress(pygame.error):
                first()
        before, self._screens = self._screens, len(_desktops())
        self._screens_at = time.perf_counter()
        if self._screens < 2 <= before and not self._gone:
            self._lose_screen()
        elif before < 2 <= self._screens and self._gone:
            self.do(ask.ToggleFullscreen(0))

    def _move(self, place: Place) -> None:
        self.windows[0].size, self.windows[0].position = place.size, place.corner

    def _lose_screen(self) -> None:
        """Go on where there is one screen now: the desk before the lecturer, the picture in a window behind it."""
        self._gone = True
        if self.session.fullscreen:
            self.do(ask.ToggleFullscreen(0))
        say = wording.say_in(desk_language(self.session))
        self.do(ask.Notice(say(SCREEN_GONE)))

    def _fill(self, window: int, on: bool) -> None:
        with contextlib.suppress(pygame.error):  # a screen that was just unplugged; the talk goes on
            if on and window == 0 and self._gone and len(_desktops()) > 1:
                self._gone = False
                self._move(whole_place(_desktops()[1], 1))
                self._later = (lambda: self.windows[0].set_fullscreen(desktop=True),)
                self.do(ask.Notice(wording.say_in(desk_language(self.session))(SCREEN_BACK)))
            elif on:
                self.windows[window].set_fullscreen(desktop=True)
            else:
                self.windows[window].set_windowed()
                if window == 0 and self._gone:
                    self._born_whole = False
                    self._later = (
                        lambda: self._move(windowed_place(_desktops()[0], 0)),
                        self.windows[1].focus,
                    )
                elif window == 0 and self._born_whole:  # it has no smaller size yet to go back to
                    self._born_whole = False
                    self._move(windowed_place(_desktops()[-1], min(1, len(_desktops()) - 1)))

    def _log_once(self, line: str) -> None:
        if line not in self._logged:
            self._logged.add(line)
            LOG.error("%s", line.splitlines()[0])


def _desktops() -> list[tuple[int, int]]:
    return pygame.display.get_desktop_sizes()


def _smaller(box: Box, part: float) -> Box:
    return Box(part * box.left, part * box.low, part * box.right, part * box.high)


def _desk_frame(
    session: Session, words: Words, theme: Theme, size: tuple[int, int], shape: tuple[int, int]
) -> Frame:
    """Return the desk for a session as one frame."""
    return Frame(size, desk(session, words, theme, size, shape[0] / shape[1], "presenter").shapes)


def _size(region: Region) -> tuple[int, int]:
    return (max(1, round(region.box.width)), max(1, round(region.box.height)))


def _view(session: Session, size: tuple[int, int], there: bool) -> View:
    """Return all that the picture is a function of, and whether its timeline is there."""
    place = (session.screen, session.scene, session.step, session.seconds, session.hold)
    return (*place, look_of(session), size, there)


def _desk_view(session: Session) -> View:
    """Return all that the desk is a function of, beside its two pictures: times in whole seconds."""
    talk = session.talk or Talk()
    still = replace(session, seconds=0.0, hold=0.0, digits_age=0.0, notice_left=0.0, playing=False)
    return (replace(still, talk=replace(talk, seconds=float(int(talk.seconds)), pointer=None, strokes=())),)


def _over_view(session: Session) -> View:
    """Return all that lies over the audience's picture."""
    talk = session.talk or Talk()
    return (talk.spot, talk.pointer, talk.strokes, talk.frozen is None)
