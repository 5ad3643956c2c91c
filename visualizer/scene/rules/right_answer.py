"""The right answer of a prediction is not among its answers, or of a quiz question also a wrong one.

Wrong::

    answers: [open ones, closed ones]
    right: the open ones

Right::

    answers: [open ones, closed ones]
    right: open ones
"""

from __future__ import annotations

from collections.abc import Iterator

from visualizer.core.problems import Problem
from visualizer.scene.complaints import did_you_mean
from visualizer.scene.model import Scene
from visualizer.scene.rules.context import Context

ID = "right-answer"


def check(scene: Scene, context: Context) -> Iterator[Problem]:
    """Yield a problem for each question that cannot be answered rightly."""
    for index, step in enumerate(scene.steps):
        if step.predict is not None and step.predict.right not in step.predict.answers:
            trail = ("steps", index, "predict", "right")
            message = f"'{step.predict.right}' is not one of the answers"
            yield context.at(ID, trail, message, did_you_mean(step.predict.right, step.predict.answers))
    for index, question in enumerate(scene.quiz):
        for number, wrong in enumerate(question.wrong):
            if wrong.answer == question.right:
                where = ("quiz", index, "wrong", number, "answer")
                yield context.at(ID, where, "this answer is also the right one", "write another wrong answer")
