"""Receptors and carriers as art, by type and by how near the camera is. Knows poses; the states behind them are settled."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from visualizer.core.geometry import Point, View
from visualizer.figures.art.channel import L_TYPE_HEIGHT, TRKB_HEIGHT, l_type, t_type, trkb
from visualizer.figures.art.inside import phosphate
from visualizer.figures.art.molecules import Guest, halo, molecule
from visualizer.figures.art.nmda import CUTAWAY_HEIGHT, SMALL_HEIGHT, CutawayArts, nmda_cutaway, nmda_small
from visualizer.figures.art.opioid import OPIOID_HEIGHT, opioid_cutaway, opioid_small
from visualizer.figures.art.proteins import ampa, eaat, gaba_a, gpcr
from visualizer.figures.art.sert import SERT_CUTAWAY_HEIGHT, SERT_SMALL_HEIGHT, sert_cutaway, sert_small
from visualizer.figures.crowd import guest, lettered
from visualizer.figures.look import Look, Theme, quiet
from visualizer.frame.art import Art
from visualizer.frame.shapes import Group, Shape, Sprite
from visualizer.scene import Library
from visualizer.timeline.snapshot import Member, Proteins

CUT_OPEN_FROM = 230.0
"""From this height in pixels (at 1080 lines) on, a protein that can be is shown cut open."""

Guests = Mapping[str, Guest]

UPRIGHT = 0.6
"""Radians: a protein that leans more than this shows what it holds upright instead of leaning with it."""

GUEST_RADII = {"site": 20.0, "potassium-site": 14.0, "sodium-site": 12.0, "chloride-site": 12.0}
"""Radii in the carrier's art units."""

TONES = {
    "NMDA": "nmda", "AMPA": "ampa", "GABA-A": "gaba-a", "SERT": "sert", "NET": "net", "DAT": "dat", "EAAT": "eaat",
    "TrkB": "trkb", "L-type": "l-type", "T-type": "t-type",
}  # fmt: skip
TELLING = ("TrkB", "L-type", "T-type")
"""Close up, these say by gate or phosphates that they are active, and need no light."""
POSES = ("gate", "bound", "outward", "inward", "paired", "phosphorylated")

LEVELS = 4
"""A pose between two states is drawn in so many levels, so that every level is baked once."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A group's shapes: behind what threads its pores, and before it."""

    back: tuple[Shape, ...]
    front: tuple[Shape, ...]


def proteins(
    state: Proteins, library: Library, look: Look, view: View, unit: float, subject: str = ""
) -> Drawn:
    """Return a group's shapes; with a subject, the others step back in tone."""
    back: list[Shape] = []
    front: list[Shape] = []
    for one in state.members:
        member = one
        at = view.px(member.at)
        tall = member.height * view.scale
        stands_back = subject not in ("", member.id)
        theme = quiet(look.colours) if stands_back else look.colours
        if stands_back:  # what is out of focus changes its pose at once: half of the work, and nobody looks
            member = replace(one, **{pose: round(getattr(one, pose)) * 1.0 for pose in POSES})
        guests = {
            site: guest(substance, library, theme)
            for site, substance in member.holds.items()
            if substance in library.substances
        }
        if tall >= CUT_OPEN_FROM * unit and state.type in CUTAWAYS:
            cut, height = CUTAWAYS[state.type]
            scale = tall / height
            upright = abs(math.remainder(member.angle, math.tau)) < UPRIGHT
            arts = cut(theme, member, guests if upright else {})
            back.append(Sprite(arts.back, at, scale, member.angle))
            if not upright:
                back += _upright(guests, arts.sites, at, scale, member.angle)
            front.append(Sprite(arts.front, at, scale, member.angle))
        else:
            near = tall >= CUT_OPEN_FROM * unit and state.type in TELLING
            if member.active > 0.05 and not stands_back and not near:
                tone = look.colours.bodies[TONES.get(state.type, "gpcr")].rim
                back.append(Sprite(halo(tone, 100.0), at, tall * 0.011, alpha=0.6 * level(member.active)))
            small, height = SMALL[state.type]
            back.append(Sprite(small(theme, member, guests), at, tall / height, member.angle))
            if member.phosphorylated > 0.0:
                front += _phosphates(theme, member, at, tall)
    if state.alpha < 1.0:
        return Drawn(
            (Group(state.id, tuple(back), state.alpha),), (Group(state.id, tuple(front), state.alpha),)
        )
    return Drawn(tuple(back), tuple(front))


def _upright(
    guests: Mapping[str, Guest], sites: Mapping[str, Point], at: Point, scale: float, angle: float
) -> list[Shape]:
    """Return what a turned protein holds, each at its site but upright, so that letters can be read."""
    c, s = math.cos(angle), math.sin(angle)
    out: list[Shape] = []
    for name, one in guests.items():
        x, y = sites.get(name, (0.0, 0.0))
        radius = GUEST_RADII.get(name, 16.0) * (1.22 if one.shape == "hexagon" else 1.0)
        art = molecule(one.shape, one.ramp, one.letter, lettered(one.letter, 2.0 * radius * scale), radius)
        out.append(Sprite(art, (at[0] + (x * c - y * s) * scale, at[1] - (x * s + y * c) * scale), scale))
    return out


