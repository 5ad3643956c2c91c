"""The looks: contrast of words, depth of grounds, substances told apart, and a hero in every step."""

import itertools

import pytest
from conftest import SHIPPED, library, timeline

from visualizer.core.colour import contrast, difference, luminance
from visualizer.core.geometry import Box
from visualizer.figures import Look, arrange, load_theme, theme_names
from visualizer.timeline.anatomy import bounds

THEMES = theme_names()


def lightness(colour):
    """Return CIE L* of a colour, 0 to 100."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["backdrop", "backdrop-edge", "veil", "control"])
def test_words_can_be_read(name, ground):
    """Text has a contrast of at least 7 on every ground, second text and evidence at least 4.5."""
    colours = load_theme(name).colours
    assert contrast(colours["text"], colours[ground]) >= 7.0
    for words in ("text-quiet", "established", "animal", "contested", "hypothesis"):
        assert contrast(colours[words], colours[ground]) >= 4.5, words


@pytest.mark.parametrize("name", THEMES)
def test_grounds_step_back_and_action_stands_out(name):
    """Grounds lie at the dark end (the light one in light looks), substances far from them."""
    theme = load_theme(name)
    for ground in ("backdrop", "backdrop-edge"):
        level = lightness(theme.colours[ground])
        assert level <= 13.5 if theme.dark else level >= 88
    for substance in ("amber", "magenta", "aqua", "violet"):
        assert contrast(theme.substances[substance].mid, theme.colours["backdrop"]) >= (
            3.0 if theme.dark else 1.9
        )


@pytest.mark.parametrize("name", THEMES)
def test_letters_can_be_read_on_their_molecules(name):
    """The letter on a molecule has a contrast of at least 3 on its middle tone."""
    theme = load_theme(name)
    for key, ramp in theme.substances.items():
        assert contrast(ramp.rim, ramp.mid) >= 3.0, key


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
    needed = 20 if deficiency in (None, "deuteranopia") else 12
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
