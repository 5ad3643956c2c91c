"""The panel of knobs: what it offers and says, what a turn does to the show, and what the picture says of it."""

import time
from dataclasses import replace

import pygame
import pytest
from conftest import library, scene, timeline

from visualizer import app
from visualizer.app import what_if
from visualizer.app.display import open_display
from visualizer.app.places import Stopped, load_stopped, save_stopped
from visualizer.app.wording import say_in
from visualizer.core.errors import UsageError
from visualizer.export import find, shipped, tuned, under
from visualizer.export.finding import turned_of
from visualizer.export.still import set_facts
from visualizer.figures import Look, arrange, compose
from visualizer.figures.layout import corner_parts
from visualizer.figures.look import load_theme
from visualizer.frame.shapes import Frame
from visualizer.modes import Words, chrome, framed, picture_size
from visualizer.modes.words import Control
from visualizer.pharma import set_apart, settle, stops_of, switched, turned
from visualizer.render import PygameRenderer
from visualizer.session import CHART_CLOCK, Session, update
from visualizer.session import effects as wish
from visualizer.session import intents as ask
from visualizer.timeline import at_once, compile_scene, model_of, retuned
from visualizer.timeline.live import LIVE

SCENE = "nmda-blockade"


def model():
    """Return the model of ketamine."""
    return model_of(scene(SCENE), library())


def shown(**changes) -> Session:
    """Return a session that shows the scene."""
    steps = timeline(SCENE).steps
    return replace(Session(screen="scene", scene=SCENE, steps=steps), **changes)


# ------------------------------------------------------------------------------------------------- settings


def test_a_turn_lets_go_of_what_cannot_stand_beside_it():
    """The spray is of esketamine and dosed in milligrams, so that the racemate and its dose fall back."""
    knobs, withs = turned(
        model(), {"form": "racemic", "dose_mg_per_kg": "1"}, ("ampa-antagonist",), "route", "nasal"
    )
    assert (knobs, withs) == ({"route": "nasal"}, ("ampa-antagonist",))
    with pytest.raises(UsageError):
        turned(model(), {}, (), "route", "by-post")


def test_one_of_two_that_cannot_go_together_gives_way():
    """Memantine and a blocker of GluN2B both stand for ketamine: the one put in last counts."""
    assert switched(model(), ("ampa-antagonist", "memantine-instead"), "glun2b-antagonist-instead") == (
        "ampa-antagonist",
        "glun2b-antagonist-instead",
    )
    assert switched(model(), ("ampa-antagonist",), "ampa-antagonist") == ()


def test_numbers_are_turned_through_round_values():
    """The stops of a dose begin at nought, rise, hold the default and what is usual, and end at the most."""
    settings = settle(model())
    stops = stops_of(model().knobs["dose_mg_per_kg"], settings)
    assert (stops[0], stops[-1]) == (0.0, 13.0)
    assert list(stops) == sorted(set(stops))
    assert {0.1, 0.5, 1.0} <= set(stops)


def test_a_default_that_follows_another_knob_is_not_turned():
    """With fluoxetine the usual dose is another one; only the drug was turned."""
    ssri = model_of(scene("ssri-reuptake"), library())
    assert set_apart(ssri, settle(ssri, {"drug": "fluoxetine"})) == (("drug", "fluoxetine"),)


# --------------------------------------------------------------------------------------------------- the show


def test_a_turn_asks_for_the_same_moment_under_other_settings():
    """The step and its time stay; the wish carries the settings; the same turn again asks for nothing."""
    before = shown(step=3, seconds=2.0)
    after, wishes = update(before, ask.TurnKnobs((("dose_mg_per_kg", "1"),), ("ampa-antagonist",)))
    assert (after.step, after.seconds, after.screen) == (3, 2.0, "scene")
    assert wishes[0] == wish.Compile(after.turning, SCENE, (("dose_mg_per_kg", "1"),), ("ampa-antagonist",))
    assert isinstance(wishes[1], wish.KeepPlace)
    assert update(after, ask.TurnKnobs(after.knobs, after.withs)) == (after, ())


