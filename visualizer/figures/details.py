"""All words of a step's picture as text, for the page that unfolds what has no room. Knows wording, no place."""

from visualizer.core.naming import capital
from visualizer.figures.layout import LIST_NAMES, Layout, card_rows, corner_parts
from visualizer.figures.wording import EVIDENCE
from visualizer.scene.model import Card, Chart, Dates, ForAndAgainst, HelpLines, Number, Response

Paragraph = tuple[str, str]
"""A name and what is said of it; either may be empty."""


def details(layout: Layout, step: int) -> tuple[tuple[str, tuple[Paragraph, ...]], ...]:
    """Return headings, each with its paragraphs: caption, labels, how sure, panels, paces and scale."""
    wording, plan = layout.wording, layout.timeline.plans[step]
    title, text = wording.caption(step, layout.look.register)
    labels = tuple(wording.label(step, index, plan) for index in range(len(plan.said)))
    sure = (wording.program(EVIDENCE[plan.step.evidence]), "")
    moments = [plan.moment_at(0.0), plan.moment_at(plan.step.seconds)]
    when = tuple(dict.fromkeys(wording.moment(hours) for hours in moments if hours is not None))
    facts = (*corner_parts(layout, step), *when)
    chosen = (wording.program("chosen example"),) if plan.courses and not layout.half else ()
    kept = wording.remembered(step) if layout.look.register != "more" else ()
    found = [
        (title, (("", text),)),
        *((name, (("", said),)) for name, said in kept),
        ("In the picture", labels),
        ("How sure is this?", (sure,)),
        *((name, rows) for name, rows in _panels(layout, step)),
        ("Time and scale", tuple(("", fact) for fact in dict.fromkeys((*facts, *chosen)))),
    ]
    return tuple((wording.program(name), rows) for name, rows in found if rows)


def _panels(layout: Layout, step: int) -> list[tuple[str, tuple[Paragraph, ...]]]:
    wording = layout.wording
    out: list[tuple[str, tuple[Paragraph, ...]]] = []
    snapshot = layout.timeline.at(step, layout.timeline.steps[step].seconds)
    numbers = {one.id: one for one in snapshot.numbers}
    for name in layout.timeline.panels_of(step):
        figure, title = layout.timeline.scene.cast[name], wording.figure(name)
        rows: tuple[Paragraph, ...] = ()
        match figure:
            case Card() | Dates() | HelpLines():
                rows = card_rows(layout, name)
            case ForAndAgainst():
                told = card_rows(layout, name)
                heads = (wording.program(word) for word in LIST_NAMES)
                cut = len(figure.speaks_for)
                for head, part in zip(heads, (told[:cut], told[cut:]), strict=True):
                    rows += tuple((head, f"{says} ({sure})") for sure, says in part)
            case Chart():
                says = wording.said("says", figure.says, "cast", name) if figure.says else ""
                curves = (wording.said("says", series.name, "cast", name) for series in figure.series)
                marks = (wording.said("says", one.name, "cast", name) for one in figure.marks)
                rows = (("", says), *((curve, "") for curve in (*curves, *marks)))
            case Response():
                fields = [(key, getattr(figure, key)) for key in ("says", "along", "marked")]
                rows = tuple(("", wording.said(key, text, "cast", name)) for key, text in fields if text)
            case Number() if name in numbers:
                state = numbers[name]
                value = wording.number(f"{state.value:.{state.decimals}f}")
                rows = (("", f"{value}\u00a0{state.unit}"),)
            case _:
                pass
        out.append((capital(title), rows))
    return out
