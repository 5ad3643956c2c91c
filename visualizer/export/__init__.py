"""Scenes to files, and which scene is meant. Drivers over the same picture as the window's."""

from visualizer.export.finding import (
    SEED,
    BrokenSceneError,
    Found,
    compiled,
    find,
    shipped,
    tuned,
    turned_of,
    under,
)
from visualizer.export.sheet import export_sheet
from visualizer.export.sources import export_sources
from visualizer.export.still import (
    Moment,
    export_pair,
    export_still,
    facts,
    look_facts,
    moment_of,
    pair_facts,
    picture,
)

__all__ = [
    "SEED",
    "BrokenSceneError",
    "Found",
    "Moment",
    "compiled",
    "export_pair",
    "export_sheet",
    "export_sources",
    "export_still",
    "facts",
    "find",
    "look_facts",
    "moment_of",
    "pair_facts",
    "picture",
    "shipped",
    "tuned",
    "turned_of",
    "under",
]
