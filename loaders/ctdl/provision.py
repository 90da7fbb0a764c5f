"""Courses, programmes and credentials of CTDL, who offers them, and what they teach."""

from typing import Any

from kmgraph.model import Competency, Course, Framework, Offering, Organisation, Teaches, iri
from kmgraph.vocabulary import PROPERTIES, Kind, Mode
from kmgraph.wording import quoted
from loaders.ctdl.amounts import durations, fee, words
from loaders.ctdl.competencies import one_link, shortened
from loaders.ctdl.reading import Found, Reading
from loaders.ctdl.terms import ASSESSMENT, AVAILABLE, COMPONENTS, MODES, OFFERING, ORGANISATION, PROVISION
from loaders.foreign import CODE, slug
from loaders.linked import CETERMS, Link, Node, short

PROVIDERS = (CETERMS + "offeredBy", CETERMS + "ownedBy")
DELIVERY = (CETERMS + "learningDeliveryType", CETERMS + "deliveryType")
STATES = (CETERMS + "lifeCycleStatusType", CETERMS + "credentialStatusType")
COST = CETERMS + "estimatedCost"
DURATION = CETERMS + "estimatedDuration"
WHERE = CETERMS + "availableAt"
LANGUAGES = CETERMS + "inLanguage"
WEBPAGE = CETERMS + "subjectWebpage"
TEXT = CETERMS + "description"
ADDRESS = ("name", "streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
TAUGHT = (CETERMS + "teaches", CETERMS + "assesses")


def organisations(reading: Reading) -> Found:
    """The organisations of a document."""
    for node in reading.graph.of(*ORGANISATION):
        fields = reading.labels(node, CETERMS + "name") | {"url": next(iter(node.iris(WEBPAGE)), None)}
        taken = reading.only(node, CETERMS + "name") | one_link(node, WEBPAGE) | {CETERMS + "alternateName"}
        yield from reading.entry(Organisation, node, taken=taken, fields=fields)


def courses(reading: Reading) -> Found:
    """The courses, programmes and credentials of a document, their dated runs and what they teach."""
    for node in reading.graph.of(*PROVISION):
        if node.types.isdisjoint(COMPONENTS):
            yield from course(reading, node)
            yield from offerings(reading, node)
            yield from teaches(reading, node)


def course(reading: Reading, node: Node, name: str | None = None) -> Found:
    """The course of a node, under another name where the node only stands for it."""
    providers = [reading.target(each, Organisation) for each in dict.fromkeys(_providers(node))]
    spoken = [_language(each) for each in (*node.texts(LANGUAGES), *node.iris(LANGUAGES))]
    fields = reading.labels(node, CETERMS + "name") | {
        "summary": node.text(TEXT),
        "type": next(provision for term, provision in PROVISION.items() if term in node.types),
        "provider": next(iter(providers), None),
        "languages": tuple(dict.fromkeys(filter(None, spoken))) or None,
        "url": next(iter(node.iris(WEBPAGE)), None),
        "availability": next((AVAILABLE[word] for word in _states(reading, node) if word in AVAILABLE), None),
    }
    used = {*reading.only(node, CETERMS + "name", TEXT), *one_link(node, WEBPAGE), CETERMS + "alternateName"}
    used |= _provided(node, len(providers)) | ({LANGUAGES} if all(spoken) else set())
    if node.types.isdisjoint(ASSESSMENT):
        used |= {name for name in TAUGHT if _plainly(reading, node, name)}
    for reader in (_fee, _duration, _mode, _place):
        found, whole = reader(reading, node)
        fields |= found
        used |= whole
    yield from reading.entry(Course, node, taken=used, fields=fields, name=name)
    yield from _unsaid(reading, node, fields)


def _providers(node: Node) -> list[str]:
    return [each for name in PROVIDERS for each in node.iris(name)]


def _provided(node: Node, many: int) -> set[str]:
    """`offeredBy` where it is all that is said of providers: the record says it."""
    return one_link(node, PROVIDERS[0]) if many == 1 and not node.properties.get(PROVIDERS[1]) else set()


def _language(text: str) -> str | None:
    """A tag such as en-GB, also from the end of an IRI of a list of languages."""
    tag = text.rsplit("/", 1)[-1]
    return tag if CODE.fullmatch(tag) else None


def _states(reading: Reading, node: Node) -> list[str]:
    return [word for name in STATES for word in words(reading.graph, node, name)]


def _says_only(reading: Reading, node: Node, name: str, *terms: str) -> bool:
    """Whether a property holds nodes without an IRI that say nothing beyond these terms, each once."""
    inner = reading.graph.under(node, name)
    known = {CETERMS + term for term in terms}
    return len(node.properties.get(name, ())) == len(inner) > 0 and all(
        each.blank and each.properties.keys() <= known and all(len(values) == 1 for values in each.properties.values())
        for each in inner
    )


def _fee(reading: Reading, node: Node) -> tuple[dict[str, Any], set[str]]:
    found = fee(reading.graph, node)
    if found is None:
        return {}, set()
    whole = _says_only(reading, node, COST, "price", "currency")
    return {"fee": found.amount, "currency": found.currency}, {COST} if whole else set()


def _duration(reading: Reading, node: Node) -> tuple[dict[str, Any], set[str]]:
    """Hours and weeks; months and years are kept as they are written, too, since weeks only come near them."""
    found = durations(reading.graph, node)
    if found is None:
        return {}, set()
    texts = [each.text(CETERMS + "exactDuration") or "" for each in reading.graph.under(node, DURATION)]
    near = any({"Y", "M", "D"} & set(text.split("T")[0].upper()) for text in texts)
    exact = not near and ((found.hours or 0.0) * 60).is_integer() and (found.weeks or 0.0).is_integer()
    whole = exact and _says_only(reading, node, DURATION, "exactDuration")
    return {"effort_hours": found.hours, "elapsed_weeks": found.weeks}, {DURATION} if whole else set()


def _mode(reading: Reading, node: Node) -> tuple[dict[str, Any], set[str]]:
    """How people take part; what is not among the known words is kept."""
    found = [word for name in DELIVERY for word in words(reading.graph, node, name)]
    modes = {MODES[word] for word in found if word in MODES}
    if not modes or len(modes) != len(found) or (len(modes) > 1 and modes != {Mode.IN_PERSON, Mode.ONLINE}):
        return {}, set()
    inner = reading.graph.under(node, DELIVERY[0])
    plain = all(each.blank and each.properties.keys() == {CETERMS + "targetNode"} for each in inner)
    whole = plain and len(inner) == len(found) == len(node.properties.get(DELIVERY[0], ()))
    return {"mode": modes.pop() if len(modes) == 1 else Mode.EITHER}, {DELIVERY[0]} if whole else set()


def _place(reading: Reading, node: Node) -> tuple[dict[str, Any], set[str]]:
    places = [text for each in reading.graph.under(node, WHERE) if (text := _address(each))]
    stated = places or node.texts(WHERE)
    whole = (len(stated) == 1 and _says_only(reading, node, WHERE, "name")) or (
        not places and reading.only(node, WHERE)
    )
    return {"place": "; ".join(stated) or None}, {WHERE} if whole else set()


def _address(place: Node) -> str:
    """The name and address of a place in one line."""
    inner = [place.text(CETERMS + term) for term in ADDRESS]
    return ", ".join(dict.fromkeys(filter(None, inner)))


def _unsaid(reading: Reading, node: Node, fields: dict[str, Any]) -> Found:
    """What is stated and could not be taken as one fee or one duration."""
    kept = "It is kept beside the course."
    if node.properties.get(COST) and fields.get("fee") is None:
        message = f"{quoted(fields['label'])} states costs, but not one price in one ISO currency: its fee is unknown."
        yield reading.warn(node, COST, message, f"State one price, or the sum as costType:AggregateCost. {kept}")
    if node.properties.get(DURATION) and not (fields.get("effort_hours") or fields.get("elapsed_weeks")):
        message = f"{quoted(fields['label'])} states a duration that is no single one: it is left open."
        yield reading.warn(node, DURATION, message, f"State it as ceterms:exactDuration, such as PT40H or P10W. {kept}")


def offerings(reading: Reading, node: Node) -> Found:
    """The dated runs of a course."""
    for run in reading.graph.under(node, CETERMS + "hasOffering"):
        if run.types.isdisjoint(OFFERING):
            continue
        fields = _mode(reading, run)[0] | _place(reading, run)[0]
        fields |= {"starts": run.text(CETERMS + "startDate"), "ends_on": run.text(CETERMS + "endDate")}
        fields["course"] = reading.name(node, Course)
        taken = {CETERMS + "startDate", CETERMS + "endDate"}
        yield from reading.entry(Offering, run, taken=taken, fields=fields)


def teaches(reading: Reading, node: Node) -> Found:
    """What a course teaches, or shows at its end; an assessment shows competencies and teaches none."""
    if not node.types.isdisjoint(ASSESSMENT):
        return
    done: set[str] = set()
    for term in TAUGHT:
        for said in node.properties.get(term, ()):
            competency, found = named(reading, node, term, said)
            yield from found
            if competency and competency not in done:
                done.add(competency)
                inner = reading.graph.nodes.get(said.iri) if isinstance(said, Link) else None
                own = reading.own(Teaches, inner) if inner else {}
                own.pop("extra", None)
                values = {"course": reading.name(node, Course), "competency": competency} | own
                yield from reading.edge(Teaches, inner or node, **values)


def _plainly(reading: Reading, node: Node, name: str) -> bool:
    """Whether all that a property names are competencies by IRI, and nothing else is said of them."""
    plain = {CETERMS + each for each in ("targetNode", "targetNodeName", "framework", "frameworkName")}
    beyond = set(PROPERTIES.values())
    for said in node.properties.get(name, ()):
        inner = reading.graph.nodes.get(said.iri) if isinstance(said, Link) else None
        if not isinstance(said, Link) or (
            inner
            and inner.blank
            and not (inner.iris(CETERMS + "targetNode") and inner.properties.keys() <= plain | beyond)
        ):
            return False
    return True


def named(reading: Reading, node: Node, name: str, said: object) -> tuple[str | None, list[Any]]:
    """The competency that a value names: by its IRI, by an alignment object, or only in words."""
    if not isinstance(said, Link):
        stated = str(getattr(said, "value", "")).strip()
        return _in_words(reading, node, stated, None) if stated else (None, [])
    inner = reading.graph.nodes.get(said.iri)
    if inner is None or not inner.blank:
        return reading.target(said.iri, Competency), []
    targets = inner.iris(CETERMS + "targetNode")
    text = inner.text(CETERMS + "targetNodeName") or inner.text(CETERMS + "targetName")
    if targets:
        return reading.target(targets[0], Competency), list(_described(reading, inner, targets[0], text))
    if text:
        return _in_words(reading, inner, text, inner.text(CETERMS + "frameworkName"))
    message = f"{short(name)} names no competency here: neither its IRI nor its words."
    return None, [reading.warn(node, name, message, "Add ceterms:targetNode with the IRI of the competency.")]


def _described(reading: Reading, inner: Node, target: str, text: str | None) -> Found:
    """The competency as an alignment describes it, where its framework is said and the document lacks both."""
    framework = next(iter(inner.iris(CETERMS + "framework")), None)
    reading.used.add(inner.iri)
    if target in reading.graph.nodes or target in reading.said or not (text and framework):
        return
    reading.said.add(target)
    if framework not in reading.graph.nodes and framework not in reading.said:
        reading.said.add(framework)
        label = inner.text(CETERMS + "frameworkName") or framework
        yield from reading.made(Framework, inner, {"id": framework, "label": label})
    values = {"id": target, "label": shortened(text), "framework": framework}
    more = inner.text(CETERMS + "targetNodeDescription") or (text if shortened(text) != text else None)
    yield from reading.made(Competency, inner, values | ({"definition": more} if more else {}))


def _in_words(reading: Reading, node: Node, text: str, framework: str | None) -> tuple[str, list[Any]]:
    """A competency that is named only in words, in the framework that is named beside it or one made for such."""
    reading.used.add(node.iri)
    name = iri(Kind.COMPETENCY, reading.short, slug(f"{framework} {text}" if framework else text))
    home, found = _home(reading, node, framework)
    if name not in reading.said:
        reading.said.add(name)
        label = shortened(text)
        fields = {"id": name, "label": label, "framework": home} | ({} if label == text else {"definition": text})
        found += reading.made(Competency, node, fields)
    return name, found


def _home(reading: Reading, node: Node, framework: str | None = None) -> tuple[str, list[Any]]:
    home = iri(Kind.FRAMEWORK, reading.short, slug(framework) if framework else "named-in-words")
    if home in reading.said:
        return home, []
    reading.said.add(home)
    label = framework or "Competencies that are named in words only"
    return home, list(reading.made(Framework, node, {"id": home, "label": label}))


def named_by_pathway(reading: Reading, node: Node) -> Found:
    """The competency of a component that stands for no other."""
    home, found = _home(reading, node)
    yield from found
    name = CETERMS + "name"
    fields = reading.labels(node, name) | {"definition": node.text(TEXT), "framework": home}
    yield from reading.entry(Competency, node, taken=reading.only(node, name, TEXT), fields=fields)
