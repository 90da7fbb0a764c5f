"""The command line `kmgraph`: thin commands over the store and the planner.

Exit codes: 0 answered, 1 the data has problems (listed), 2 wrong usage, 3 nothing can answer, 4 store unreachable.
"""

import sys
from importlib import import_module
from typing import NoReturn

import click

from kmgraph import __version__

COMMANDS = {
    "bridge": ("bridge", "Which learning bridges one role to another: the best plans, and what stays open."),
    "gap": ("bridge", "What one role needs beyond another, by competency and level."),
    "find": ("look", "Find roles, competencies, courses and more by name."),
    "show": ("look", "Show one record and what refers to it."),
    "info": ("look", "What the store holds."),
    "load": ("load", "Load sources into the store."),
    "template": ("load", "Write an empty set of tables, with notes."),
    "explore": ("explore", "Open the explorer in the browser."),
    "completion": ("explore", "Print what the shell needs to complete commands."),
}
"""Each command's module and its line in the help: known without importing the module."""


class Commands(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: D102
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: D102
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"kmgraph.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: D102
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kmgraph", message="%(prog)s %(version)s")
@click.option("--store", metavar="URL", help="Where the graph is kept: sqlite:///FILE, neo4j://HOST, bolt://HOST. "
              "Without it KMGRAPH_STORE, else a file in your data folder.")  # fmt: skip
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def kmgraph(store: str | None, debug: bool) -> None:
    """Which training bridges this role to that one, in which order, and what stays open?

    Begin with: kmgraph load starter
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits with its code; no error shows a traceback unless `--debug` asks for it."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        sys.exit(kmgraph.main(args=arguments, prog_name="kmgraph", standalone_mode=False))
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has left, as `head` does; Python must not complain again while closing it.
        sys.stdout = None
        sys.exit(0)
    except Exception as failure:
        if "--debug" in arguments:
            raise
        sys.exit(_told(failure))


def _told(failure: Exception) -> int:
    from kmgraph.errors import DataError, KmgraphError

    if isinstance(failure, KmgraphError):
        click.echo(str(failure), err=True)
        for problem in failure.problems if isinstance(failure, DataError) else ():
            click.echo(f"  {problem}", err=True)
        return failure.exit_code
    click.echo(
        f"kmgraph met a fault of its own ({type(failure).__name__}: {failure}). Nothing was half-written. "
        "Run it again as “kmgraph --debug …” and report what it prints.",
        err=True,
    )
    return 1