def test_all_is_put_back_by_one_wish():
    """Both the reset of the knobs and starting all over lead back to the model's defaults."""
    turned_now = shown(knobs=(("dose_mg_per_kg", "1"),), withs=("ampa-antagonist",))
    for intent in (ask.ResetKnobs(), ask.Reset()):
        after, wishes = update(turned_now, intent)
        assert (after.knobs, after.withs) == ((), ())
        assert wish.Compile(after.turning, SCENE) in wishes


def test_a_turn_that_fails_says_why_and_changes_no_picture():
    """The line is shown, and the scene stays open."""
    after, _ = update(shown(), ask.TurnKnobs((("dose_mg_per_kg", "1"),)))
    failed, _ = update(after, ask.CompileFailed(after.turning, "no data"))
    assert (failed.notice, failed.screen) == ("no data", "scene")


def test_the_show_goes_on_beside_the_panel():
    """Time passes while the panel is open, and stands still behind other overlays."""
    running = shown(playing=True)
    beside, _ = update(running, ask.ToggleOverlay("what-if"))
    behind, _ = update(running, ask.ToggleOverlay("menu"))
    assert update(beside, ask.Tick(0.5))[0].seconds == pytest.approx(0.5)
    assert update(behind, ask.Tick(0.5))[0].seconds == 0.0


# -------------------------------------------------------------------------------------------------- the panel


def words(session):
    """Return what the panel says of a session."""
    return what_if.words_of((find(SCENE),), session)


def test_the_panel_offers_a_few_first_and_all_on_request():
    """Every knob that has a meaning and every intervention is there once, the rival explanations behind research."""
    found = words(shown())
    first = [control.name for control in found.controls]
    assert {"species", "route", "form", "dose_mg_per_kg", "schedule", "stress"} == set(first)
    rest = {one.name for one in found.research}
    assert {"first_target", "mtor_in_people", "body_kg"} <= rest
    offered = {one.name for one in (*found.switches, *found.research) if one.name.startswith("with:")}
    assert offered == {f"with:{name}" for name in model().interventions}
    assert 3 <= len(found.switches) <= 7
    assert all(switch.says for switch in found.switches)


def test_every_control_of_the_panel_can_be_pressed():
    """What a region asks for is a setting that the model takes, from every start that the panel itself leads to."""
    session = shown()
    for _ in range(3):
        found = words(session)
        names = [
            name
            for c in (*found.controls, *found.research)
            if isinstance(c, Control)
            for name in (c.less, c.more)
        ]
        names += [s.name for s in (*found.switches, *found.research) if not isinstance(s, Control)]
        for name in filter(None, names):
            asked = what_if.turned_to((find(SCENE),), session, name)
            settle(model(), dict(asked.knobs), asked.withs)
            session = update(session, asked)[0] if name.endswith(("=rat", "=bolus")) else session
    assert session.knobs


