"""What the drawings promise: silhouettes told apart, gates that open, places left free, lasting recipes."""

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from visualizer.core.geometry import Box, Points
from visualizer.core.paths import scenes_folder
from visualizer.figures import art
from visualizer.figures.art.forms import art_of, blob, rod
from visualizer.figures.look import Theme, load_theme, theme_names
from visualizer.frame.art import Art, Balls, Body, Flat, Letters
from visualizer.render.bake import bake

LECTURE = load_theme("lecture")


def guest(name: str, theme: Theme = LECTURE) -> art.Guest:
    """Return a substance of the catalogue as drawings take it."""
    entry = yaml.safe_load((scenes_folder() / "substances.yaml").read_text(encoding="utf-8"))[name]
    return art.Guest(entry["shape"], theme.substances[entry["colour"]], entry["letter"])


def silhouette(drawing: Art, size: int = 48) -> NDArray[np.bool_]:
    """Return the drawing filled black at this height, centred in a square."""
    pixels = bake(drawing, size / drawing.box.height).pixels[..., 3] > 110
    square = np.zeros((2 * size, 2 * size), dtype=bool)
    h, w = pixels.shape
    top, left = size - h // 2, size - w // 2
    square[top : top + h, left : left + w] = pixels
    return square


def covered(drawing: Art, box: Box, scale: float = 4.0) -> float:
    """Return the mean cover of a part of the drawing."""
    return float(bake(drawing, scale, box).pixels[..., 3].mean() / 255)


RECEPTORS: dict[str, Art] = {
    "NMDA": art.nmda_small(LECTURE),
    "AMPA": art.ampa(LECTURE),
    "SERT": art.sert_small(LECTURE),
    "GABA-A": art.gaba_a(LECTURE),
    "GPCR": art.gpcr(LECTURE),
    "EAAT": art.eaat(LECTURE),
    "L-type": art.l_type(LECTURE),
    "T-type": art.t_type(LECTURE),
    "TrkB": art.trkb(LECTURE),
}
INSIDE: dict[str, Art] = {
    "kinase": art.kinase(LECTURE, "Akt", "blue", True, 78.0),
    "complex": art.complex_(LECTURE, "mTORC1", "coral", True, 84.0, 5),
    "protein": art.protein(LECTURE, "TSC2", "sand", True, 60.0),
    "lysosome": art.lysosome(LECTURE),
    "brain": art.brain(LECTURE),
    "ribosome": art.ribosome(LECTURE, True),
    "folded": art.folded(LECTURE, "green", 2),
}


@pytest.mark.parametrize(("one", "other"), tuple(combinations(RECEPTORS, 2)))
def test_receptors_are_told_apart_by_silhouette(one: str, other: str) -> None:
    """Filled black at 48 pixels, no two kinds share more than three quarters of their shape."""
    a, b = silhouette(RECEPTORS[one]), silhouette(RECEPTORS[other])
    assert (a & b).sum() / (a | b).sum() < 0.75


@pytest.mark.parametrize(("one", "other"), tuple(combinations(INSIDE, 2)))
def test_bodies_inside_are_told_apart_by_silhouette(one: str, other: str) -> None:
    """Filled black at 48 pixels, no two kinds of body inside a cell share nine tenths of their shape."""
    a, b = silhouette(INSIDE[one]), silhouette(INSIDE[other])
    assert (a & b).sum() / (a | b).sum() < 0.9


def test_the_halves_of_trkb_close() -> None:
    """Apart, one sees between the two hooks; paired, the BDNF between them fills that place."""
    between = Box(-4.0, 30.0, 4.0, 36.0)
    assert covered(art.trkb(LECTURE, 0.0), between) < 0.02
    assert covered(art.trkb(LECTURE, 1.0, 0.0, guest("bdnf")), between) > 0.9


def test_the_channel_opens_at_its_inner_end() -> None:
    """The L-type channel's gate lies below its filter; shut, its walls meet there, and open, they stand apart."""

    def walls(gate: float) -> float:
        solid = [layer.outline for layer in art.l_type(LECTURE, gate).layers if isinstance(layer, Body)]
        near = [x for outline in solid for x, y in outline if -18.0 < y < -12.0 and 0.0 <= x < 12.0]
        return min(near)

    assert walls(0.0) < 0.6
    assert walls(1.0) > 5.0


