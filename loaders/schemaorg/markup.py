"""Plain text in place of the markup of web pages, which many write into the texts of their JSON-LD."""

import re

TAG = re.compile(
    r"</?(a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|section|small|span|strong|sub|sup|"
    r"table|tbody|td|th|thead|tr|u|ul)(\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""A tag that pages use in running text; other words between angle brackets are text, as in List<String>."""
ENTITY = re.compile(r"&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
ENDS = re.compile(r"<(br|hr|/p|/div|/li|/h[1-6]|/tr|/ul|/ol|/pre|/section|/blockquote)\b[^<>]*>", re.IGNORECASE)
"""Tags after which a line ends."""
ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
TWICE = 2
"""How often a text is read: some are written in entities within entities."""


def plain(text: str) -> str:
    """A text without tags and entities, one line for each paragraph and item; one without them as it is."""
    for _ in range(TWICE):
        if not TAG.search(text) and not ENTITY.search(text):
            break
        text = _read(text)
    return text


def _read(text: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    held = re.sub(r"<(?!/?[a-zA-Z])", "&lt;", text)
    held = re.sub(r"<(?=/?[a-zA-Z])[^<>]*>?", _kept, held)
    marked = ENDS.sub(lambda end: f"{end[0]}\n", ITEM.sub("<li>- ", held))
    body = LexborHTMLParser(f"<body>{marked}").body
    said = (body.text() if body else "").replace("\xa0", " ")
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in said.split("\n"))
    return "\n".join(line for line in lines if line)


def _kept(tag: re.Match[str]) -> str:
    """A tag, or what only looks like one as text."""
    return tag[0] if TAG.fullmatch(tag[0]) else f"&lt;{tag[0][1:]}"
