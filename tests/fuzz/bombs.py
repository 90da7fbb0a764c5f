"""Files that are made to swell, to nest without end, to take the square of their size, or to lead elsewhere."""

import json
import re
from collections.abc import Callable
from random import Random

from tests.fuzz.draft import HERE, Draft, Spoil, Unfit

CANARY = "The canary sings in the mine."
"""The text of a file that no source may draw in."""
ELSEWHERE = "http://198.51.100.7/"
"""An address that nobody has; nothing may ask for it anyway."""
Bomb = Callable[[Random], str]


def _entities(rng: Random) -> str:
    """Ten of ten of ten of ..., or one that is long and used often."""
    if rng.random() < 0.3:
        return f'<!ENTITY x "{"a" * 100_000}">'
    levels = "".join(f'<!ENTITY x{n} "{f"&x{n + 1};" * 10}">' for n in range(1, 12))
    return f'<!ENTITY x12 "ha">{levels}<!ENTITY x "&x1;">'


DOCTYPES: tuple[Bomb, ...] = (
    lambda rng: f"<!DOCTYPE x [{_entities(rng)}]>",
    lambda rng: '<!DOCTYPE x [<!ENTITY x "short">]>',
    lambda rng: '<!DOCTYPE x [<!ENTITY x SYSTEM "../canary.txt">]>',
    lambda rng: f'<!DOCTYPE x [<!ENTITY x SYSTEM "file://{HERE.decode()}/canary.txt">]>',
    lambda rng: '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///dev/zero">]>',
    lambda rng: f'<!DOCTYPE x [<!ENTITY x SYSTEM "{ELSEWHERE}">]>',
    lambda rng: f'<!DOCTYPE x SYSTEM "{ELSEWHERE}x.dtd" []>',
    lambda rng: f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{HERE.decode()}/canary.txt"> %p;]>',
    lambda rng: '<!DOCTYPE x [<!ENTITY x "&y;"><!ENTITY y "&x;">]>',
    lambda rng: f'<!DOCTYPE x [{"".join(f"""<!ENTITY e{n} "a">""" for n in range(20_000))}<!ENTITY x "a">]>',
    lambda rng: "<!DOCTYPE x [<!ATTLIST x a CDATA #IMPLIED><!ELEMENT x (((((x)*)*)*)*)*><!ENTITY x ''>]>",
)  # fmt: skip


def entities(draft: Draft, rng: Random) -> None:
    """An XML file declares entities: billions of laughs, other files, other servers."""
    name = draft.pick(rng, ".rdf", ".html")
    text = re.sub(r"<!DOCTYPE[^>]*>", "", draft.text(name), count=1, flags=re.IGNORECASE)
    head = re.match(r"\s*<\?xml.*?\?>", text)
    start = head.end() if head else 0
    words = list(re.finditer(r">[^<>\s][^<>]*<", text))
    for word in reversed(rng.sample(words, min(len(words), rng.choice((1, 1, 3))))):
        text = text[: word.start() + 1] + "&x;" * rng.choice((1, 1, 1_000)) + text[word.start() + 1 :]
    draft.files[name] = (text[:start] + rng.choice(DOCTYPES)(rng) + text[start:]).encode()


