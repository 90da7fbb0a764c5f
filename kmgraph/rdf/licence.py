"""Licences as sources state them: the address of each, and whether it is open.

Open means open by the Open Definition (https://opendefinition.org/): anybody may use, change and share the work for
any purpose, and is asked for no more than credit and the same openness. What is not recognised as a whole is not
open: a licence with a reservation behind it is another licence.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

CC = "https://creativecommons.org/"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/"
ODC = "https://opendatacommons.org/licenses/"
EU = "http://data.europa.eu/eli/dec/2011/833/oj"


class Licence(NamedTuple):
    """A licence: its address, None where the version is not known, and whether it is open."""

    iri: str | None
    open: bool
    family: str = ""
    """What it is a version of."""


def licence_iri(text: str) -> str | None:
    """The address of the licence that a source states in words or by an address; None where it is not known which.

    An address that is no licence known here is its own: the source says that its terms stand there.
    """
    if known := _known(text[: LONGEST + 1]):
        return known.iri
    address = text.strip() if len(text) <= LONGEST else ""
    return address if ADDRESS.fullmatch(address) else None


def is_open(text: str | None) -> bool:
    """Whether a licence, as a source states it, is open; one that is not stated or not recognised is not."""
    known = _known(text[: LONGEST + 1]) if text else None
    return bool(known and known.open)


CC_TERMS = {"by": True, "by-sa": True, "by-nc": False, "by-nc-nd": False, "by-nc-sa": False, "by-nd": False}
"""Licences of Creative Commons, and whether they are open.

All versions of BY and BY-SA conform to the Open Definition, those for single countries as well; NC and ND do not:
https://opendefinition.org/licenses/ and https://opendefinition.org/licenses/nonconformant/.
"""
NAMED = {
    "CC0": Licence(f"{CC}publicdomain/zero/1.0/", True),
    "Public Domain Mark": Licence(f"{CC}publicdomain/mark/1.0/", True),
    "PDDL": Licence(f"{ODC}pddl/1-0/", True),
    "Open Data Commons Public Domain Dedication and Licence": Licence(f"{ODC}pddl/1-0/", True),
    "ODC-By": Licence(f"{ODC}by/1-0/", True),
    "Open Data Commons Attribution Licence": Licence(f"{ODC}by/1-0/", True),
    "ODbL": Licence(f"{ODC}odbl/1-0/", True),
    "Open Data Commons Open Database Licence": Licence(f"{ODC}odbl/1-0/", True),
}
"""Licences of which there is one version.

The Open Definition lists CC0 and those of Open Data Commons, and takes works in the public domain as open.
"""
OTHERS = {
    "MIT": Licence("https://opensource.org/licenses/MIT", True),
    "Apache 2.0": Licence("https://www.apache.org/licenses/LICENSE-2.0", True),
    "Apache Software License 2.0": Licence("https://www.apache.org/licenses/LICENSE-2.0", True),
    "Open Government Licence": Licence(None, False, OGL),
    "Open Government Licence 1.0": Licence(f"{OGL}1/", False, OGL),
    "Open Government Licence 2.0": Licence(f"{OGL}2/", True, OGL),
    "Open Government Licence 3.0": Licence(f"{OGL}3/", True, OGL),
    "European Commission reuse decision 2011/833/EU": Licence(EU, True),
    "European Commission reuse notice": Licence(EU, True),
    "Commission Decision 2011/833/EU": Licence(EU, True),
    "Commission Decision 2011/833/EU of 12 December 2011": Licence(EU, True),
    "Decision 2011/833/EU": Licence(EU, True),
}
"""Licences that come in versions, and those of public bodies.