def test_an_idle_body_is_grey() -> None:
    """A kinase has its own colour only at work; idle, any colour looks the same."""
    assert art.kinase(LECTURE, "Akt", "blue", False, 78.0) == art.kinase(LECTURE, "Akt", "coral", False, 78.0)
    assert art.kinase(LECTURE, "Akt", "blue", True, 78.0) != art.kinase(LECTURE, "Akt", "coral", True, 78.0)


def test_nmda_is_taller_than_wide_and_deep_in_the_middle() -> None:
    """The small NMDA receptor stands tall, and its vestibule is open from the top down to the gate."""
    box = RECEPTORS["NMDA"].box
    assert box.height > 1.3 * box.width
    assert covered(RECEPTORS["NMDA"], Box(-1.5, 20.0, 1.5, 80.0)) < 0.02


def test_ampa_is_short_and_splayed() -> None:
    """The AMPA receptor is wider than tall."""
    assert RECEPTORS["AMPA"].box.width > RECEPTORS["AMPA"].box.height


def test_gaba_a_shows_five_lobes() -> None:
    """Along the upper edge of the GABA-A receptor's silhouette there are five tops."""
    shape = silhouette(RECEPTORS["GABA-A"], 96)
    columns = np.flatnonzero(shape.any(axis=0))
    edge = -np.argmax(shape[:, columns], axis=0)
    steps = np.sign(np.diff(edge))
    turns = [int(s) for s in steps if s != 0]
    tops = sum(1 for a, b in pairwise(turns) if a > 0 > b)
    assert tops == 5


def test_the_small_gate_opens() -> None:
    """Shut, the small NMDA gate lets nothing through; open, one sees through it."""
    gate = Box(-2.0, 11.0, 2.0, 14.0)
    assert covered(art.nmda_small(LECTURE, 0.0), gate) > 0.6
    assert covered(art.nmda_small(LECTURE, 1.0), gate) < 0.02


def test_open_and_shut_gate_differ_by_twelve_pixels() -> None:
    """In a hero 400 pixels tall the open gate is at least 12 pixels wider than the shut one."""
    scale = 400.0 / art.CUTAWAY_HEIGHT
    shut, wide = (art.nmda_cutaway(LECTURE, gate).sites["gate-edge"][0] for gate in (0.0, 1.0))
    assert 2 * scale * (wide - shut) >= 12.0


def test_ketamine_lies_between_gate_and_filter() -> None:
    """The drug's site is below the gate and above the filter, and the plug sits between drug and filter."""
    sites = art.nmda_cutaway(LECTURE).sites
    assert sites["gate"][1] > sites["vestibule"][1] > sites["plug-site"][1] > sites["filter"][1]


def test_the_front_rim_covers_the_foot_of_the_drug() -> None:
    """The near lip overlaps the drug's lower tip and leaves its middle in sight."""
    front = art.nmda_cutaway(LECTURE).front
    x, y = art.nmda_cutaway(LECTURE).sites["vestibule"]
    assert covered(front, Box(x - 4, y - 27, x + 4, y - 24)) > 0.3
    assert covered(front, Box(x - 8, y - 5, x + 8, y + 5)) < 0.1


def test_each_clamshell_holds_its_own_ligand() -> None:
    """GluN2 holds glutamate and GluN1 holds glycine, and neither is drawn while its clamshell is open."""

    def letters(bound: float, coagonist: float) -> list[str]:
        back = art.nmda_cutaway(LECTURE, 0.0, bound, coagonist).back
        return [layer.text for layer in back.layers if isinstance(layer, Letters)]

    assert letters(0.0, 0.0) == []
    assert letters(1.0, 0.0) == ["Glu"]
    assert letters(0.0, 1.0) == ["Gly"]


def test_sert_opens_one_gate_at_a_time() -> None:
    """Outward the carrier is open above and shut below; inward the other way; occluded it is shut twice."""
    above, below = Box(-1.5, 24.0, 1.5, 29.0), Box(-1.5, -29.0, 1.5, -24.0)
    outward, inward, occluded = (
        art.sert_small(LECTURE, *pose) for pose in ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
    )
    assert covered(outward, above) < 0.02
    assert covered(outward, below) > 0.6
    assert covered(inward, above) > 0.6
    assert covered(inward, below) < 0.02
    assert min(covered(occluded, above), covered(occluded, below)) > 0.6


