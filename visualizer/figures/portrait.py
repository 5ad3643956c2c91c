"""A figure alone, as large as its place: the small pictures of the glossary. Knows the scenes' art; knows no scene."""

from visualizer.core.geometry import Box
from visualizer.figures.art.bodies import neuron
from visualizer.figures.art.inside import BODY_WIDTH, complex_, folded, kinase, lysosome, phosphate, protein
from visualizer.figures.art.molecules import Guest, molecule
from visualizer.figures.art.reading import ribosome
from visualizer.figures.art.vesicle import vesicle
from visualizer.figures.crowd import guest
from visualizer.figures.look import Theme
from visualizer.figures.proteins import CUTAWAYS, SMALL
from visualizer.frame.art import Art
from visualizer.frame.shapes import Shape, Sprite
from visualizer.scene import Library
from visualizer.scene.glossary import Picture
from visualizer.timeline.snapshot import Member

_HIGH = 82.0
"""The height of a kinase and its like, in the units of their art."""

_LOBES = 3


def portrait(picture: Picture, library: Library, theme: Theme, box: Box) -> tuple[Shape, ...]:
    """Return the figure within the box, as large as it fits, in the middle."""
    arts = _arts(picture, library, theme)
    around = arts[0].box
    for art in arts[1:]:
        around = around.union(art.box)
    scale = min(box.width / around.width, box.height / around.height)
    x, y = around.centre  # of the art, whose y points up
    at = (box.centre[0] - x * scale, box.centre[1] + y * scale)
    return tuple(Sprite(art, at, scale) for art in arts)


def _arts(picture: Picture, library: Library, theme: Theme) -> tuple[Art, ...]:
    """Return the figure's art, from back to front, all about one origin."""
    word, colour = picture.word or "", picture.colour or "lavender"
    match picture.kind:
        case "receptor" | "transporter" | "ion-channel":
            return _protein(picture, library, theme)
        case "molecule":
            one = guest(picture.type or "", library, theme)
            return (molecule(one.shape, one.ramp, one.letter, True, 10.0),)
        case "kinase":
            return (kinase(theme, word, colour, picture.active, _HIGH),)
        case "complex":
            return (complex_(theme, word, colour, picture.active, _HIGH, _LOBES),)
        case "protein":
            if not word:
                return (folded(theme, colour, 0),)
            return (protein(theme, word, colour, picture.active, _HIGH),)
        case "phosphate":
            return (phosphate(theme),)
        case "lysosome":
            return (lysosome(theme),)
        case "ribosome":
            return (ribosome(theme, picture.active),)
        case "vesicle":
            cargo = guest(picture.type, library, theme) if picture.type else None
            return (vesicle(30.0, theme.bodies["vesicle"], cargo, dense=picture.active),)
        case "neuron":
            cell = picture.type or "pyramidal"
            return (neuron(cell, BODY_WIDTH, theme.bodies[cell]),)


def _protein(picture: Picture, library: Library, theme: Theme) -> tuple[Art, ...]:
    kind = picture.type or ""
    holds: dict[str, str] = dict(picture.holds.items())
    guests: dict[str, Guest] = {site: guest(substance, library, theme) for site, substance in holds.items()}
    pose: dict[str, float] = dict(picture.pose.items())
    member = Member(
        id="portrait", at=(0.0, 0.0), angle=0.0, height=1.0, state="", holds=holds,
        gate=pose.get("gate", 0.0), bound=pose.get("bound", 0.0), outward=pose.get("outward", 0.0),
        inward=pose.get("inward", 0.0), active=pose.get("active", 0.0), paired=pose.get("paired", 0.0),
        phosphorylated=pose.get("phosphorylated", 0.0),
    )  # fmt: skip
    if picture.close and kind in CUTAWAYS:
        arts = CUTAWAYS[kind][0](theme, member, guests)
        return (arts.back, arts.front)
    return (SMALL[kind][0](theme, member, guests),)