def test_what_changed_is_said_in_words():
    """Behind the AMPA receptor all is less, before it nothing changes."""
    found = words(shown(withs=("ampa-antagonist",)))
    said = dict(found.came)
    assert "BDNF" in said["less than before"] or "mTORC1" in said["less than before"]
    assert "ketamine in plasma" in said["as before"]
    assert found.plot is not None
    assert found.plot.came == "less than before"
    assert words(shown()).came == ()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("text_scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768)])
def test_every_part_of_the_panel_can_be_reached(size, text_scale, language):
    """Scrolled from its top to its end the panel shows every control within the frame, each large enough, none over another."""
    session = shown(overlays=("what-if",), research=True, text_scale=text_scale, language=language)
    found = words(session)
    say = say_in(language)
    wanted = {
        name
        for c in (*found.controls, *found.research)
        if isinstance(c, Control)
        for name in (c.less, c.more)
        if name
    }
    wanted |= {s.name for s in (*found.switches, *found.research) if not isinstance(s, Control)} | {
        "research"
    }
    seen: set[str] = set()
    limit, scroll = 1, 0
    while scroll <= limit:
        at = replace(session, scroll=scroll)
        drawn = chrome(at, Words(say, what_if=found), load_theme("lecture"), size)
        limit = drawn.scroll_limit
        page = next(region.box for region in drawn.regions if region.role == "page")
        inside = [r for r in drawn.regions if r.role == "button" and page.contains(r.box.centre)]
        for region in inside:
            assert region.box.left >= page.left - 1, region.name
            assert region.box.right <= page.right + 1, region.name
            assert region.box.low >= page.low - 1, region.name
            assert region.box.high <= page.high + 1, region.name
            assert min(region.box.width, region.box.height) >= 40, region.name
            others = [o.box for o in inside if o is not region]
            assert not any(o.contains(region.box.centre) for o in others), region.name
        seen |= {region.name for region in inside}
        scroll += 1
    assert wanted <= seen, wanted - seen


# ------------------------------------------------------------------------------------------------ the picture


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (3840, 2160)])
def test_the_picture_stands_beside_the_panel(size):
    """The panel hides nothing of it: neither labels nor the end of a caption nor the lines in the corner."""
    open_panel = shown(overlays=("what-if",))
    room = picture_size(open_panel, size)
    drawn = chrome(open_panel, Words(say_in("en"), what_if=words(open_panel)), load_theme("lecture"), size)
    page = next(region.box for region in drawn.regions if region.role == "page")
    assert page.left > room[0] > 0.5 * size[0]
    assert room[1] == size[1]
    assert picture_size(shown(), size) == size


@pytest.mark.parametrize(
    ("size", "text_scale"), [((1024, 768), 1.0), ((1280, 720), 2.0), ((1920, 1080), 1.5)]
)
def test_a_picture_that_would_be_too_narrow_keeps_the_frame(size, text_scale):
    """Where the panel takes most of the frame it lies over the picture, as it does over two side by side."""
    session = shown(overlays=("what-if",), text_scale=text_scale)
    assert picture_size(session, size) == size


def test_a_picture_beside_a_panel_is_drawn_of_what_was_made_ready_for_it():
    """Nothing is baked twice because the window is wider than the picture, and nothing is drawn beyond its edge."""
    session, size = shown(overlays=("what-if",), step=5), (960, 540)
    room, theme = picture_size(session, size), load_theme("lecture")
    line = timeline(SCENE)
    picture = compose(line, line.at(5, 4.0), arrange(line, Look(), room))
    renderer = PygameRenderer()
    renderer.prepare(picture, lambda: False)
    renderer.draw(picture, pygame.Surface(room, 0, 32))
    before, surface = renderer.stats()["misses"], pygame.Surface(size, 0, 32)
    renderer.draw(Frame(size, framed(picture, theme, size)), surface)
    assert renderer.stats()["misses"] == before
    rest = surface.subsurface((room[0], 0, size[0] - room[0], size[1]))
    assert pygame.transform.average_color(rest)[:3] == pygame.Color(theme.colours["backdrop-edge"])[:3]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "changed: dose\u00a01\u00a0mg/kg"), ("fr", "changé\u00a0: dose\u00a01\u00a0mg/kg")],
)
def test_the_picture_says_what_was_turned(language, said):
    """Beside the paces stands what differs from the scene's own settings; nothing where nothing does."""
    settings = settle(model(), {"dose_mg_per_kg": "1"})
    line = retuned(timeline(SCENE), settings)
    parts = corner_parts(arrange(line, Look(language=language), (1920, 1080)), 3)
    assert parts[0] == said
    plain = corner_parts(arrange(timeline(SCENE), Look(language=language), (1920, 1080)), 3)
    assert not any("chang" in part for part in plain)


TURNS = [
    ("nmda-blockade", {"dose_mg_per_kg": "0.7"}, ()),
    ("ssri-reuptake", {"dose_mg_per_day": "4"}, ()),
    ("other-carriers", {"dose_mg_per_day": "40"}, ()),
    ("glutamate-rise", {}, ("ampa-antagonist",)),
]