MIT and Apache are for software, and open by the Open Source Definition, which asks for as much. The Open Definition
lists versions 2 and 3 of the Open Government Licence; the first has conditions that the later ones dropped and was
never approved, so that one without a version is not open either. Crown copyright alone is rejected there. Decision
2011/833/EU is on no list: by its Article 4 any use is free, commercial use included, and by its Article 6 no more is
asked for than to name the source and not to distort what it says.
"""

SAME = {
    "creative commons": "cc", "attribution": "by", "share alike": "sa", "sharealike": "sa", "non commercial": "nc",
    "noncommercial": "nc", "no derivatives": "nd", "noderivatives": "nd", "no derivs": "nd", "noderivs": "nd",
    "cc zero": "cc0", "cc 0": "cc0", "ogl uk": "open government", "uk open government": "open government",
    "uk ogl": "open government",
}  # fmt: skip
"""Words of licences that are written in several ways."""
IDLE = frozenset({
    "a", "available", "dedication", "generic", "international", "is", "its", "legalcode", "licence", "license",
    "licensed", "of", "public", "released", "terms", "the", "this", "under", "universal", "unported", "work",
})  # fmt: skip
"""Words that say nothing of which licence it is."""
BEFORE = re.compile(r"(?i)((©|\(c\))\s?)?crown copyright\b(,? \d{4}(?!\d))?|\bcontains public sector information\b")
"""What goes before the Open Government Licence."""
LONGEST = 1_000
"""Characters beyond which a text says more than which licence it is."""
WHERE = re.compile(r"https?://\S+?(?=[.,;]?(?:[\s()<>;]|$))", re.I)
ASIDE = re.compile(r"[(<]([^()<>]*)[)>]")
ADDRESS = re.compile(r"https?://[a-z0-9.-]+\.[a-z]+(:\d+)?(/([\w.~!$&'*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?", re.ASCII | re.I)
FOUND_AT = (
    (re.compile(r"creativecommons\.org/licen[cs]es/([a-z-]+)/(\d\.\d)(/(?!legalcode|deed)[a-z]+)?"), "{0} {1} {2}"),
    (re.compile(r"creativecommons\.org/publicdomain/zero/1\.0"), "CC0"),
    (re.compile(r"creativecommons\.org/publicdomain/mark/1\.0"), "Public Domain Mark"),
    (
        re.compile(r"nationalarchives\.gov\.uk/doc/open-government-licence/version/(\d)"),
        "Open Government Licence {0}.0",
    ),
    (re.compile(r"opendatacommons\.org/licen[cs]es/(pddl|odbl)"), "{0}"),
    (re.compile(r"opendatacommons\.org/licen[cs]es/by"), "ODC-By"),
    (re.compile(r"apache\.org/licenses/license-2\.0"), "Apache 2.0"),
    (re.compile(r"data\.europa\.eu/eli/dec/2011/833"), "Decision 2011/833/EU"),
    (re.compile(r"publications\.europa\.eu/resource/authority/licence/com_reuse"), "Decision 2011/833/EU"),
    (re.compile(r"publications\.europa\.eu/resource/authority/licence/(\w+)"), "{0}"),
    (re.compile(r"(?:spdx|opensource)\.org/licen[cs]es?/([a-z0-9.-]+?)(?:\.html|\.json)?(?=/?$)"), "{0}"),
)
"""Where licences stand on the Web, and what they are called there."""
REST = re.compile(r"/?(1[-.]0/?|oj/?|(legalcode|deed)([.-][a-z-]+)?(\.(html|txt))?/?|\.(html|txt))?(?:#.*)?")
"""What may follow such an address without saying anything else."""


def _words(text: str) -> str:
    """What tells one licence from another, in words that are always the same: "cc by 4.0"."""
    words = re.sub(r"[_\s/,:–-]+", " ", text.casefold()).strip(" .")
    words = re.sub(r"\bv\.? ?(?=\d)|\bversion (?=\d)", "", words)
    for said, meant in SAME.items():
        words = re.sub(rf"\b{said}\b", meant, words)
    words = re.sub(r"\b(\d) (?=\d\b)", r"\1.", words)
    words = re.sub(r"(?<= )(\d)(?=$| )", r"\1.0", words)
    return " ".join(word for word in words.split() if word not in IDLE)


def _names() -> Iterator[tuple[str, Licence]]:
    for terms, is_free in CC_TERMS.items():
        yield f"CC {terms}", Licence(None, is_free, terms)
        for version in ("1.0", "2.0", "2.5", "3.0", "4.0"):
            yield f"CC {terms} {version}", Licence(f"{CC}licenses/{terms}/{version}/", is_free, terms)
    for name, licence in NAMED.items():
        yield from ((name, licence), (f"{name} 1.0", licence))
    yield from OTHERS.items()
    for version in ("2.0", "3.0"):
        yield f"OGL {version}", OTHERS[f"Open Government Licence {version}"]


NAMES = {_words(name): licence for name, licence in _names()}


@lru_cache(1024)
def _known(text: str) -> Licence | None:
    """The licence that a text names, in one way or in several that agree; None where anything else is said."""
    if len(text) > LONGEST:
        return None
    addresses = WHERE.findall(text)
    plain = WHERE.sub(" ", BEFORE.sub(" ", text))
    names = [*ASIDE.findall(plain), *ASIDE.sub(" ", plain).split(";")]
    found = [*map(_at, addresses), *(NAMES.get(words) for words in map(_words, names) if words)]
    known = [one for one in found if one]
    if (
        len(known) < len(found)
        or len({one.family for one in known}) != 1
        or len({one.iri for one in known} - {None}) > 1
    ):
        return None
    return next((one for one in known if one.iri), known[0])


def _at(address: str) -> Licence | None:
    """The licence that stands at an address."""
    place = re.sub(r"^https?://(www\.)?", "", address.casefold())
    for pattern, name in FOUND_AT:
        if (found := pattern.match(place)) and REST.fullmatch(place[found.end() :]):
            if len(found.groups()) == 3:
                terms, version, country = found.groups()
                known = NAMES.get(f"cc {terms.replace('-', ' ')} {version}")
                return known and known._replace(iri=f"{known.iri}{country[1:]}/" if country else known.iri)
            return NAMES.get(_words(name.format(*found.groups())))
    return None