def _json(rng: Random) -> str:
    size = rng.choice((1_000, 100_000, 2_000_000))
    return rng.choice((
        lambda: "[" * size, lambda: '{"a":' * size, lambda: "[" * size + "]" * size, lambda: "[" + "[]," * size + "[]]",
        lambda: "[" + "{}," * size + "{}]", lambda: "{" + ",".join(f'"k{n}": {n}' for n in range(size // 10)) + "}",
        lambda: "1" * size, lambda: '"' + "a" * 10 * size + '"', lambda: '"' + "\\ud800" * size + '"',
        lambda: "[" + "1," * size + "1]", lambda: " " * 10 * size + "1", lambda: "{}" * size, lambda: '"' + "\\" * size,
        lambda: '{"@context": ' * min(size, 100_000), lambda: "[" + '"",' * size + '""]',
        lambda: "[" + "null," * size + "null]",
    ))()  # fmt: skip


def _yaml(rng: Random) -> str:
    laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(n + 1)}: &{chr(n + 1)} [{','.join([f'*{chr(n)}'] * 9)}]\n" for n in range(ord("a"), ord("t"))
    )
    size = rng.choice((1_000, 90_000, 1_000_000))
    return rng.choice((
        lambda: laughs, lambda: "a: &a\n  b: *a\n", lambda: "&a [*a, *a]\n", lambda: "[" * min(size, 90_000),
        lambda: "{a: " * (size // 4), lambda: "- " * (size // 2) + "a\n",
        lambda: "".join(" " * n + "a:\n" for n in range(400)), lambda: "? " * (size // 2),
        lambda: "--- a\n" * (size // 6), lambda: "a: |\n" + " b\n" * (size // 3), lambda: "a: " + "9" * size,
        lambda: "!!python/object/apply:os.system [echo]\n", lambda: "!!binary |\n " + "A" * size,
        lambda: "'" + "a" * size, lambda: "".join(f"k{n}: 1\n" for n in range(size // 8)),
        lambda: "a: &a {b: 1}\nc: {<<: [*a, *a, *a]}\n", lambda: "%YAML 1.2\n" * 100, lambda: "#" * size,
        lambda: '"' + "\\x00" * (size // 4) + '"', lambda: "a: 1:" + "59:" * (size // 4) + "59\n",
        lambda: ": " * (size // 2), lambda: "*a\n",
    ))()  # fmt: skip


def _markdown(rng: Random) -> str:
    many = rng.choice((300, 3_000, 14_000, 200_000))
    head = rng.choice(("", "---\ntitle: Spinner MVS\ntags: [Minimum Viable Skillset]\n---\n\n### Essential skills\n"))
    return head + rng.choice((
        lambda: "[a](" * many, lambda: "![" * many, lambda: "[" * many + "]" * many, lambda: "*a **a " * many,
        lambda: "_a __a " * many, lambda: "> " * many + "a", lambda: "- " * many + "a",
        lambda: "".join(" " * 2 * n + "- a\n" for n in range(min(many, 400))), lambda: "`" * many,
        lambda: "".join("a" + "`" * n for n in range(min(many, 500))),
        lambda: "|a" * many + "|\n" + "|-" * many + "|\n" + "|a" * many,
        lambda: "| a | b |\n|---|---|\n" + "| - a | - b |\n" * many, lambda: "<" * many, lambda: "<!--" * many,
        lambda: "&" * many, lambda: "[a]: <" * many, lambda: "# a\n" * many, lambda: "- [a](http://e.org/a)\n" * many,
        lambda: "**a**: " * many, lambda: "\\" * many, lambda: "[a](<b" * many, lambda: "a\n" * many,
        lambda: "a  \n" * many, lambda: "<a href='" * many, lambda: "- a, b, c; d\n" * many, lambda: "(" * many,
        lambda: "[a][b]" * many, lambda: "**Associated function titles**: " + "a, " * many,
        lambda: "- " + "a" * 8 * many + "\n", lambda: ("- a: " + "b, " * 50 + "\n") * (many // 50),
    ))()  # fmt: skip


def _html(rng: Random) -> str:
    many = rng.choice((1_000, 5_000, 50_000))
    course = '{"@context": "https://schema.org", "@type": "Course", "name": "Spinning %d"}'
    script = '<script type="application/ld+json">%s</script>\n'
    return rng.choice((
        lambda: "".join(script % (course % n) for n in range(many // 5)), lambda: script % "{" * many,
        lambda: script % "" * many, lambda: script % "[" * many, lambda: "<div>" * many + script % (course % 1),
        lambda: "<table>" * many, lambda: "<b><i><a>" * many, lambda: "<p><table><b>" * (many // 10),
        lambda: "<a " + " ".join(f"a{n}=1" for n in range(many)) + ">" + script % (course % 1), lambda: "&amp;" * many,
        lambda: "<!--" * many, lambda: "<svg><math>" * many, lambda: "<template>" * many,
        lambda: '<script type="application/ld+json">' * many, lambda: "<" * 10 * many, lambda: script % ("[" * many),
        lambda: script % json.dumps([json.loads(course % n) for n in range(many // 5)]),
        lambda: "<select><option>" * many,
        lambda: "<link rel=canonical href='" + "a" * many + "'>" + script % (course % 1),
        lambda: "<font>" * 8 * (many // 100) + "<p>" * many,
        lambda: "<div itemscope itemtype='https://schema.org/Course' typeof='schema:Course'>" * many,
    ))()  # fmt: skip


HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <https://example.org/craft/> .
c: a skos:ConceptScheme .
"""
LISTED = "c:l a skos:OrderedCollection ; skos:memberList "
REST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"


def _turtle(rng: Random) -> str:
    many = rng.choice((1_000, 10_000, 50_000))
    concept = 'c:n{0} a skos:Concept ; skos:inScheme c: ; skos:prefLabel "Skill {0}"@en'
    return HEAD + rng.choice((
        lambda: "c:a c:b " + "[ c:b " * many, lambda: "c:a c:b " + "( " * many,
        lambda: "c:a c:b " + "[ c:b " * many + "1" + " ]" * many + " .",
        lambda: "c:a c:b " + "( " * many + ") " * many + ".", lambda: 'c:a c:b "' + "a" * 500 * many + '" .',
        lambda: 'c:a c:b """' + "a\n" * 100 * many, lambda: "c:a c:b <http://e.org/" + "a" * 400 * many + "> .",
        lambda: "".join(f"@prefix p{n}: <http://e.org/{n}#> .\n" for n in range(many)), lambda: "\n" * 100 * many,
        lambda: "#\n" * 50 * many, lambda: "c:a c:b c:c .\n" * many, lambda: "c:a c:b " + "<< " * many,
        lambda: "".join(f"{concept.format(n)} ; skos:broader c:n{n + 1} .\n" for n in range(many // 5)),
        lambda: "".join(f"{concept.format(n)} ; skos:broader c:n{(n + 1) % (many // 5)} .\n" for n in range(many // 5)),
        lambda: f"{LISTED} ( " + " ".join(f"c:n{n}" for n in range(many)) + " ) .",
        lambda: f"{LISTED} _:b . _:b {REST} _:b .",
        lambda: f"{concept.format(1)} .\n" + "".join(f'c:n1 skos:altLabel "a{n}"@x-{n % 900} .\n' for n in range(many)),
        lambda: "".join(f"c:s{n} a skos:ConceptScheme .\n" for n in range(many // 5)),
        lambda: "".join(f"_:b{n} a skos:Concept .\n" for n in range(many)),
        lambda: "".join(f"{concept.format(n)} ; skos:exactMatch c:n{n + 1}, <x:{n}> .\n" for n in range(many // 5)),
        lambda: "c:a skos:prefLabel " + ", ".join(f'"{n}"' for n in range(many)) + " .",
        lambda: "c:a c:b " + "1" * 100 * many + " .",
    ))()  # fmt: skip


def _statements(rng: Random) -> str:
    many = rng.choice((1_000, 50_000))
    a, skos = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "http://www.w3.org/2004/02/skos/core#"
    said = '<http://e.org/{0}> {1} <{2}Concept> .\n<http://e.org/{0}> <{2}prefLabel> "Skill {0}" .\n'
    return "".join(said.format(n, a, skos) for n in range(many))


def _xml(rng: Random) -> str:
    many = rng.choice((90, 3_000, 200_000))
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2004/02/skos/core#"'
    inner = rng.choice((
        lambda: "<s:Concept><s:broader>" * many + "</s:broader></s:Concept>" * many, lambda: "<a>" * many,
        lambda: "<s:Concept " + "a='1' " * many + "/>", lambda: "<s:Concept/>" * many,
        lambda: "".join(f"<s:Concept rdf:ID='n{n}'/>" for n in range(many)), lambda: "<s:Concept rdf:ID='a'/>" * 500,
        lambda: "<s:Concept><s:prefLabel>" + "a" * 50 * many + "</s:prefLabel></s:Concept>",
        lambda: "<![CDATA[" + "a" * many + "]]>",
        lambda: "<s:Concept " + " ".join(f"xmlns:n{n}='http://e.org/{n}'" for n in range(many)) + "/>",
        lambda: "<!--" + "-" * many, lambda: "<?x " * many,
        lambda: "<s:C><s:member rdf:parseType='Collection'>" + "<s:Concept/>" * many + "</s:member></s:C>",
    ))()  # fmt: skip
    return f'<?xml version="1.0"?>\n<rdf:RDF {rdf}>{inner}</rdf:RDF>'


def _csv(rng: Random) -> str:
    many = rng.choice((1_000, 100_000, 2_000_000))
    return rng.choice((
        lambda: '"' + "a" * 10 * many, lambda: '"' + "a\n" * many, lambda: "," * many, lambda: "a," * many,
        lambda: "\n" * many, lambda: "," * 30 + "\n" + ("," * 30 + "\n") * (many // 30), lambda: '"",' * many,
        lambda: '"' * many, lambda: ("," * 900 + "\n") * (many // 900), lambda: "a\n" * many, lambda: ";" * many,
        lambda: "\r" * many, lambda: " " * many, lambda: "é," * many,
    ))()  # fmt: skip


BOMBS: dict[str, Bomb] = {
    ".json": _json, ".jsonld": _json, ".yaml": _yaml, ".yml": _yaml, ".md": _markdown, ".html": _html, ".ttl": _turtle,
    ".trig": _turtle, ".n3": _turtle, ".nt": _statements, ".nq": _statements, ".rdf": _xml, ".csv": _csv,
}  # fmt: skip


def swelling(draft: Draft, rng: Random) -> None:
    """Instead of a file, or after it, stands one that is made to cost whoever reads it."""
    name = draft.pick(rng, *BOMBS)
    bomb = BOMBS["." + name.lower().rpartition(".")[2]](rng).encode("utf-8", "surrogatepass")
    content = draft.files[name]
    header = content[: content.find(b"\n") + 1]
    draft.files[name] = rng.choice((bomb, bomb, content + bomb, header + bomb))


CONTEXTS = (
    ELSEWHERE, f"file://{HERE.decode()}/canary.txt", "../canary.txt", "file:///dev/zero", "", None, [], {}, 5, [[]],
    [None], {"@vocab": ""}, {"@vocab": ELSEWHERE}, {"@base": ELSEWHERE}, {"@base": "http://["}, {"@import": ELSEWHERE},
    {"@version": 9}, {"@propagate": False}, {"a": {"@id": "b"}, "b": {"@id": "a"}}, {"a:b": {"@id": "a:b"}},
    {"name": {"@id": "name"}}, {"@language": "x x"}, {"a": "@context"},
    {"name": {"@context": {"name": {"@context": {"name": None}}}}}, {"@context": {"@context": {}}},
    {"name": {"@reverse": "x"}}, {"name": {"@container": ["@graph", "@id", "@set"]}},
    {"name": {"@container": "@language"}}, {"name": {"@type": "@json"}}, {"@id": "x"}, {"name": {"@type": "@vocab"}},
    {"name": None, "@type": None}, {"type": "@type", "id": "@id", "graph": "@graph"}, {"": "x"},
    {f"t{n}": f"http://e.org/{n}" for n in range(5_000)}, [{"a": f"http://e.org/{n}"} for n in range(3_000)],
    [ELSEWHERE] * 100, {f"t{n}": f"t{n + 1}:a" for n in range(1_500)}, {"@protected": True, "name": "http://e.org/n"},
    "https://schema.org/../../x", "https://schema.org", "https://credreg.net/ctdl/schema/context/json",
    "https://purl.imsglobal.org/spec/case/v1p1/context/x.jsonld",
)  # fmt: skip


def contexts(draft: Draft, rng: Random) -> None:
    """What says the meaning of names lies elsewhere, leads in circles or is none."""
    name = draft.pick(rng, ".json", ".jsonld", ".html")
    text = draft.text(name)
    found = re.search(r'"@context"\s*:\s*("[^"]*"|\[[^\]]*\]|\{[^{}]*\})', text)
    context = json.dumps(rng.choice(CONTEXTS))
    if not found:
        if not text.startswith("{"):
            raise Unfit
        draft.files[name] = f'{{"@context": {context}, {text[1:]}'.encode()
        return
    new = rng.choice((context, f"[{found[1]}, {context}]", f"[{context}, {found[1]}]"))
    draft.files[name] = (text[: found.start(1)] + new + text[found.end(1) :]).encode()


HEAVY: tuple[Spoil, ...] = (entities, swelling, contexts, swelling, swelling)
