"""The command line `kmgraph`: thin commands over the store and the planner.

Exit codes: 0 answered, 1 the data has problems (listed), 2 wrong usage, 3 nothing can answer, 4 store unreachable.

What takes long to import is imported within `main`, so that Ctrl-C is met there, too.
"""

import sys
from typing import NoReturn

COMMANDS = {
    "bridge": ("bridge", "Which learning bridges one role to another: the best plans, and what stays open."),
    "gap": ("bridge", "What one role needs beyond another, by competency and level."),
    "next": ("pathway", "Which roles are nearest to what you bring, and what each move asks for."),
    "pathway": ("pathway", "Which roles could be stops on the way from one to another."),
    "team": ("team", "What a team holds of what its roles need, and who should learn what."),
    "survey": ("survey", "Ask people what they hold and wish, and publish counts that show nobody."),
    "gaps": ("gaps", "What is needed that nobody provides, ranked by what each gap stops."),
    "commission": ("commission", "What to commission next: the outcomes that unlock or close most."),
    "reach": ("reach", "Who can reach what of what roles need, by situation."),
    "sector": ("sector", "How the work is organised: what each sector asks for, and who holds which role types."),
    "ask": ("ask", "Write letters that ask providers what is not known of their courses."),
    "find": ("look", "Find roles, competencies, courses and more by name."),
    "show": ("look", "Show one record and what refers to it."),
    "info": ("info", "What the store holds."),
    "load": ("load", "Load sources into the store."),
    "export": ("export", "Write the graph, or a part of it, as RDF, or a framework in a format of others."),
    "sparql": ("sparql", "Ask the store in SPARQL, which only reads."),
    "import": ("import_", "Take back what was exported as RDF."),
    "diff": ("diff", "What differs between two exports, releases or stores."),
    "dictionary": ("dictionary", "Print what each field and fixed word means, and how RDF writes it."),
    "validate": ("validate", "Check the store or an RDF file by the shapes of kmgraph and the rules of SKOS."),
    "map-columns": ("columns", "Propose which column of a table is which field, as a mapping to look at and load."),
    "template": ("load", "Write an empty set of tables, with notes."),
    "extract": ("propose", "Propose the role and competencies that job adverts ask for."),
    "match": ("propose", "Propose which competencies of two frameworks match."),
    "review": ("review", "Ask people about proposals, and count what they say."),
    "explore": ("explore", "Open the explorer in the browser."),
    "completion": ("explore", "Print what the shell needs to complete commands."),
}
"""Each command's module and its line in the help: known without importing the module."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits with its code; no error shows a traceback unless `--debug` asks for it."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = _run(arguments)
    except BaseException as failure:
        if isinstance(failure, SystemExit) or not _interrupts(failure):
            raise
        from kmgraph.cli.output import tell

        tell("Stopped.")
        code = 130
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    from io import StringIO

    import click

    from kmgraph.cli.group import kmgraph
    from kmgraph.cli.output import mute, tell

    if sys.stderr is None:  # closed by who called us: there is nobody to tell, which is no reason to fail
        mute("stderr")
    before = sys.stdout
    try:
        return int(kmgraph.main(args=arguments, prog_name="kmgraph", standalone_mode=False) or 0)
    except click.ClickException as wrong:
        wrong.show(said := StringIO())
        tell(said.getvalue().rstrip())
        return wrong.exit_code
    except click.Abort:
        tell("Stopped.")
        return 130
    except SystemExit as end:
        # Whoever read our output may have left, as `head` does: rich then exits with 1, and so does click, which
        # also replaces the streams.
        if sys.stdout is before and not isinstance(end.__context__, BrokenPipeError):
            raise
        mute("stdout")
        return 0
    except Exception as failure:
        if _interrupts(failure) or "--debug" in arguments:
            raise
        return _told(failure)


def _interrupts(failure: BaseException | None) -> bool:
    """Whether somebody pressed Ctrl-C: some libraries make an error of their own of it, even only in its text."""
    from kmgraph.errors import KmgraphError

    if failure is None or isinstance(failure, KmgraphError):
        return False
    if isinstance(failure, KeyboardInterrupt) or "KeyboardInterrupt" in str(failure):
        return True
    return _interrupts(failure.__cause__ or failure.__context__)


def _told(failure: Exception) -> int:
    from kmgraph.cli.output import tell, unwritten
    from kmgraph.errors import DataError, KmgraphError

    known = unwritten(failure) or failure
    if isinstance(known, KmgraphError):
        tell(str(known))
        for problem in known.problems if isinstance(known, DataError) else ():
            tell(f"  {problem}")
        return known.exit_code
    tell(
        f"kmgraph met a fault of its own ({type(failure).__name__}: {failure}). Nothing was half-written. "
        "Run it again as “kmgraph --debug …” and report what it prints."
    )
    return 1