@pytest.mark.parametrize(("name", "knobs", "withs"), TURNS)
def test_a_turned_scene_is_the_scene_compiled_so(name, knobs, withs):
    """What a turn takes over from the scene as it was is just what compiling it anew would give, molecule by molecule."""
    plain = timeline(name)
    assert plain.tables
    settings = settle(model_of(scene(name), library()), {**scene(name).settings, **knobs}, withs)
    quick, whole = retuned(plain, settings), compile_scene(scene(name), library(), settings=settings)
    assert dict(quick.curves) == dict(whole.curves)
    assert dict(quick.states) == dict(whole.states)
    last = len(plain.steps) - 1
    for mine, theirs in zip(quick.tables, whole.tables, strict=True):
        assert (mine.places == theirs.places).all()
        assert (mine.states == theirs.states).all()
        assert (mine.alpha == theirs.alpha).all()
    assert (quick.walks.hold(last).places == whole.walks.hold(last).places).all()
    assert quick.walks.passed(last) == whole.walks.passed(last)


def test_a_picture_comes_before_anybody_has_walked():
    """A turn shows at once the states and curves of the whole answer; molecules stand as they were until they have walked."""
    plain, last = timeline(SCENE), len(timeline(SCENE).steps) - 1
    assert plain.tables
    whole = retuned(plain, settle(model(), {"dose_mg_per_kg": "0.7"}))
    first = at_once(whole, last)
    assert first.states is whole.states
    assert first.curves is whole.curves
    assert first.walks.table(last) is plain.walks.table(last)
    assert not whole.walks.tables  # nobody has walked yet
    assert at_once(whole, 0) is whole  # before the drug comes nobody walks anew
    assert whole.walks.table(last) is not plain.walks.table(last)
    assert at_once(whole, last) is whole  # all have walked


def test_a_turn_walks_only_where_something_else_happens():
    """Before the drug comes nobody walks anew; where no molecule hangs on the model, nobody does at all."""
    plain = timeline(SCENE)
    assert plain.tables
    turned_line = retuned(plain, settle(model(), {"dose_mg_per_kg": "0.7"}))
    arrival = next(i for i, step in enumerate(plain.steps) if step.id == "arrival")
    same = [a is b for a, b in zip(plain.tables, turned_line.tables, strict=True)]
    assert all(same[:arrival])
    assert not any(same[arrival:])
    other = timeline("bdnf-release")
    assert other.tables
    settings = settle(model_of(scene("bdnf-release"), library()), {"dose_mg_per_kg": "0.6"})
    for mine, theirs in zip(other.tables, retuned(other, settings).tables, strict=True):
        assert mine is theirs


def test_a_window_turns_a_knob_and_puts_it_back():
    """The picture of the same moment comes under the new settings, is kept with them, and F9 puts everything back."""
    open_display()
    shell = app.Shell(app.Options(find(f"{SCENE}@arrival"), (640, 360), "en"), shipped()[0])

    def wait(done):
        until = time.monotonic() + 120
        while not done() and time.monotonic() < until:
            shell.hear()
            time.sleep(0.01)
        assert done()

    try:
        wait(lambda: shell.session.screen == "scene")
        shell.act("what-if", "f8")
        assert shell.session.overlay == "what-if"
        shell._activate("knob:dose_mg_per_kg=1")
        wait(lambda: shell.timelines[SCENE].settings is not None)
        assert shell.timelines[SCENE].settings.of("dose_mg_per_kg") == "1"
        assert "dose_mg_per_kg=1" in shell._facts(shell.timelines[SCENE], (640, 360))["moa:knobs"]
        shell.act("reset-knobs", "f9")
        wait(lambda: shell.timelines[SCENE].settings is None)
        assert shell.session.knobs == ()
    finally:
        shell.close()
        pygame.display.quit()


# ----------------------------------------------------------------------------------- curves on the picture


