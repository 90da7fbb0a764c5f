"""Damage to what nests: JSON in files or in web pages, and YAML."""

import io
import json
import re
from collections import deque
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any, NamedTuple

from tests.fuzz.draft import Draft, Spoil, Unfit

JSON, PAGES, YAML = (".json", ".jsonld"), (".html", ".htm"), (".yaml", ".yml")
SCRIPT = re.compile(r'(<script type="application/ld\+json">)(.*?)(</script>)', re.DOTALL)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 5, 1.5, 1e308, 10**30, "", " ", "x", "a b", "é" * 300, "x" * 100_000, [], {}, [[]],
    [None], [[[]]], {"": ""}, {"a": {"a": {}}}, ["a", "a"], [1, "a", None, {}], "http://e.org/1", "http://[",
    "http://a b", "_:b0", "#x", "../../x", "//e.org", "javascript:x", "file:///etc/passwd", "urn:uuid:0",
    "x@example.org", "\ud800", "a\udfffb", "\x00", "\x1b[2J", "\u202e", "\u2028", "\ufffe", "\u200b", "2020-02-30",
    "9999-99-99", "P1Y", "PT1e9H", "-PT5M", "en", "xx_x", "=1+1", "<b>", "nan", "1e999", "9" * 5_000, {"@id": 5},
    {"@id": None}, {"@value": {}}, {"@value": [1]}, {"@list": [1]}, {"@set": "a"},
    {"@list": [{"@list": [{"@list": []}]}]}, {"en": None}, {"en": ["a", 1]}, {"@language": "en"},
    {"@value": "a", "@language": 5}, {"@value": "a", "@type": "@json"}, {"@type": "@json", "@value": {"a": 1}},
    {"@type": "Person", "name": "Ada Example"}, ["Course", "Occupation"], {"@reverse": {"a": 1}}, {"identifier": 5},
)  # fmt: skip
KEYS = (
    "", " ", "@id", "@type", "@context", "@graph", "@reverse", "@included", "@nest", "@index", "@value", "@list",
    "@base", "@vocab", "@import", "@propagate", "id", "type", "name", "identifier", "__proto__", "__class__", "a\x00b",
    "\ud800", "é", "x" * 10_000, "http://e.org/p", "extra", "status", "level", "fullStatement", "uri", "null", "0", "<",
    "\u202e",
)  # fmt: skip
RAW = (
    "NaN", "Infinity", "-Infinity", "1e999", "-1e-999", "1" * 5_000, "0123", "+1", ".5", "1.", "undefined", "'a'",
    "tru", '"\\ud800"', '"\\ud800\\ud800"', '"\\u0000"', '"\\x"', '"a\nb"', '"\t"', "/* c */ 1", "1,", ",", "",
    "{a: 1}", '"\\', '{"a": 1, "a": 2}', '{"@id": "a", "@id": "b"}', '{"identifier": "a", "identifier": "b"}',
)  # fmt: skip
DEPTHS = (20, 60, 200, 900, 5_000, 100_000)


class Tree(NamedTuple):
    """What nests, and how it is written back."""

    root: Any
    put: Callable[[Any], None]


Spot = tuple[Any, Any]
"""A list or object, and the place in it."""


def _tree(draft: Draft, rng: Random, endings: tuple[str, ...] = (*JSON, *PAGES, *YAML)) -> Tree:
    name = draft.pick(rng, *endings)
    if name.lower().endswith(YAML):
        return _yaml(draft, name)
    text = draft.text(name)
    if name.lower().endswith(JSON):
        return Tree(_read(text), lambda root: _set(draft, name, _written(root, rng)))
    scripts = list(SCRIPT.finditer(text))
    if not scripts:
        raise Unfit
    script = rng.choice(scripts)
    before, after = text[: script.start(2)], text[script.end(2) :]
    return Tree(_read(script[2]), lambda root: _set(draft, name, before + _written(root, rng) + after))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit from None


def _written(root: Any, rng: Random) -> str:
    return json.dumps(root, ensure_ascii=rng.random() < 0.5, indent=rng.choice((None, 1)))


def _set(draft: Draft, name: str, text: str) -> None:
    draft.files[name] = text.encode("utf-8", "surrogatepass")


