"""Every printable ASCII character, raw and percent-encoded, in path segments, query names and values."""

from collections.abc import Iterator
from string import ascii_lowercase, ascii_uppercase, digits, punctuation

from case import Case

ALPHABETS = {"digits": digits, "upper-case": ascii_uppercase, "lower-case": ascii_lowercase}
NAMES = dict(zip(" " + punctuation, (
    "space exclamation quotation hash dollar percent ampersand apostrophe left-parenthesis "
    "right-parenthesis asterisk plus comma hyphen full-stop slash colon semicolon less-than equals "
    "greater-than question at left-bracket backslash right-bracket caret underscore backtick "
    "left-brace bar right-brace tilde"
).split(), strict=True))

# A space is not sent raw, a raw % is malformed, these end a segment or a pair, and a + in a query
# is rewritten.
NOT_RAW = {"path": " %/?", "name": " %&+=", "value": " %&+"}


def escape(text: str, *, lower: bool = False) -> str:
    digits_of = "%{:02x}" if lower else "%{:02X}"
    return "".join(digits_of.format(ord(char)) for char in text)


def characters() -> Iterator[Case]:
    for place in NOT_RAW:
        for name, char in NAMES_AND_CHARACTERS:
            if char not in NOT_RAW[place]:
                # A fragment is cut off a URL, and only aws-c-auth takes a target and not a URL.
                only_crt = char == "#" and place == "path"
                yield _in(place, f"{name}-raw", _around(char), only_crt)
            yield _in(place, f"{name}-encoded", _around(escape(char)))
            if escape(char, lower=True) != escape(char):
                yield _in(place, f"{name}-encoded-lower", _around(escape(char, lower=True)))
        for name, alphabet in ALPHABETS.items():
            yield _in(place, f"{name}-raw", alphabet)
            yield _in(place, f"{name}-encoded", escape(alphabet))
            if name != "digits":
                yield _in(place, f"{name}-encoded-lower", escape(alphabet, lower=True))


NAMES_AND_CHARACTERS = [(name, char) for char, name in NAMES.items()]


def _around(text: str) -> str:
    """At the start, in the middle and at the end."""
    return f"{text}a{text}b{text}"


def _in(place: str, name: str, text: str, only_crt: bool = False) -> Case:
    group = f"character in {'path' if place == 'path' else f'query {place}'}"
    name = f"{place}-{name}"
    if place == "path":
        return Case(group, name, path=f"/idx/_doc/{text}", only_crt=only_crt)
    query = f"{text}=1" if place == "name" else f"q={text}"
    return Case(group, name, querystring=query, only_crt=only_crt)