def curved(name, language="en", log=True, beside=False):
    """Return a scene's timeline with the usual curves."""
    curves = what_if.turned_to((find(name),), shown(), "curves").names
    return what_if.with_curves_of(timeline(name), curves, language, log, beside)


def test_at_most_three_curves_are_drawn():
    """The usual ones are three; a fourth takes the place of the first; asked for again, one goes."""
    usual = what_if.turned_to((find(SCENE),), shown(), "curves").names
    assert usual == ("plasma_ng_per_ml", "nmda_block", "mood_effect")
    fourth = what_if.turned_to((find(SCENE),), shown(curves=usual), "curve:mtorc1")
    after, _ = update(shown(curves=usual), fourth)
    assert after.curves == ("nmda_block", "mood_effect", "mtorc1")
    assert what_if.turned_to((find(SCENE),), after, "curve:mtorc1").names == ("nmda_block", "mood_effect")
    assert what_if.turned_to((find(SCENE),), after, "curves").names == ()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1224, 1080)])
def test_curves_stand_clear_of_the_labels(size, language):
    """In every step that shows them they lie within the frame, below the labels, and say a known size with its unit."""
    line = curved(SCENE, language)
    layout = arrange(line, Look(language=language), size)
    steps = [i for i in range(len(line.steps)) if LIVE in line.panels_of(i)]
    assert len(steps) >= 5
    for step in steps:
        panel = layout.panel(LIVE, step)
        assert not panel.folded
        assert panel.box.right <= size[0]
        assert panel.box.high <= size[1]
        assert layout.column_foot(step) <= panel.box.low
    said = [series.name for series in line.scene.cast[LIVE].series]
    assert any("183\u00a0ng/mL" in text for text in said)
    assert [line.curves[series.curve].assumed for series in line.scene.cast[LIVE].series] == [
        False,
        True,
        True,
    ]


def test_a_step_with_a_panel_of_its_own_keeps_that_alone():
    """Where the author shows a card or a chart, the asked-for curves wait."""
    line = curved("ssri-reuptake")
    for step in range(len(line.steps)):
        own = list(timeline("ssri-reuptake").panels_of(step))
        assert LIVE in line.panels_of(step) or own


def test_side_by_side_the_curves_share_their_axis():
    """Both halves draw over the same time with the same marks."""
    charts = [curved(name, beside=True).scene.cast[LIVE] for name in (SCENE, "ssri-reuptake")]
    assert charts[0].span == charts[1].span
    assert charts[0].ticks == charts[1].ticks
    assert charts[0].log
    assert charts[1].log
    assert not curved(SCENE, log=False).scene.cast[LIVE].log


def test_what_was_turned_is_there_when_she_comes_back(tmp_path):
    """The place where somebody stopped keeps the knobs, and a damaged one is refused like any other."""
    path = tmp_path / "state.json"
    stopped = Stopped(SCENE, "arrival", (("dose_mg_per_kg", "1"),), ("ampa-antagonist",))
    assert save_stopped(stopped, path) is None
    assert load_stopped(path) == (stopped, None)
    path.write_text('{"scene": "a", "step": "b", "knobs": [["x"]]}', encoding="utf-8")
    assert load_stopped(path)[0] is None


def test_going_on_opens_the_scene_under_the_same_settings():
    """The button of the home page that leads back asks for the scene with what was turned; another card does not."""
    open_display()
    shell = app.Shell(app.Options(size=(640, 360), language="en"), shipped()[0])
    try:
        step = [one.id for one in scene(SCENE).steps].index("arrival")
        shell.stopped = Stopped(SCENE, "arrival", (("dose_mg_per_kg", "1"),), ())
        kept = shell._as_it_was_left(ask.OpenScene(SCENE, step))
        assert kept.knobs == (("dose_mg_per_kg", "1"),)
        assert shell._as_it_was_left(ask.OpenScene(SCENE, 0)).knobs == ()
        shell.stopped = Stopped(SCENE, "arrival", (("dose_mg_per_kg", "-1"),), ())
        assert shell._as_it_was_left(ask.OpenScene(SCENE, step)).knobs == ()
    finally:
        shell.close()
        pygame.display.quit()


