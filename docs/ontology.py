"""The ontology as a page for people, `docs/ontology/index.html`, with a picture of its classes. `make docs` runs it.

pyLODE writes the page; what it would leave out is added: the picture, the words of the schemes, the changes, and what
the terms of others are like. It runs in an environment of its own, which has pyLODE and rdflib and not kmgraph.
"""

import html
import logging
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection

ROOT = Path(__file__).parent.parent
OURS = "https://w3id.org/kmgraph/terms#"
FILES = ("kmgraph.ttl", "schemes.ttl", "alignments.ttl", "shapes.ttl")
SORTS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
MATCHES = {
    SKOS.closeMatch: "Nearly the same",
    SKOS.broadMatch: "Wider",
    SKOS.narrowMatch: "Narrower",
    SKOS.relatedMatch: "Has to do with",
    RDFS.seeAlso: "See also",
}
"""How the page says what leads to a term of others."""
EVERYWHERE = {DCTERMS.source, PROV.wasDerivedFrom}
"""Properties that lead from every record to a source: one arrow stands for all, which would hide the rest."""
RECORD = "every record"
LOOK = (
    '  graph [rankdir=LR, fontname="Helvetica", nodesep=0.25, ranksep=1.1];',
    '  node [style=filled, color="#555555", fontname="Helvetica", fontsize=14];',
    '  edge [color="#777777", fontname="Helvetica", fontsize=12, arrowsize=0.7];',
)
PICTURE = """<div class="section" id="overview">
<h2>Overview</h2>
<p>Boxes are things that people name. Ovals are links between them, which say more than that there is a link: a level,
an importance, a reason. Every record, box or oval, leads to the source that states it and to those that it cites: one
arrow stands for all of these. Boxes with round corners are what an answer is made of, such as a plan and its steps.</p>
<a href="overview.svg"><img src="overview.svg" alt="The classes, and the properties that lead from one to another.
The lists below say the same in words."></a>
</div>
"""
TITLES = {"Domainincludes": "Had by", "Preferred Namespace Uri": "Preferred Namespace"}
"""Titles that pyLODE makes of names of properties, and what people read instead."""
STYLE = """
#overview img { width: 100%; height: auto }
#words dt { font-weight: bold; margin-top: .5em }
.entity pre { white-space: pre-wrap; font-family: inherit; font-size: inherit; margin: 0 }
.entity p { margin: 0 }
"""


def main(target: Path) -> None:
    """Writes the page, the picture and copies of the files that they come from into a folder."""
    files = {name: Graph().parse(ROOT / "ontology" / name) for name in FILES}
    target.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copy(ROOT / "ontology" / name, target / name)
    (target / "overview.svg").write_bytes(drawn(overview(files["shapes.ttl"], files["kmgraph.ttl"])))
    (target / "index.html").write_text(page(*(files[name] for name in FILES[:3])), encoding="utf-8")


def drawn(graph: str) -> bytes:
    """The picture of a graph that is given in the language of Graphviz, as SVG."""
    return subprocess.run(["dot", "-Tsvg"], input=graph.encode(), capture_output=True, check=True).stdout


def overview(shapes: Graph, terms: Graph) -> str:
    """The classes and what leads from one to another, in the language of Graphviz.

    Boxes are things that people name. Ovals are links between them, which say more than that there is a link. Boxes
    with round corners are what answers are made of, which have no shapes.
    """
    boxes, arrows = [f'  "{RECORD}" [shape=plaintext, style=""];'], defaultdict(set)
    arrows[RECORD, "Source"] = {name(path) for path in EVERYWHERE}
    for shape, kind in shapes.subject_objects(SH.targetClass):
        said = paths(shapes, shape)
        if PROV.wasDerivedFrom not in said:  # a rule across fields, not the shape of a record
            continue
        named = {SKOS.prefLabel, DCTERMS.title} & said.keys()
        look = 'shape=box, fillcolor="#dbe9f6"' if named else 'shape=ellipse, fillcolor="#f4f0dc"'
        boxes.append(f'  "{name(kind)}" [{look}];')
        for path in said.keys() - EVERYWHERE:
            for other in leads_to(shapes, said[path]):
                arrows[name(kind), other].add(name(path))
    recorded = set(shapes.objects(None, SH.targetClass))
    answers = {one for one in terms.subjects(RDF.type, OWL.Class) if str(one).startswith(OURS)} - recorded
    boxes += [f'  "{name(one)}" [shape=box, style="filled,rounded", fillcolor="#e4f2e0"];' for one in answers]
    for path, whole in terms.subject_objects(RDFS.domain | SDO.domainIncludes):
        if whole in answers:
            for other in terms.objects(path, RDFS.range):
                if other in answers | recorded:
                    arrows[name(whole), name(other)].add(name(path))
    lines = [f'  "{one}" -> "{other}" [label="{", ".join(sorted(by))}"];' for (one, other), by in arrows.items()]
    return "\n".join(["digraph {", *LOOK, *sorted(boxes), *sorted(lines), "}", ""])