def _yaml(draft: Draft, name: str) -> Tree:
    from ruamel.yaml import YAML as Parser
    from ruamel.yaml.error import YAMLError

    try:
        root = Parser(typ="safe", pure=True).load(draft.text(name))
    except (YAMLError, ValueError, RecursionError):
        raise Unfit from None

    def put(found: Any) -> None:
        text = io.StringIO()
        Parser(typ="safe", pure=True).dump(found, text)
        _set(draft, name, text.getvalue())

    return Tree(root, put)


def spots(value: Any) -> list[Spot]:
    """Every place in what nests, those above before those below."""
    found: list[Spot] = []
    todo = deque([value])
    while todo:
        within = todo.popleft()
        if isinstance(within, dict | list):
            for key in list(within) if isinstance(within, dict) else range(len(within)):
                found.append((within, key))
                todo.append(within[key])
    return found


def _spot(root: Any, rng: Random) -> Spot:
    found = spots(root)
    if not found:
        raise Unfit
    return rng.choice(found)


def nodes_of_wrong_types(draft: Draft, rng: Random) -> None:
    """Nodes hold something of another type, or what no such node can mean."""
    tree = _tree(draft, rng)
    for _ in range(rng.choice((1, 1, 2, 5))):
        within, key = _spot(tree.root, rng)
        within[key] = deepcopy(rng.choice(VALUES))
    tree.put(tree.root)


def nodes_lost(draft: Draft, rng: Random) -> None:
    """Nodes are missing."""
    tree = _tree(draft, rng)
    for _ in range(rng.choice((1, 1, 4))):
        within, key = _spot(tree.root, rng)
        del within[key]
    tree.put(tree.root)


def nodes_grafted(draft: Draft, rng: Random) -> None:
    """A node stands elsewhere, too, or in itself."""
    tree = _tree(draft, rng)
    for _ in range(rng.choice((1, 2, 4))):
        (within, key), (source, place) = _spot(tree.root, rng), _spot(tree.root, rng)
        within[key] = deepcopy(rng.choice((source[place], source, tree.root)))
    tree.put(tree.root)


def leaves_exchanged(draft: Draft, rng: Random) -> None:
    """Texts have changed places, so that references lead astray or in circles."""
    tree = _tree(draft, rng)
    leaves = [(within, key) for within, key in spots(tree.root) if isinstance(within[key], str)]
    if len(leaves) < 2:
        raise Unfit
    for _ in range(rng.choice((1, 5, 50))):
        (one, at), (other, there) = rng.choice(leaves), rng.choice(leaves)
        one[at], other[there] = (other[there], one[at]) if rng.random() < 0.5 else (one[at], one[at])
    tree.put(tree.root)


def keys_renamed(draft: Draft, rng: Random) -> None:
    """Names of properties are others, or there are new ones."""
    tree = _tree(draft, rng)
    objects = [within for within, _ in spots(tree.root) if isinstance(within, dict)]
    if not objects:
        raise Unfit
    for _ in range(rng.choice((1, 2, 5))):
        within = rng.choice(objects)
        names = list(within)
        new = rng.choice((rng.choice(KEYS), *(rng.choice(list(rng.choice(objects)) or [""]) for _ in range(2))))
        within[new] = within.pop(rng.choice(names)) if names and rng.random() < 0.6 else deepcopy(rng.choice(VALUES))
    tree.put(tree.root)


def lists_repeated(draft: Draft, rng: Random) -> None:
    """The items of a list stand again, or what was no list is one."""
    tree = _tree(draft, rng)
    within, key = _spot(tree.root, rng)
    lists = [(one, place) for one, place in spots(tree.root) if isinstance(one[place], list)]
    if lists and rng.random() < 0.6:
        within, key = rng.choice(lists)
        within[key] = within[key] * rng.choice((2, 2, 30))
    else:
        within[key] = [within[key]] * rng.choice((1, 2, 300))
    tree.put(tree.root)


def raw_values(draft: Draft, rng: Random) -> None:
    """A value is written as JSON does not allow, or as few expect."""
    name = draft.pick(rng, *JSON, *PAGES)
    text = draft.text(name)
    values = list(re.finditer(r'(?<=[:\[,])\s*("(?:[^"\\]|\\.)*"|-?[0-9.]+|true|false|null)\s*(?=[,\]}])', text))
    if not values:
        raise Unfit
    value = rng.choice(values)
    _set(draft, name, text[: value.start(1)] + rng.choice(RAW) + text[value.end(1) :])