def test_the_charts_line_is_dragged_through_the_scene():
    """Where a chart of two moments or more shows, its plot is a slider: the scene goes to the time under the pointer."""
    open_display()
    shell = app.Shell(app.Options(find("two-clocks@carrier"), (960, 540), "en"), shipped()[0])
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and shell.session.screen != "scene":
            shell.hear()
            time.sleep(0.01)
        shell.do(ask.SeekTo(1, 8.0))
        while time.monotonic() < until and CHART_CLOCK not in {region.name for region in shell.regions}:
            shell.hear()
            shell.show()
            time.sleep(0.01)
        plot = next(region.box for region in shell.regions if region.name == CHART_CLOCK)
        for part, step in ((0.99, "eight-weeks"), (0.02, "pore"), (0.62, "week-one")):
            at = (round(plot.left + part * plot.width), round(plot.centre[1]))
            kind = pygame.MOUSEBUTTONDOWN if part == 0.99 else pygame.MOUSEMOTION
            given = {"button": 1} if part == 0.99 else {"rel": (0, 0), "buttons": (1, 0, 0)}
            shell.heed(pygame.event.Event(kind, pos=at, **given))
            assert shell.session.steps[shell.session.step].id == step
        shell.heed(pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=at))
        assert shell.session.pressed == ""
    finally:
        shell.close()
        pygame.display.quit()


def test_doses_on_a_chart_are_those_of_the_model():
    """A single dose has one mark; with the schedule turned there are two a week, and the second model keeps its own."""
    line = timeline("two-clocks")
    plans = {plan.step.id: plan for plan in line.plans}
    assert plans["week-one"].doses["doses"] == (0.0,)
    assert plans["repeated"].doses["doses"][:3] == (0.0, 84.0, 168.0)
    assert plans["week-one"].doses["ssri_tablets"][:2] == (0.0, 24.0)
    model_ = model_of(line.scene, library())
    turned_line = retuned(line, settle(model_, {**line.scene.settings, "schedule": "weekly"}))
    assert turned_line.plans[3].doses["doses"][:2] == (0.0, 168.0)


def test_both_models_of_a_scene_can_be_turned():
    """The panel offers the second model's knobs under its own name; a turn changes its curves and is told like any other."""
    found, line = find("two-clocks"), timeline("two-clocks")
    steps = line.steps
    session = replace(Session(screen="scene", scene="two-clocks", steps=steps), step=2, overlays=("what-if",))
    controls = {one.name: one for one in what_if.words_of((found,), session).controls}
    assert controls["schedule"].group == "Ketamine"
    assert controls["dose_mg_per_day"].group == "Reuptake blockers"
    after, _ = update(session, what_if.turned_to((found,), session, "knob:dose_mg_per_day=20"))
    assert after.knobs == (("dose_mg_per_day", "20"),)
    after, _ = update(after, what_if.turned_to((found,), after, "knob:schedule=weekly"))
    assert set(after.knobs) == {("dose_mg_per_day", "20"), ("schedule", "weekly")}
    now = under(found, after.knobs, after.withs)
    turned_line = retuned(line, now.settings)
    occupied = [one.curves["ssri_transporter_occupancy"].at(24.0 * 28) for one in (line, turned_line)]
    assert occupied[1] > occupied[0]
    assert turned_of(now) == ((("schedule", "weekly"), ("dose_mg_per_day", "20")), ())
    facts = set_facts(turned_line)["moa:knobs"]
    assert "dose_mg_per_day=20" in facts
    assert "schedule=weekly" in facts
    said = corner_parts(arrange(turned_line, Look(), (1920, 1080)), 2)[0]
    assert "20" in said
    (told,) = tuned((found,), ("dose_mg_per_day=20",), ())
    assert told.settings == under(found, (("dose_mg_per_day", "20"),), ()).settings
