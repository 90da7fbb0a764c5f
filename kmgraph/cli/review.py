"""`kmgraph review`: proposals to people, and what they say back into the store."""

from collections import Counter
from pathlib import Path

import click

from kmgraph.cli.options import NameOf, as_json_option, open_store
from kmgraph.cli.output import print_json, print_line, tell, tell_problems
from kmgraph.find import names, resolve
from kmgraph.graph import Graph
from kmgraph.planner.credit import attributions, attributions_json
from kmgraph.review import Intake, Overview, overview, questions, reviewable, take_in
from kmgraph.review import export as write_questions
from kmgraph.review import forget as take_back
from kmgraph.review.asking import ASKED
from kmgraph.review.overview import as_json as overview_json
from kmgraph.review.overview import called
from kmgraph.review.question import SUBJECTS, Question, sources
from kmgraph.store.base import Reader

FILES = click.argument(
    "files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)
KIND = click.Choice([kind.lower() for kind in ASKED], case_sensitive=False)


@click.group()
def review() -> None:
    """Ask people about proposals, and count what they say: by kind of reviewer, never by name.

    Write the questions to a sheet, send it around, and take in what comes back.
    """


@review.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--kind", "kinds", type=KIND, multiple=True, help="Only this kind of proposal; more than once if needed.")
@click.option("--about", "about", metavar="NAME", multiple=True, type=NameOf(*SUBJECTS),
              help="Only about this role, competency or course; more than once if needed.")  # fmt: skip
@click.option("--suggested", is_flag=True,
              help="Ask about what a machine suggested, too; it counts once reviewers agree.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace FILE, and all answers in it.")
@as_json_option
@click.pass_context
def export(
    ctx: click.Context,
    file: Path,
    kinds: tuple[str, ...],
    about: tuple[str, ...],
    suggested: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write each proposal as a plain question.

    FILE ends in .xlsx (a workbook to fill in), .csv (the same as a plain table) or .html (cards to print, eight on a
    page).
    """
    chosen = [kind for kind in ASKED if kind.lower() in kinds] or None

    def ask(reader: Reader) -> tuple[Graph, set[str] | None]:
        known = names(reader, SUBJECTS) if about else []
        return reviewable(reader), {resolve(known, one, "role, competency or course").iri for one in about} or None

    graph, subjects = open_store(ctx).read(ask)
    asked = questions(graph, chosen, subjects, suggested=suggested)
    write_questions(file, asked, force=force)
    if as_json:
        kinds_asked = Counter(one.kind for one in asked)
        told = {"file": str(file), "questions": len(asked), "kinds": kinds_asked}
        print_json({**told, "attributions": attributions_json(sources(asked))})
    else:
        cards = "Count the cards into a sheet of the same questions: export again, to a file that ends in .xlsx."
        back = f"When it comes back: kmgraph review import {file}"
        print_line(f"Questions written to {file}: {len(asked)}. {cards if file.suffix == '.html' else back}")
        for line in attributions(sources(asked)):
            print_line(line)


@review.command("import")
@FILES
@click.option("--dry-run", is_flag=True, help="Check and report; count nothing.")
@as_json_option
@click.pass_context
def import_(ctx: click.Context, files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Count the answers of sheets that came back: all of them, or none where one has an error.

    A sheet is counted once, however often it is given.
    """
    store = open_store(ctx)
    report = take_in(store, files, dry_run=dry_run)
    if as_json:
        print_json({"store": store.url, **report.as_json()})
    else:
        tell_problems(report.problems)
        if report.ok:
            _print_intake(report, "Would be counted" if dry_run else "Counted")
            if report.opinions and not dry_run:
                print_line(KEEP)
        else:
            tell("Nothing was counted. Mend what is named above, then give the sheets again.")
    if not report.ok:
        ctx.exit(1)


KEEP = (
    "Keep the files as they are. To correct one, take it back first (kmgraph review forget FILE), then change it and "
    "import it again: a file that was changed counts as another one."
)


@review.command("forget")
@FILES
@as_json_option
@click.pass_context
def forget(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Take back what sheets added, given just as they were taken in."""
    store = open_store(ctx)
    report = take_back(store, files)
    if as_json:
        print_json({"store": store.url, **report.as_json()})
    else:
        _print_intake(report, "Taken back")


def _print_intake(report: Intake, done: str) -> None:
    from kmgraph.cli.tables import print_table, say

    rows = [(str(kind), str(people)) for kind, people in report.opinions.items()]
    print_table(done, ("kind of reviewer", "opinions"), rows)
    say(f"Questions answered: {report.questions}. Answers left out: {report.left_out}.")


@review.command("status")
@as_json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """How far the review has come: who said how much, what follows, and where reviewers differ."""
    store = open_store(ctx)
    graph = store.read(reviewable)
    found = overview(graph)
    if as_json:
        told = {"store": store.url, **overview_json(graph, found)}
        print_json({**told, "attributions": attributions_json(sources(_shown(found)))})
    else:
        _print_overview(graph, found)


def _shown(found: Overview) -> list[Question]:
    """The questions that an overview repeats."""
    return [*(one.question for one in found.conflicts), *(one for one, _ in found.reasons)]


def _print_overview(graph: Graph, found: Overview) -> None:
    from kmgraph.cli.tables import print_attributions, print_table, say
    from kmgraph.planner.phrases import percent

    share = f" ({percent(found.reviewed, found.proposals)})" if found.proposals else ""
    say(f"Proposals: {found.proposals}. Reviewers have decided on {found.reviewed} of them{share}.")
    print_table(
        "Opinions",
        ("kind of reviewer", "opinions"),
        [(str(kind), str(people)) for kind, people in found.opinions.items()],
    )
    print_table(
        "Outcomes",
        ("outcome", "proposals"),
        [(str(outcome), str(number)) for outcome, number in found.outcomes.items()],
    )
    print_table(
        "Where reviewers differ",
        ("question", "outcome", "who says what"),
        [
            (
                one.question.text,
                str(one.agreement.outcome),
                "\n".join(
                    f"{kind}: {', '.join(f'{people} {called(graph, view)}' for view, people in views.items())}"
                    for kind, views in one.agreement.by.items()
                ),
            )
            for one in found.conflicts
        ],
    )
    if found.reasons:
        print_table("Reasons given", ("question", "reason"), [(one.text, reason) for one, reason in found.reasons])
    print_attributions(sources(_shown(found)))
    if found.stale:
        say(f"Opinions that no longer count, because the data has changed since: {found.stale}.")
