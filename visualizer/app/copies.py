"""What Ctrl+C puts on the clipboard: a card, sources, technical words, help lines, or a step. Knows texts; no clipboard."""

from visualizer.app import cards, wording
from visualizer.export import Found
from visualizer.modes.questions import outcome, outcome_line
from visualizer.modes.words import SUPPORT_FIRST, remembered
from visualizer.session import Quiz
from visualizer.session.effects import CopyText

LINK = "A link to this place is on the clipboard."


def text_of(found: Found | None, wanted: CopyText, language: str, register: str) -> tuple[str, str]:
    """Return the text of what is in focus, and the program's sentence that says what was copied."""
    say = wording.say_in(language)
    if wanted.overlay == "support" or found is None:
        told = [say(SUPPORT_FIRST)]
        for region in wording.helps(language):
            told += ["", region.name, *(f"{line.number}  {line.says}" for line in region.lines)]
        return "\n".join(told) + "\n", "The words are on the clipboard."
    if wanted.overlay == "sources":
        words = wording.scene_words(found, language).steps[wanted.step]
        return "\n".join((words.title, *words.sources)) + "\n", "The sources are on the clipboard."
    if wanted.overlay == "simplifies":
        lines = wording.scene_words(found, language).simplifies
        return "\n".join(lines) + "\n", "The words are on the clipboard."
    if wanted.overlay == "remember":
        words = wording.scene_words(found, language).steps[wanted.step]
        return "\n".join((words.title, *remembered(words, say))) + "\n", "The words are on the clipboard."
    if wanted.overlay == "glossary":
        glossary = cards.glossary_of(found, wanted.step, language)
        return cards.glossary_text(glossary, language), "The words are on the clipboard."
    if wanted.quiz is not None:
        return _quiz_text(found, wanted.quiz, language), "The words are on the clipboard."
    card = cards.card_of(found, wanted.step, wanted.subject, language) if wanted.subject else None
    if card is not None:
        return cards.card_text(card, language), "The card is on the clipboard."
    text = wording.step_text(found, wanted.step, language, register)
    return text, "The words of this step are on the clipboard."


def _quiz_text(found: Found, quiz: Quiz, language: str) -> str:
    """Return the questions of a scene, each with the try at which it was answered."""
    words, say = wording.scene_words(found, language), wording.say_in(language)
    lines = [words.title]
    for i, question in enumerate(words.quiz):
        lines.append(f"{i + 1}  {question.ask} {outcome_line(say, outcome(question, quiz.picks(i)))}")
    told = [step for step in words.steps if step.remember or step.unknown]
    if told:
        lines += ["", say("What to remember")]
        for step in told:
            lines += [step.title, *(f"  {line}" for line in remembered(step, say))]
    return "\n".join(lines) + "\n"