@pytest.mark.parametrize("name", theme_names())
def test_every_drawing_bakes_in_every_theme(name: str) -> None:
    """Each receptor, hero and cell bakes in each theme to something solid within its box."""
    theme = load_theme(name)
    drawings = (
        art.nmda_small(theme, 1.0, 1.0, guest("Mg", theme)),
        art.nmda_cutaway(theme, 0.0, 1.0, drug=guest("ketamine", theme)).back,
        art.sert_cutaway(
            theme, 0.0, 0.0, guest("serotonin", theme), guest("Na", theme), guest("Cl", theme)
        ).back,
        art.ampa(theme, 1.0, 1.0, guest("glutamate", theme)),
        art.gaba_a(theme, 1.0, 1.0, guest("gaba", theme)),
        *(art.gpcr(theme, kind, 1.0, guest("serotonin", theme)) for kind in art.GPCR_KINDS),
        art.eaat(theme, 1.0, guest("glutamate", theme)),
        art.opioid_small(theme, 1.0, guest("naltrexone", theme)),
        art.opioid_cutaway(theme, 0.0, guest("naltrexone", theme)).back,
        art.trkb(theme, 1.0, 1.0, guest("bdnf", theme), guest("ketamine", theme)),
        art.t_type(theme),
        *(art.neuron(kind, 40.0, theme.bodies["pyramidal"], 1, (50.0, -40.0)) for kind in art.NEURON_KINDS),
        art.vesicle(24.0, theme.bodies["vesicle"], guest("gaba", theme), 12),
        art.near_form(theme, 100.0, 80.0),
    )
    for drawing in drawings:
        alpha = bake(drawing, 0.6).pixels[..., 3]
        assert alpha.max() > 120
        assert max(alpha[0].max(), alpha[-1].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 140


def test_proteins_can_be_turned() -> None:
    """No protein fades towards the foot of the picture, so it may stand on a membrane that looks any way."""
    heroes = (art.nmda_cutaway(LECTURE, drug=guest("ketamine")), art.sert_cutaway(LECTURE))
    drawings = (*RECEPTORS.values(), *(hero.back for hero in heroes), *(hero.front for hero in heroes))
    flats = [layer for drawing in drawings for layer in drawing.layers if isinstance(layer, Flat)]
    assert flats
    assert all(flat.alpha_low is None for flat in flats)


@pytest.mark.parametrize("shape", art.SHAPES)
def test_molecules_carry_their_letter_only_when_asked(shape: str) -> None:
    """A molecule has one letter with, and none without, and its silhouette reaches its radius."""
    ramp = LECTURE.substances["amber"]
    plain, lettered = (art.molecule(shape, ramp, "Glu", with_letter, 12.0) for with_letter in (False, True))
    assert not any(isinstance(layer, Letters) for layer in plain.layers)
    assert [layer.text for layer in lettered.layers if isinstance(layer, Letters)] == ["Glu"]
    assert plain.box.width >= 2 * 0.8 * 12.0


def test_an_unknown_silhouette_is_refused() -> None:
    """A shape that nobody can draw is an error that names the ones there are."""
    with pytest.raises(ValueError, match="no molecule shape 'blob'; there are ball"):
        art.molecule("blob", LECTURE.substances["amber"], "X", False, 10.0)


def beads(strip: Art) -> list[tuple[float, float]]:
    """Return the places of all heads."""
    return [place for layer in strip.layers if isinstance(layer, Balls) for place in layer.centres]


def test_a_membrane_leaves_gaps_free() -> None:
    """No head stands in a gap, and both leaflets are there beside it."""
    line: Points = tuple((float(x), 0.0) for x in range(0, 301, 10))
    places = beads(art.membrane(line, LECTURE.bodies["lipid"], 22.0, 4.0, gaps=((100.0, 150.0),)))
    assert not [x for x, _ in places if 100.0 < x < 150.0]
    assert {y > 0 for x, y in places if 150.0 < x < 170.0} == {True, False}


def test_nothing_in_a_membrane_is_regular() -> None:
    """Distances between heads vary by more than a tenth of their mean, and sizes vary too."""
    line: Points = tuple((float(x), 0.0) for x in range(0, 601, 10))
    strip = art.membrane(line, LECTURE.bodies["lipid"], 22.0, 4.0)
    upper = sorted(x for x, y in beads(strip) if y > 0)
    apart = np.diff(upper)
    assert apart.std() > 0.05 * apart.mean()
    assert len({radius for layer in strip.layers if isinstance(layer, Balls) for radius in layer.radii}) > 20


def test_a_vesicle_empties_without_moving_what_stays() -> None:
    """At half fullness half of the molecules are there, at the places they had before."""
    ramp = LECTURE.bodies["vesicle"]

    def cargo(fullness: float) -> set[tuple[float, float]]:
        drawing = art.vesicle(30.0, ramp, guest("glutamate"), 16, fullness, 7)
        amber = LECTURE.substances["amber"].mid
        inside = [layer for layer in drawing.layers if isinstance(layer, Balls) and layer.mid == amber]
        return {place for layer in inside for place in layer.centres}

    assert len(cargo(1.0)) == 16
    assert len(cargo(0.5)) == 8
    assert cargo(0.5) < cargo(1.0)
    assert not cargo(0.0)


def test_the_neck_of_a_fusing_vesicle_widens() -> None:
    """Where the omega meets the membrane, its mouth is wider when it has opened."""
    ramp = LECTURE.bodies["vesicle"]

    def mouth(opening: float) -> float:
        drawing = art.vesicle_fusing(40.0, opening, ramp)
        return min(x for x, y in beads(drawing) if x > 0.5 and y < 18.0)

    assert mouth(1.0) > mouth(0.0) + 10.0


BUILDERS: dict[str, tuple[Callable[[], None], Callable[[], Art]]] = {
    "hero": (art.nmda_cutaway.cache_clear, lambda: art.nmda_cutaway(LECTURE, 0.5, 1.0).back),
    "carrier": (art.sert_cutaway.cache_clear, lambda: art.sert_cutaway(LECTURE, 1.0, 0.0).back),
    "membrane": (
        art.membrane.cache_clear,
        lambda: art.membrane(((0.0, 0.0), (90.0, 10.0)), LECTURE.bodies["lipid"], 40.0, 5.0, "lipids", 3),
    ),
}


@pytest.mark.parametrize("name", BUILDERS)
def test_the_same_pose_gives_the_same_recipe(name: str) -> None:
    """A recipe made anew has the key it had, so that caches on disk stay good."""
    clear, build = BUILDERS[name]
    first = build()
    clear()
    again = build()
    assert again is not first
    assert again.key == first.key


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 0.12), st.floats(5.0, 60.0))
def test_blobs_stay_near_their_oval(seed: int, uneven: float, radius: float) -> None:
    """However uneven, a blob keeps between two thirds and four thirds of its radius."""
    away = np.hypot(*np.array(blob((0.0, 0.0), radius, radius, seed, uneven=uneven)).T)
    assert away.min() > radius * 0.66
    assert away.max() < radius * 1.34


def test_a_rod_is_as_wide_as_asked() -> None:
    """The outline of a straight rod has the width at its middle, and round ends beyond its points."""
    xs, ys = np.array(rod([(0.0, 0.0), (0.0, 10.0), (0.0, 20.0)], (4.0, 8.0, 4.0))).T
    assert xs.max() == pytest.approx(4.0, abs=0.1)
    assert (ys.min(), ys.max()) == pytest.approx((-2.0, 22.0), abs=0.1)


def test_art_boxes_hold_their_softness() -> None:
    """The box of an art reaches as far as its glow, so that nothing is cut off."""
    drawing = art.halo("#E83492", 40.0)
    assert drawing.box.width >= 80.0
    assert art_of("again", drawing.layers).box == drawing.box


def test_the_face_is_complete_and_sorted() -> None:
    """What outsiders import is there, once, and sorted as the linter sorts."""
    assert len(set(art.__all__)) == len(art.__all__)
    assert all(hasattr(art, name) for name in art.__all__)
