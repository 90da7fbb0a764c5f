"""`kmgraph extract` and `kmgraph match`: what is worded alike, as suggestions to review."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kmgraph.cli.options import NameOf, as_json_option, open_store
from kmgraph.cli.output import print_json, print_line
from kmgraph.vocabulary import Kind

if TYPE_CHECKING:
    from kmgraph.likeness import Pair, Reading, Vocabulary

LEAST = click.option("--at-least", "least", type=click.Choice(["strong", "fair", "weak"]), default="fair",
                     show_default=True, help="How sure a proposal must be.")  # fmt: skip
OUTPUT = click.option("-o", "--output", "folder", metavar="FOLDER", type=click.Path(path_type=Path),
                      help="Write tables to review into this new folder.")  # fmt: skip


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--framework", "chosen", metavar="NAME", multiple=True, type=NameOf(Kind.FRAMEWORK),
              help="Look for competencies of this framework; more than once if needed. Without it, those "
              "of all frameworks that roles refer to, save very large ones such as ESCO.")  # fmt: skip
@LEAST
@OUTPUT
@as_json_option
@click.pass_context
def extract(
    ctx: click.Context, files: tuple[Path, ...], chosen: tuple[str, ...], least: str, folder: Path | None, as_json: bool
) -> None:
    """Propose the role and the competencies that job adverts ask for.

    FILE is an advert or a job description: text, Markdown or a web page. Each proposal comes with the sentence that
    supports it. With -o they become tables: delete what is wrong, then load the folder. What is loaded is suggested,
    and counts in no answer.
    """
    from kmgraph.likeness import Confidence, adverts_tables, frameworks, read_adverts, vocabulary
    from kmgraph.likeness.tables import refuse_existing, short_name

    refuse_existing(folder)
    known = open_store(ctx).read(lambda reader: vocabulary(reader, [name.iri for name in frameworks(reader, chosen)]))
    readings = list(read_adverts(known, files, Confidence(least)))
    if folder:
        _write(adverts_tables(known, readings, short_name(folder)), folder)
    if as_json:
        print_json({"frameworks": list(known.frameworks), "adverts": [_advert(known, one) for one in readings]})
    elif folder:
        print_line(_next(folder, sum(len(one.found) for one in readings)))
    else:
        _print_adverts(known, readings)


@click.command()
@click.argument("a", metavar="A", type=NameOf(Kind.FRAMEWORK))
@click.argument("b", metavar="B", type=NameOf(Kind.FRAMEWORK))
@click.option("--most", type=click.IntRange(1, 20), default=3, show_default=True,
              help="Matches proposed for each competency of A.")  # fmt: skip
@LEAST
@OUTPUT
@as_json_option
@click.pass_context
def match(ctx: click.Context, a: str, b: str, most: int, least: str, folder: Path | None, as_json: bool) -> None:
    """Propose which competencies of framework A match which of framework B.

    They are found by how they are worded, never by what they mean, so that no match is called exact. With -o they
    become a table: delete what is wrong, then load the folder. What is loaded is suggested, and counts in no answer.
    """
    from kmgraph.errors import UsageError
    from kmgraph.likeness import Confidence, frameworks, mapping_tables, vocabulary
    from kmgraph.likeness import match as find_matches
    from kmgraph.likeness.tables import refuse_existing, short_name
    from kmgraph.store.base import Reader

    refuse_existing(folder)

    def look(reader: Reader) -> "tuple[str, str, Vocabulary]":
        one, other = frameworks(reader, [a])[0].iri, frameworks(reader, [b])[0].iri
        if one == other:
            raise UsageError("A framework is not matched with itself. Name two.")
        return one, other, vocabulary(reader, [one, other], roles=False)

    one, other, known = open_store(ctx).read(look)
    pairs = find_matches(known.of(one), known.of(other), most=most, least=Confidence(least))
    if folder:
        _write(mapping_tables(known, pairs, short_name(folder)), folder)
    if as_json:
        print_json({"a": one, "b": other, "matches": [_pair(known, pair) for pair in pairs]})
    elif folder:
        print_line(_next(folder, len(pairs)))
    else:
        _print_pairs(known, one, other, pairs)


def _write(tables: Any, folder: Path) -> None:
    from kmgraph.likeness import write_tables

    write_tables(tables, folder)


def _next(folder: Path, proposals: int) -> str:
    return f"Proposals written to {folder}: {proposals}. Delete what is wrong, then: kmgraph load {folder}"


def _advert(known: "Vocabulary", reading: "Reading") -> dict[str, Any]:
    return {
        "file": reading.path,
        "title": reading.title,
        "roles": [
            {
                "role": one.role,
                "label": one.label,
                "confidence": one.confidence,
                "asserted_by": list(known.sources_of(one.role)),
                "tied": one.tied,
            }
            for one in reading.roles
        ],
        "competencies": [
            {
                "competency": one.competency,
                "label": known.competencies[one.competency].label,
                "confidence": one.confidence,
                "importance": one.needed,
                "importance_stated": one.importance is not None,
                "level": one.level.id if one.level else None,
                "named_as": one.supports[0].label,
                "how": one.supports[0].how,
                "sentences": [said._asdict() for said in reading.evidence[one.competency]],
            }
            for one in reading.found
        ],
        "sentences": reading.sentences,
    }


def _pair(known: "Vocabulary", pair: "Pair") -> dict[str, Any]:
    labels = {
        "subject_label": known.competencies[pair.subject].label,
        "object_label": known.competencies[pair.object].label,
    }
    alike = {"confidence": pair.confidence, "alike": [pair.subject_label, pair.object_label]}
    return {"subject": pair.subject, "object": pair.object, **labels, "match": pair.match, **alike}


NOT_SHOWN = "a sentence that may name a person"


def _print_adverts(known: "Vocabulary", readings: "Sequence[Reading]") -> None:
    from kmgraph.cli.tables import print_table, say
    from kmgraph.likeness.roles import told

    say(f"Looked for competencies of: {'; '.join(one.label for one in known.frameworks.values())}.")
    for reading in readings:
        near = told(known, reading.roles)
        say(f"\n{reading.path}. Title: {reading.title or 'not found'}. Roles it may be: {near}.")
        print_table(
            "Competencies it seems to ask for",
            ("competency", "sentence", "line", "importance", "level", "sure"),
            [
                (
                    known.competencies[one.competency].label,
                    "\n".join(said.text for said in reading.evidence[one.competency]) or NOT_SHOWN,
                    ", ".join(str(said.line) for said in reading.evidence[one.competency]),
                    str(one.importance or f"{one.needed} (not stated)"),
                    one.level.label if one.level else "not stated",
                    str(one.confidence),
                )
                for one in reading.found
            ],
        )
    say("Found by words that are alike: some are wrong, and much is missing. Nothing was stored; -o writes tables.")


def _print_pairs(known: "Vocabulary", a: str, b: str, pairs: "Sequence[Pair]") -> None:
    from kmgraph.cli.tables import print_table, say

    print_table(
        f"{known.frameworks[a].label} and {known.frameworks[b].label}",
        ("competency", "matches", "match", "worded alike", "sure"),
        [
            (
                known.competencies[pair.subject].label,
                known.competencies[pair.object].label,
                str(pair.match),
                f"{pair.subject_label} / {pair.object_label}",
                str(pair.confidence),
            )
            for pair in pairs
        ],
    )
    say("Found by words that are alike: some are wrong, and much is missing. Nothing was stored; -o writes tables.")