def _phosphates(theme: Theme, member: Member, at: Point, tall: float) -> list[Shape]:
    """Return the gold P on each half's inner end, upright so that it can be read."""
    c, s = math.cos(member.angle), math.sin(member.angle)
    shown, gold = level(member.phosphorylated), theme.substances["gold"].mid
    out: list[Shape] = []
    for side in (-1.0, 1.0):
        x, y = side * 0.25 * tall, -0.42 * tall
        spot = (at[0] + x * c - y * s, at[1] - x * s - y * c)
        scale = tall * 0.0056 * (0.4 + 0.6 * shown)
        out += [
            Sprite(halo(gold, 100.0), spot, tall * 0.0016, alpha=0.7 * shown),
            Sprite(phosphate(theme), spot, scale, alpha=shown),
        ]
    return out


def level(value: float) -> float:
    """Return a pose's value at the nearest drawn level."""
    return round(value * LEVELS) / LEVELS


def _nmda_cut(theme: Theme, member: Member, guests: Guests) -> CutawayArts:
    return nmda_cutaway(
        theme, level(member.gate), level(member.bound), plug=guests.get("pore"), drug=guests.get("vestibule"),
        ligands="ligand-site" in guests,
    )  # fmt: skip


def _nmda(theme: Theme, member: Member, guests: Guests) -> Art:
    return nmda_small(
        theme, level(member.gate), level(member.bound), guests.get("pore"), guests.get("vestibule")
    )


def _ampa(theme: Theme, member: Member, guests: Guests) -> Art:
    return ampa(theme, level(member.gate), level(member.bound), guests.get("ligand-site"))


def _gaba_a(theme: Theme, member: Member, guests: Guests) -> Art:
    return gaba_a(theme, level(member.gate), level(member.bound), guests.get("ligand-site"))


def _gpcr(kind: str) -> Callable[[Theme, Member, Guests], Art]:
    def draw(theme: Theme, member: Member, guests: Guests) -> Art:
        return gpcr(theme, kind, level(member.active), guests.get("ligand-site"))

    return draw


def _carrier_cut(kind: str) -> Callable[[Theme, Member, Guests], CutawayArts]:
    def draw(theme: Theme, member: Member, guests: Guests) -> CutawayArts:
        held = guests.get("site") or guests.get("potassium-site")
        return sert_cutaway(
            theme,
            level(member.outward),
            level(member.inward),
            held,
            guests.get("sodium-site"),
            guests.get("chloride-site"),
            kind,
        )

    return draw


def _carrier(kind: str) -> Callable[[Theme, Member, Guests], Art]:
    def draw(theme: Theme, member: Member, guests: Guests) -> Art:
        return sert_small(theme, level(member.outward), level(member.inward), guests.get("site"), kind)

    return draw


def _eaat(theme: Theme, member: Member, guests: Guests) -> Art:
    return eaat(theme, level(member.inward), guests.get("site"))


def _l_type(theme: Theme, member: Member, guests: Guests) -> Art:
    return l_type(theme, level(member.gate))


def _trkb(theme: Theme, member: Member, guests: Guests) -> Art:
    return trkb(
        theme,
        level(member.paired),
        level(member.active),
        guests.get("ligand-site"),
        guests.get("membrane-site"),
    )


def _t_type(theme: Theme, member: Member, guests: Guests) -> Art:
    return t_type(theme, level(member.gate))


def _opioid(theme: Theme, member: Member, guests: Guests) -> Art:
    return opioid_small(theme, level(member.active), guests.get("ligand-site"))


def _opioid_cut(theme: Theme, member: Member, guests: Guests) -> CutawayArts:
    return opioid_cutaway(theme, level(member.active), guests.get("ligand-site"))


CUTAWAYS: Mapping[str, tuple[Callable[[Theme, Member, Guests], CutawayArts], float]] = {
    "NMDA": (_nmda_cut, CUTAWAY_HEIGHT),
    "SERT": (_carrier_cut("sert"), SERT_CUTAWAY_HEIGHT),
    "mu-opioid": (_opioid_cut, OPIOID_HEIGHT),
    "NET": (_carrier_cut("net"), SERT_CUTAWAY_HEIGHT),
    "DAT": (_carrier_cut("dat"), SERT_CUTAWAY_HEIGHT),
}
"""What can be cut open, and how tall its art is."""

SMALL: Mapping[str, tuple[Callable[[Theme, Member, Guests], Art], float]] = {
    "5-HT1A": (_gpcr("5-HT1A"), 66.0),
    "5-HT2A": (_gpcr("5-HT2A"), 66.0),
    "AMPA": (_ampa, 72.0),
    "DAT": (_carrier("dat"), SERT_SMALL_HEIGHT),
    "EAAT": (_eaat, 50.0),
    "GABA-A": (_gaba_a, 70.0),
    "L-type": (_l_type, L_TYPE_HEIGHT),
    "NET": (_carrier("net"), SERT_SMALL_HEIGHT),
    "NMDA": (_nmda, SMALL_HEIGHT),
    "SERT": (_carrier("sert"), SERT_SMALL_HEIGHT),
    "T-type": (_t_type, L_TYPE_HEIGHT),
    "TrkB": (_trkb, TRKB_HEIGHT),
    "mu-opioid": (_opioid, OPIOID_HEIGHT),
}
