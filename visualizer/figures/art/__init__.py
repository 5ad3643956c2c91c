"""The drawings: each a pure function from tones and pose to a recipe. Knows form, no scene, no time."""

from visualizer.figures.art.bodies import NEURON_KINDS, cell_body, density, far_plane, near_form, neuron
from visualizer.figures.art.brain import brain, deep_structures
from visualizer.figures.art.channel import L_TYPE_HEIGHT, TRKB_HEIGHT, l_type, t_type, trkb
from visualizer.figures.art.inside import complex_, folded, kinase, lysosome, phosphate, protein
from visualizer.figures.art.membrane import membrane
from visualizer.figures.art.molecules import SHAPES, Guest, guest_layers, halo, molecule
from visualizer.figures.art.nmda import (
    CUTAWAY_BILAYER,
    CUTAWAY_HEIGHT,
    SMALL_BILAYER,
    SMALL_HEIGHT,
    CutawayArts,
    nmda_cutaway,
    nmda_small,
)
from visualizer.figures.art.opioid import OPIOID_HEIGHT, opioid_cutaway, opioid_small
from visualizer.figures.art.proteins import GPCR_KINDS, ampa, eaat, gaba_a, gpcr
from visualizer.figures.art.reading import chain, ribosome, strand
from visualizer.figures.art.sert import (
    SERT_CUTAWAY_BILAYER,
    SERT_CUTAWAY_HEIGHT,
    SERT_SMALL_HEIGHT,
    sert_cutaway,
    sert_small,
)
from visualizer.figures.art.vesicle import vesicle, vesicle_fusing

__all__ = [
    "CUTAWAY_BILAYER",
    "CUTAWAY_HEIGHT",
    "GPCR_KINDS",
    "L_TYPE_HEIGHT",
    "NEURON_KINDS",
    "OPIOID_HEIGHT",
    "SERT_CUTAWAY_BILAYER",
    "SERT_CUTAWAY_HEIGHT",
    "SERT_SMALL_HEIGHT",
    "SHAPES",
    "SMALL_BILAYER",
    "SMALL_HEIGHT",
    "TRKB_HEIGHT",
    "CutawayArts",
    "Guest",
    "ampa",
    "brain",
    "cell_body",
    "chain",
    "complex_",
    "deep_structures",
    "density",
    "eaat",
    "far_plane",
    "folded",
    "gaba_a",
    "gpcr",
    "guest_layers",
    "halo",
    "kinase",
    "l_type",
    "lysosome",
    "membrane",
    "molecule",
    "near_form",
    "neuron",
    "nmda_cutaway",
    "nmda_small",
    "opioid_cutaway",
    "opioid_small",
    "phosphate",
    "protein",
    "ribosome",
    "sert_cutaway",
    "sert_small",
    "strand",
    "t_type",
    "trkb",
    "vesicle",
    "vesicle_fusing",
]
