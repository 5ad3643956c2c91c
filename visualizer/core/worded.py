"""A sentence that knows the words it was made of, so that it can be said in another language. Knows no language itself."""

from collections.abc import Callable


class Worded(str):
    """An English sentence, with its template and the values in it; whoever knows nothing of this reads plain text."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]


def worded(template: str, **values: object) -> Worded:
    """Return a template filled in: `worded("there is no scene '{name}'", name="brain")`. A value may be worded itself."""
    made = Worded(template.format(**values))
    made.template, made.values = template, values
    return made


def said(say: Callable[[str], str], text: str) -> str:
    """Return a sentence in the language of `say`, the values in it too; a plain text as it is."""
    if not isinstance(text, Worded):
        return text
    values = {
        name: said(say, value) if isinstance(value, str) else value for name, value in text.values.items()
    }
    return say(text.template).format(**values)


def reason_of(error: BaseException) -> str:
    """Return what an error says in one line, worded where it was raised so."""
    first = error.args[0] if error.args else ""
    if isinstance(first, Worded):
        return first
    return (str(error).splitlines() or [type(error).__name__])[0]