def nested_deeply(draft: Draft, rng: Random) -> None:
    """A value is wrapped in lists or objects, level upon level."""
    name = draft.pick(rng, *JSON, *PAGES, *YAML)
    text = draft.text(name)
    values = list(re.finditer(r'(?<=[:\[,]) ?("(?:[^"\\\n]|\\.)*"|[\w.]+)(?=\s*[,\]}\n])', text))
    if not values:
        raise Unfit
    value = rng.choice(values)
    opens, closes = rng.choice(
        (("[", "]"), ('{"a": ', "}"), ('[{"@list": ', "}]"), ('{"@graph": [', "]}"), ('{"name": ', "}"))
    )
    depth = rng.choice(DEPTHS)
    end = closes * depth if rng.random() < 0.8 else ""
    _set(draft, name, text[: value.start(1)] + opens * depth + value[1] + end + text[value.end(1) :])


def many_nodes(draft: Draft, rng: Random) -> None:
    """A list or object holds tens of thousands of things, each with something of its own or all alike."""
    tree = _tree(draft, rng, (*JSON, *PAGES))
    lists = [(within, key) for within, key in spots(tree.root) if isinstance(within[key], list) and within[key]]
    if not lists:
        raise Unfit
    within, key = rng.choice(lists)
    pattern = json.dumps(rng.choice(within[key]))
    wanted = min(rng.choice((3_000, 20_000)), 4_000_000 // len(pattern))
    alike = rng.random() < 0.3
    names = list(dict.fromkeys(re.findall(r'"(?:@id|identifier|uri|id|name)": "([^"]+)"', pattern)))
    for number in range(wanted):
        text = pattern
        for name in () if alike else names:
            text = text.replace(json.dumps(name), json.dumps(f"{name[:-6]}{number:06}"))
        within[key].append(json.loads(text))
    tree.put(tree.root)


def stuffed(draft: Draft, rng: Random) -> None:
    """A list holds hundreds of thousands of small things, or millions."""
    name = draft.pick(rng, *JSON, *PAGES)
    text = draft.text(name)
    lists = [found.end() for found in re.finditer(r"[:\[,]\s*\[", text)]
    if not lists:
        raise Unfit
    at = rng.choice(lists)
    unit = rng.choice(
        ("[],", "{},", "1,", '"",', '"ab",', '{"a":1},', '{"@id":"a"},', "null,", "[[[]]],", '{"identifier":"a"},')
    )
    _set(draft, name, text[:at] + unit * (rng.choice((300_000, 3_000_000, 40_000_000)) // len(unit)) + text[at:])


def long_chain(draft: Draft, rng: Random) -> None:
    """Each item of a list leads to the next, for thousands; the last leads nowhere, or back to the first."""
    tree = _tree(draft, rng, (*JSON, *PAGES))
    found = [value for within, key in spots(tree.root) if isinstance(value := within[key], list)]
    lists = [one for one in found if any(len(_texts(item)) > 1 for item in one)]
    if not lists:
        raise Unfit
    items = rng.choice(lists)
    pattern = rng.choice([item for item in items if len(_texts(item)) > 1])
    one, other = rng.sample(_texts(pattern), 2)
    many = rng.choice((1_200, 3_000))
    for number in range(many - rng.randrange(2)):
        names = {one: f"{pattern[one]}-{number}", other: f"{pattern[one]}-{(number + 1) % many}"}
        items.append(deepcopy(pattern) | names)
    tree.put(tree.root)


def _texts(item: Any) -> list[str]:
    return [key for key, value in item.items() if isinstance(value, str)] if isinstance(item, dict) else []


SPOILS: tuple[Spoil, ...] = (
    nodes_of_wrong_types, nodes_lost, nodes_grafted, leaves_exchanged, keys_renamed, lists_repeated, raw_values,
    nested_deeply, nodes_of_wrong_types, keys_renamed,
)  # fmt: skip
HEAVY: tuple[Spoil, ...] = (many_nodes, stuffed, long_chain)