def paths(shapes: Graph, shape: object) -> dict[URIRef, object]:
    """The properties that a shape speaks of, each with the shape of its values."""
    return {
        path: kept
        for kept in shapes.objects(shape, SH.property)
        if isinstance(path := shapes.value(kept, SH.path), URIRef)
    }


def leads_to(shapes: Graph, kept: object) -> set[str]:
    """The names of the classes that the values of a property are of, where they are records."""
    found = set()
    for reference in shapes.objects(kept, SH.node):
        for choices in shapes.objects(reference, SH["or"]):
            for choice in Collection(shapes, choices):
                found |= {name(kind) for kind in shapes.objects(choice, SH["class"])}
    return found


def name(iri: object) -> str:
    """The last part of an IRI."""
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def page(terms: Graph, schemes: Graph, alignments: Graph) -> str:
    """The page about the classes, the properties and the words.

    Raises:
        ValueError: this version of pyLODE writes other pages than those that are known here.
    """
    from pylode import OntPub

    logging.disable(logging.INFO)  # pyLODE tells of each file that it reads
    ours = str(terms.value(None, RDF.type, OWL.Ontology)) + "#"
    written = OntPub(readable(terms, alignments, ours), sort_subjects=True).make_html()
    files = ", ".join(f'<a href="{one}">{one}</a>' for one in FILES)
    words = f'<div class="section" id="words"><h2>Words</h2>{"".join(lists(schemes))}<h2>Files</h2><p>{files}</p></div>'
    for old, new in (
        ("<html>", '<html lang="en">'),
        ("</head>", f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>'),
        ('<div class="section" id="classes">', PICTURE + '<div class="section" id="classes">'),
        ('<div id="namespaces">', words + '<div id="namespaces">'),
        ('<a href="#classes">', '<a href="#overview">Overview</a></h4><h4><a href="#classes">'),
        (f'<a href="{ours}">km:</a>', f'<a href="{ours}">{ours}</a>'),
        ('<a href="#namespaces">', '<a href="#words">Words</a></h4><h4><a href="#namespaces">'),
    ):
        if written.count(old) != 1:
            raise ValueError(f"pyLODE wrote {old!r} {written.count(old)} times: adapt docs/ontology.py to its version.")
        written = written.replace(old, new)
    for old, new in TITLES.items():
        written = written.replace(f">{old}</a>", f">{new}</a>")
    return written


def readable(terms: Graph, alignments: Graph, ours: str) -> Graph:
    """What pyLODE is given: our own terms alone, and in notes what it would pass over."""
    graph = Graph() + terms
    for prefix, namespace in (*alignments.namespaces(), *terms.namespaces()):
        graph.bind(prefix or "km", namespace)
    for term in set(graph.subjects(RDF.type)):
        kinds = set(graph.objects(term, RDF.type))
        if kinds & SORTS and isinstance(term, URIRef) and not term.startswith(ours):
            graph.remove((term, RDF.type, None))
        elif OWL.FunctionalProperty in kinds:
            graph.remove((term, RDF.type, OWL.FunctionalProperty))
            graph.add((term, SKOS.note, Literal("Has one value, which is part of what tells one thing from the next.")))
    for said in (terms, alignments):
        for predicate, words in MATCHES.items():
            for term, other in said.subject_objects(predicate):
                if str(term).startswith(ours):
                    graph.add((term, SKOS.note, Literal(f"{words}: {link(graph, str(other))}")))
    for old, new in ((SKOS.changeNote, SKOS.historyNote), (RDFS.comment, SKOS.note)):
        for term, note in terms.subject_objects(old):
            graph.remove((term, old, note))
            graph.add((term, new, note))
    return graph


def link(graph: Graph, iri: str) -> str:
    """A link in Markdown, to the words on the page where it is to a scheme."""
    if "/kmgraph/scheme/" in iri:
        return f"[{name(iri)}](#scheme-{name(iri)})"
    return f"[{graph.namespace_manager.normalizeUri(iri)}]({iri})"


def lists(schemes: Graph) -> Iterator[str]:
    """Each scheme with its concepts, in the order of the file, as HTML."""
    for scheme in schemes.subjects(RDF.type, SKOS.ConceptScheme):
        yield f'<h3 id="scheme-{name(scheme)}">{text(schemes, scheme, SKOS.prefLabel)}</h3>'
        yield f"<p>{text(schemes, scheme, SKOS.definition)} {text(schemes, scheme, SKOS.scopeNote)}</p><dl>"
        for concept in schemes.subjects(SKOS.inScheme, scheme):
            yield f"<dt>{text(schemes, concept, SKOS.prefLabel)}</dt><dd>{text(schemes, concept, SKOS.definition)}</dd>"
        yield "</dl>"


def text(graph: Graph, subject: object, predicate: URIRef) -> str:
    """What a property says, safe in HTML; empty where it says nothing."""
    return html.escape(str(graph.value(subject, predicate) or ""))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "ontology")
