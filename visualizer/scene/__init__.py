"""What authors wrote, checked: scenes, what they share, what is wrong in it. Knows no time, no picture."""

from visualizer.scene.catalogues import LANGUAGES, Catalogue, catalogue_path, texts, update_catalogue
from visualizer.scene.glossary import Finder, Place, Term
from visualizer.scene.library import (
    Library,
    forget_catalogues,
    load_library,
    load_model,
    load_scene,
    load_shipped,
    load_shipped_scene,
    model_paths,
    program_catalogue,
    shipped_sign,
)
from visualizer.scene.model import (
    EVIDENCE_ORDER,
    KINDS,
    VERBS,
    CurveFile,
    Figure,
    Happening,
    Playlist,
    Reference,
    Scene,
    StateChain,
    Step,
)
from visualizer.scene.model_graph import graph_of
from visualizer.scene.modelling import ModelFile
from visualizer.scene.reading import Loaded, read_scene
from visualizer.scene.refs import Target, target
from visualizer.scene.substances import Substance

__all__ = [
    "EVIDENCE_ORDER",
    "KINDS",
    "LANGUAGES",
    "VERBS",
    "Catalogue",
    "CurveFile",
    "Figure",
    "Finder",
    "Happening",
    "Library",
    "Loaded",
    "ModelFile",
    "Place",
    "Playlist",
    "Reference",
    "Scene",
    "StateChain",
    "Step",
    "Substance",
    "Target",
    "Term",
    "catalogue_path",
    "forget_catalogues",
    "graph_of",
    "load_library",
    "load_model",
    "load_scene",
    "load_shipped",
    "load_shipped_scene",
    "model_paths",
    "program_catalogue",
    "read_scene",
    "shipped_sign",
    "target",
    "texts",
    "update_catalogue",
]
