"""Damage to the marks of Markdown, HTML, YAML and RDF: words that mean something stand where they should not."""

import re
from random import Random

from tests.fuzz.draft import Draft, Spoil, Unfit

MARKDOWN = (
    "# ", "## ", "### ", "- ", "* ", "1. ", "> ", "> > > ", "| ", " | ", "|---|", "**", "*", "_", "__", "`", "```\n",
    "~~~\n", "[", "]", "](", "](http://e.org)", "[a](http://[)", "[a](<>)", "[a]: http://e.org\n", "![", "<", ">",
    "<div>", "</div>", "<!--", "-->", "<script>", "&amp;", "&#0;", "&", "\\", "---\n", "***\n", "\n\n", "    ", "\t",
    "  \n", ":", "::", "\u202e", "http://data.europa.eu/esco/skill/x", "<http://e.org>", "Essential skills",
    "### Essential skills\n", "=1", "title:",
)  # fmt: skip
FRONT = (
    "---\n", "...\n", "title: ", "tags: [", "tags:\n", "- ", "&a ", "*a", "!!python/object/apply:os.system [id]", "!x ",
    "<<: *a", "{", "}", "? ", ": ", "|\n", ">\n", "'", '"', "%YAML 9.9\n", "%TAG ! x\n", "@", "`", "\t", "#",
    "2020-02-30", "0o9", "1:60:60", "1e999", ".nan", "~", "null", "yes", "\x00", "\x07", "\ufeff", '"\\ud800"',
    '"\\U00110000"', "source:", "tables:", "file: /dev/zero", "file: ../../../../etc/passwd", "column: ", "constant: ",
    "kind: Course", "kind: Review", "split: ''", "split: '|'", "date: %",
)  # fmt: skip
HTML = (
    "<script>", "</script>", '<script type="application/ld+json">', "<!--", "-->", "<![CDATA[", "]]>", "<svg>",
    "<math>", "<template>", "<table>", "<p", "</", ">", "<", '"', "'", "&#0;", "&#xD800;", "&#x110000;", "&amp",
    "<base href='//x'>", "<plaintext>", "<textarea>", "<title>", "<link rel=canonical href='http://['>",
    "<html lang='x x'>", "\x00", "<meta charset=utf-16>", "<noscript>", "<iframe>", "{", "}", "[", "]", ",", ":",
)  # fmt: skip
TURTLE = (
    "[", "]", "(", ")", ";", ".", ",", '"', "'", '"""', "'''", "@en", "@x-y-z", "@", "^^", "^^<x>", "_:b", "_:", "<",
    ">", "<>", "<<", ">>", "<a b>", "<http://[>", "<../../x>", "a", "@prefix x: <y> .", "@base <z> .", "PREFIX", "BASE",
    "GRAPH", "{", "}", "true", "1e999", "-0", "1" * 400, "\\u0000", "\\uD800", "\\U00110000", "=", "=>", "{|", "|}",
    "skos:broader", "skos:Concept", "c:", "c:listening", "%", "\x00", "\u202e", "#", "<x:y>", "owl:sameAs",
    "skos:prefLabel", "skos:exactMatch", "skos:inScheme", "skos:member", "[] a []",
)  # fmt: skip
XML = (
    "<", ">", "</", "/>", "&", "&amp;", "&#0;", "&#xD800;", "&x;", "]]>", "<![CDATA[", "<!--", "--", "<?x?>", "<?xml?>",
    "<!DOCTYPE x>", "xmlns=''", "xmlns:a='b'", "xml:lang='x x'", "xml:base='http://['", "rdf:about='x'", "rdf:ID='1'",
    "rdf:nodeID='a b'", "rdf:resource=''", "rdf:parseType='Literal'", "rdf:parseType='Collection'", "rdf:datatype=''",
    "rdf:li", "rdf:_0", "'", '"', "\x00", "\ufffe", "<rdf:RDF>",
)  # fmt: skip
SAID = {
    ".md": (MARKDOWN, FRONT), ".yaml": (FRONT,), ".yml": (FRONT,), ".html": (HTML,), ".ttl": (TURTLE,),
    ".trig": (TURTLE,), ".n3": (TURTLE,), ".nt": (TURTLE,), ".nq": (TURTLE,), ".rdf": (XML,),
}  # fmt: skip


def _words(draft: Draft, rng: Random) -> tuple[str, list[str]]:
    name = draft.pick(rng, *SAID)
    words = re.findall(r"\w+|\s+|[^\w\s]", draft.text(name))
    if len(words) < 2:
        raise Unfit
    return name, words


def _put(draft: Draft, name: str, words: list[str]) -> None:
    draft.files[name] = "".join(words).encode("utf-8", "surrogatepass")


def words_put_in(draft: Draft, rng: Random) -> None:
    """Words that mean something stand where they should not."""
    name, words = _words(draft, rng)
    known = rng.choice(SAID["." + name.lower().rpartition(".")[2]])
    for _ in range(rng.choice((1, 1, 3, 10))):
        words.insert(rng.randrange(len(words) + 1), rng.choice(known))
    _put(draft, name, words)


def words_put_in_between(draft: Draft, rng: Random) -> None:
    """The same word stands hundreds of times between others."""
    name, words = _words(draft, rng)
    known = rng.choice(SAID["." + name.lower().rpartition(".")[2]])
    words.insert(rng.randrange(len(words) + 1), rng.choice(known) * rng.choice((50, 500, 5_000)))
    _put(draft, name, words)


def words_lost(draft: Draft, rng: Random) -> None:
    """Words or marks are missing."""
    name, words = _words(draft, rng)
    for _ in range(rng.choice((1, 3, 20))):
        words[rng.randrange(len(words))] = ""
    _put(draft, name, words)


def words_exchanged(draft: Draft, rng: Random) -> None:
    """Words or marks have changed places."""
    name, words = _words(draft, rng)
    for _ in range(rng.choice((1, 3, 20))):
        one, other = rng.randrange(len(words)), rng.randrange(len(words))
        words[one], words[other] = words[other], words[one]
    _put(draft, name, words)


def words_replaced(draft: Draft, rng: Random) -> None:
    """All places of one word hold another."""
    name, words = _words(draft, rng)
    old = rng.choice(words)
    new = rng.choice((rng.choice(words), *(rng.choice(known) for known in SAID["." + name.lower().rpartition(".")[2]])))
    _put(draft, name, [new if word == old else word for word in words])


SPOILS: tuple[Spoil, ...] = (
    words_put_in,
    words_put_in_between,
    words_lost,
    words_exchanged,
    words_replaced,
    words_put_in,
)
