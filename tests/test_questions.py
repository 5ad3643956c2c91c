"""Questions: a step stops before its effect and asks; the quiz says why; nothing is kept; both in each language."""

from dataclasses import replace

import pytest
from conftest import SHIPPED

from visualizer.app import copies, wording
from visualizer.app.pictures import look_of
from visualizer.export import find
from visualizer.modes.actions import intent_for
from visualizer.session import Guess, Quiz, Session, Talk, Visit, update
from visualizer.session import intents as ask
from visualizer.session.effects import CopyText
from visualizer.timeline import StepOutline

STEPS = (
    StepOutline("a", "A", 9.0, False, "animal", 9.0, None, 4.0),
    StepOutline("b", "B", 6.0, False, "animal", 6.0),
)
RUNNING = Session(screen="scene", scene="demo", steps=STEPS, playing=True)


def after(session: Session, *intents: object) -> Session:
    """Return the session after these intents."""
    for intent in intents:
        session, _ = update(session, intent)
    return session


def test_a_running_step_stops_before_its_effect() -> None:
    """Played on past its question, a step stands at it, paused, with the question beside the picture."""
    asked = after(RUNNING, ask.Tick(3.9), ask.Tick(0.5))
    assert (asked.seconds, asked.playing, asked.overlay) == (4.0, False, "question")
    assert after(asked, ask.Tick(5.0)) == asked


def test_one_long_tick_and_many_short_ones_stop_at_the_same_place() -> None:
    """How time is cut makes no difference to where a question is asked."""
    assert after(RUNNING, *[ask.Tick(0.25)] * 20) == after(RUNNING, ask.Tick(5.0))


@pytest.mark.parametrize(
    "changed",
    [
        {"asking": False},
        {"loop": True},
        {"seconds": 4.0},
        {"step": 1},
        {"guess": Guess(0, 1)},
        {"talk": Talk()},
        {"visit": Visit(page="steps")},
    ],
)
def test_nobody_is_asked_who_does_not_want_it(changed: dict[str, object]) -> None:
    """Switched off, repeated, past its time, answered, before an audience or in a waiting room, nothing is asked."""
    assert "question" not in after(replace(RUNNING, **changed), ask.Tick(4.5)).overlays


def test_an_answer_plays_on_and_the_end_says_what_came() -> None:
    """After an answer the animation itself answers; at the end the guess stands beside what came true."""
    asked = after(RUNNING, ask.Tick(5.0))
    guessed = after(asked, ask.AnswerStep(2))
    assert (guessed.playing, guessed.overlays, guessed.guess) == (True, (), Guess(0, 2))
    told = after(guessed, ask.Tick(6.0))
    assert (told.at_end, told.overlay) == (True, "question")
    assert after(guessed, ask.NextStep()).overlay == "question"


def test_moving_on_puts_the_question_away() -> None:
    """Play, next, back and a jump go on as ever; the question does not stand in their way."""
    asked = after(RUNNING, ask.Tick(5.0))
    for intent in (ask.TogglePlay(), ask.NextStep(), ask.PreviousStep(), ask.GoToStep(1), ask.PlayOn()):
        assert "question" not in after(asked, intent).overlays
    assert after(asked, ask.PlayOn(), ask.Tick(1.0)).seconds == 5.0
    assert after(asked, ask.CloseTop(), ask.TogglePlay(), ask.Tick(1.0)).seconds == 5.0


def test_the_caption_does_not_give_the_answer_away() -> None:
    """Before the question is answered the caption is kept back; then, and for who scrubs, it is there."""
    asked = after(RUNNING, ask.Tick(5.0))
    assert not look_of(RUNNING).captions
    assert not look_of(asked).captions
    assert look_of(after(asked, ask.AnswerStep(0))).captions
    assert look_of(after(asked, ask.PlayOn(), ask.Tick(0.1))).captions
    assert look_of(replace(RUNNING, playing=False)).captions
    assert look_of(replace(RUNNING, asking=False)).captions


def test_the_quiz_keeps_what_was_picked_and_forgets_it_with_the_scene() -> None:
    """Each question keeps its picks in order, once each; leaving the scene or beginning again forgets them."""
    quiz = after(RUNNING, ask.ToggleOverlay("quiz"), ask.OpenQuestion(2), *map(ask.PickAnswer, (1, 1, 0)))
    assert quiz.quiz == Quiz(2, ((), (), (1, 0)))
    assert after(quiz, ask.ForgetAnswers()).quiz == Quiz()
    assert after(quiz, ask.GoHome()).quiz == Quiz()
    assert after(quiz, ask.CloseTop(), ask.ToggleOverlay("quiz")).quiz == quiz.quiz


def test_a_question_leads_to_the_step_that_shows_it() -> None:
    """The step that shows the answer plays, with the quiz put away and not forgotten."""
    quiz = after(RUNNING, ask.ToggleOverlay("quiz"), ask.PickAnswer(0))
    intent = intent_for("step:1", quiz)
    assert intent is not None
    shown = after(quiz, intent)
    assert (shown.step, shown.playing, shown.overlays, shown.quiz) == (1, True, (), quiz.quiz)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", SHIPPED)
def test_every_scene_asks_in_both_languages(name: str, language: str) -> None:
    """Every scene has a quiz: one right answer, a reason for each wrong one, at one place in every language."""
    quiz = wording.scene_words(find(name), language).quiz
    assert quiz
    for i, question in enumerate(quiz):
        assert sum(answer.right for answer in question.answers) == 1
        assert all(answer.because for answer in question.answers if not answer.right)
        other = wording.scene_words(find(name), "fr").quiz[i]
        assert [answer.right for answer in other.answers] == [answer.right for answer in question.answers]


def test_the_right_answer_does_not_stand_at_one_place() -> None:
    """Over all scenes the right answer is not always the first."""
    places = {
        next(i for i, answer in enumerate(question.answers) if answer.right)
        for name in SHIPPED
        for question in wording.scene_words(find(name), "en").quiz
    }
    assert len(places) > 1


def test_a_student_may_take_the_quiz_along() -> None:
    """Copied, the quiz names each question and at which try it was answered."""
    found = find("nmda-blockade")
    words = wording.scene_words(found, "en").quiz[0]
    right = next(i for i, answer in enumerate(words.answers) if answer.right)
    wrong = next(i for i, answer in enumerate(words.answers) if not answer.right)
    wanted = CopyText("nmda-blockade", 0, "quiz", "", Quiz(0, ((wrong, right),)))
    text, _ = copies.text_of(found, wanted, "en", "text")
    assert f"1  {words.ask} (at try 2)" in text
    assert "(no right answer yet)" in text
