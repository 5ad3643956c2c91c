"""What a scene must be besides well written: one rule a file, listed here. Knows a scene and its library."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from visualizer.core.problems import Problem
from visualizer.scene.reading import Loaded
from visualizer.scene.rules import (
    bad_count,
    bad_label,
    bad_pace,
    bad_scale,
    bad_setting,
    bad_span,
    bad_timing,
    caption_length,
    duplicate_id,
    french_typography,
    hard_plain,
    id_is_filename,
    illegal_transition,
    label_overload,
    look_alike,
    missing_describe,
    missing_notes,
    missing_plain,
    missing_quiz,
    missing_remember,
    missing_simplifies,
    missing_source,
    missing_translation,
    needs_membrane,
    needs_region,
    number_without_source,
    region_bounds,
    right_answer,
    too_long,
    too_short,
    uncovered_sign,
    unknown_chain,
    unknown_cite,
    unknown_curve,
    unknown_figure,
    unknown_knob,
    unknown_member,
    unknown_part,
    unknown_scene,
    unknown_state,
    unknown_step,
    unknown_substance,
    weak_evidence,
    wrong_kind,
)
from visualizer.scene.rules.context import Context

if TYPE_CHECKING:
    from visualizer.scene.library import Library

__all__ = ["OF_CHECK_ALONE", "OF_PROSE", "RULES", "broken_rules"]

RULES: MappingProxyType[str, ModuleType] = MappingProxyType(
    {
        bad_count.ID: bad_count,
        bad_label.ID: bad_label,
        bad_pace.ID: bad_pace,
        bad_scale.ID: bad_scale,
        bad_setting.ID: bad_setting,
        bad_span.ID: bad_span,
        bad_timing.ID: bad_timing,
        caption_length.ID: caption_length,
        duplicate_id.ID: duplicate_id,
        french_typography.ID: french_typography,
        hard_plain.ID: hard_plain,
        id_is_filename.ID: id_is_filename,
        illegal_transition.ID: illegal_transition,
        label_overload.ID: label_overload,
        look_alike.ID: look_alike,
        missing_describe.ID: missing_describe,
        missing_notes.ID: missing_notes,
        missing_plain.ID: missing_plain,
        missing_quiz.ID: missing_quiz,
        missing_remember.ID: missing_remember,
        missing_simplifies.ID: missing_simplifies,
        missing_source.ID: missing_source,
        missing_translation.ID: missing_translation,
        needs_membrane.ID: needs_membrane,
        needs_region.ID: needs_region,
        number_without_source.ID: number_without_source,
        region_bounds.ID: region_bounds,
        right_answer.ID: right_answer,
        too_long.ID: too_long,
        too_short.ID: too_short,
        uncovered_sign.ID: uncovered_sign,
        unknown_chain.ID: unknown_chain,
        unknown_cite.ID: unknown_cite,
        unknown_curve.ID: unknown_curve,
        unknown_figure.ID: unknown_figure,
        unknown_knob.ID: unknown_knob,
        unknown_member.ID: unknown_member,
        unknown_part.ID: unknown_part,
        unknown_scene.ID: unknown_scene,
        unknown_state.ID: unknown_state,
        unknown_step.ID: unknown_step,
        unknown_substance.ID: unknown_substance,
        weak_evidence.ID: weak_evidence,
        wrong_kind.ID: wrong_kind,
    }
)


OF_CHECK_ALONE = frozenset({missing_translation.ID})
"""Rules that only `moa check` needs."""

OF_PROSE = frozenset({french_typography.ID, hard_plain.ID, uncovered_sign.ID})
"""Rules that measure every sentence and sign; they take most of the time, and no picture hangs on them."""


def broken_rules(
    loaded: Loaded, library: Library, leave_out: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Yield what the rules find in a scene, also in one that could only be read in part; some may be left out by name."""
    if loaded.sketch is None:
        return
    context = Context(loaded, library)
    for name, rule in RULES.items():
        if name not in leave_out:
            yield from rule.check(loaded.sketch, context)
