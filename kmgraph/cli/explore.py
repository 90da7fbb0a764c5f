"""`kmgraph explore` and `kmgraph completion`."""

import click


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
@click.pass_context
def explore(ctx: click.Context, port: int, no_browser: bool) -> None:
    """Open the explorer in the browser; it serves until stopped."""
    import os
    from importlib import import_module
    from importlib.util import find_spec

    from kmgraph.errors import UsageError

    if find_spec("streamlit") is None:
        raise UsageError("The explorer needs the extra “app”. Install it with: pip install 'kmgraph[app]'")
    if store := ctx.find_root().params["store"]:
        os.environ["KMGRAPH_STORE"] = store
    import_module("app.serve").serve(port, browser=not no_browser)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what SHELL needs to complete commands and names; add the line to its start-up file.

    For example: kmgraph completion bash >> ~/.bashrc
    """
    from click.shell_completion import get_completion_class

    from kmgraph.cli.output import print_line

    found = get_completion_class(shell)
    if found:
        print_line(found(ctx.find_root().command, {}, "kmgraph", "_KMGRAPH_COMPLETE").source())
