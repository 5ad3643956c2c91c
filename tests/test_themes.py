"""The looks: contrast of words, depth of grounds, substances told apart, and a hero in every step."""

import itertools
from pathlib import Path

import pytest
from conftest import SHIPPED, library, timeline

from visualizer.core.colour import contrast, difference, luminance
from visualizer.core.errors import AssetError
from visualizer.core.geometry import Box
from visualizer.core.paths import assets_folder
from visualizer.figures import Look, arrange, load_theme, look, theme_names
from visualizer.scene.rules.look_alike import TELL_APART
from visualizer.timeline.anatomy import bounds

THEMES = theme_names()


def lightness(colour):
    """Return CIE L* of a colour, 0 to 100."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


GROUNDS = ("backdrop", "backdrop-edge", "veil", "control")
QUIET = ("text-quiet", "established", "animal", "contested", "hypothesis")


def seen(theme, one, other):
    """Return the contrast of two colours on the screen of a look, its stray light included."""
    return contrast(one, other, theme.flare)


def needs(name):
    """Return the contrasts that a look must keep: of text, of second text and evidence, of all that is no text.

    WCAG 2.2: 7 and 4.5 for text, 3 for graphics. Under a flare of a tenth black on white has 7.7, so text needs 6.5;
    the look for strong contrast asks for more.
    """
    if name == "high-contrast":
        return 15.0, 7.0, 4.5
    return (6.5 if load_theme(name).flare else 7.0), 4.5, 3.0


def test_there_are_four_looks():
    """Lecture, daylight, hall and high contrast are theme files."""
    assert set(THEMES) == {"lecture", "daylight", "hall", "high-contrast"}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_can_be_read(name, ground):
    """Text, second text, evidence, hairlines and the accent keep a look's contrast on every ground."""
    theme, (text, quiet, other) = load_theme(name), needs(name)
    colours = theme.colours
    assert seen(theme, colours["text"], colours[ground]) >= text
    for words in QUIET:
        assert seen(theme, colours[words], colours[ground]) >= quiet, words
    for line in ("hairline", "accent", "focus-ring"):
        assert seen(theme, colours[line], colours[ground]) >= other, line


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["backdrop", "backdrop-edge", "veil"])
def test_crowds_and_curves_stand_out(name, ground):
    """Every substance, whose colour is also its curve's, and the edge of every body stand off every ground."""
    theme, (_, _, other) = load_theme(name), needs(name)
    for key, ramp in theme.substances.items():
        assert seen(theme, ramp.mid, theme.colours[ground]) >= other, key
    for key, ramp in theme.bodies.items():
        assert seen(theme, ramp.rim, theme.colours[ground]) >= other, key


@pytest.mark.parametrize("name", THEMES)
def test_grounds_step_back(name):
    """Grounds lie at the dark end of lightness, in light looks at the light one."""
    theme = load_theme(name)
    for ground in ("backdrop", "backdrop-edge"):
        level = lightness(theme.colours[ground])
        assert level <= 13.5 if theme.dark else level >= 88


@pytest.mark.parametrize("name", THEMES)
def test_letters_can_be_read_on_their_molecules(name):
    """The letter on a molecule has a contrast of at least 3 on its middle tone."""
    theme = load_theme(name)
    for key, ramp in theme.substances.items():
        assert seen(theme, ramp.rim, ramp.mid) >= 3.0, key


@pytest.mark.parametrize("name", THEMES)
def test_looks_have_the_same_roles(name):
    """Every look names every role, so that none falls back on another's colour."""
    theme, first = load_theme(name), load_theme(THEMES[0])
    for table in ("colours", "bodies", "substances"):
        assert set(getattr(theme, table)) == set(getattr(first, table))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("deficiency", [None, "deuteranopia", "protanopia", "tritanopia"])
def test_transmitters_and_drugs_are_told_apart(name, deficiency):
    """Of the molecules that meet on stage, any two differ by silhouette or clearly by colour."""
    theme = load_theme(name)
    needed = TELL_APART[deficiency] if deficiency is not None else 20.0
    for scene in SHIPPED:
        line = timeline(scene)
        for step, outline in enumerate(line.steps):
            view = line.at(step, outline.seconds)
            here = sorted({crowd.substance for crowd in view.crowds if len(crowd.free) and crowd.alpha > 0.5})
            entries = [library().substances[key] for key in here]
            for a, b in itertools.combinations(entries, 2):
                if a.shape != b.shape or a.shape == "disc":  # ions carry their sign
                    continue
                tones = theme.substances[a.colour].mid, theme.substances[b.colour].mid
                assert difference(*tones, deficiency) >= needed, (outline.id, a.name, b.name)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_has_a_hero(name):
    """What the caption is about is at least 160 px across at 1080 lines, at the step's key moment."""
    line = timeline(name)
    layout = arrange(line, Look(), (1920, 1080))
    frame = Box(0, 0, 1920, 1080)
    for index, step in enumerate(line.scene.steps):
        assert step.hero is not None, step.id
        box = bounds(line.scene, line.anatomy, step.hero)
        if box is None:  # a crowd, chart or card: charts and cards fill their part of the frame
            continue
        view = layout.view(line.at(index, line.steps[index].key).camera.end)
        (x0, y0), (x1, y1) = view.px((box.left, box.high)), view.px((box.right, box.low))
        assert Box(x0, y0, x1, y1).overlaps(frame), step.id
        assert max(x1 - x0, y1 - y0) >= 160, (step.id, x1 - x0, y1 - y0)


DAMAGES = (
    ("dark: true", "dark: 7", "true or false"),
    ("dark: true", "", "it has no 'dark'"),
    ('backdrop: "#', 'backdrop: "#in', "#RRGGBB"),
    ("bodies:", "bodies: 3\nrest:", "tables by name"),
    ("colours:", "colours: cleft\nrest:", "tables by name"),
    ("  target: [", "  target: [7, ", "four tones"),
    ("  target: [", "  aim: [", "bodies has no target"),
    ("dark: true", "dark: true\nflare: .nan", "from 0 to 1"),
    ("dark: true", "dark: true\nlabels-at-most: [[]]", "from 0 to 20"),
    ("id: ", "id: [", "while parsing"),
    ("id: ", "\xe7", "can't decode"),
)


@pytest.mark.parametrize(("sound", "damaged", "says"), DAMAGES)
def test_a_damaged_look_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sound: str, damaged: str, says: str
) -> None:
    """Whatever is wrong with a look's file, one line names the file and the fault, before anything is drawn with it."""
    text = (assets_folder() / "themes" / "lecture.yaml").read_text(encoding="utf-8")
    assert sound in text
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "lecture.yaml").write_text(text, encoding="utf-8")
    content = text.replace(sound, damaged, 1).encode("latin-1" if damaged == "\xe7" else "utf-8")
    (tmp_path / "themes" / "mine.yaml").write_bytes(content)
    monkeypatch.setattr(look, "assets_folder", lambda: tmp_path)
    with pytest.raises(AssetError) as raised:
        load_theme.__wrapped__("mine")
    assert str(raised.value).startswith("theme file mine.yaml is damaged: ")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
