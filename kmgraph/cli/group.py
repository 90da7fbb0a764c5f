"""The group of commands `kmgraph`, each of which is imported when it is run."""

from importlib import import_module
from keyword import iskeyword

import click

from kmgraph import __version__
from kmgraph.cli import COMMANDS


class Commands(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: D102
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: D102
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        command = getattr(import_module(f"kmgraph.cli.{COMMANDS[cmd_name][0]}"), name)
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
