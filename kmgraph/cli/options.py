"""What several commands share: the store they are given, and names that the shell can complete."""

import click
from click.shell_completion import CompletionItem

from kmgraph.errors import KmgraphError
from kmgraph.store import connect
from kmgraph.store.base import Store
from kmgraph.vocabulary import Kind

MATCHES = click.option("--with-matches", is_flag=True, help="Let close and unreviewed matches join competencies.")
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def open_store(ctx: click.Context) -> Store:
    """The store that `--store` or the environment names, closed when the command ends.

    Raises:
        StoreError: it cannot be reached, or is not one of ours.
    """
    return ctx.with_resource(connect(ctx.find_root().params["store"]))


class NameOf(click.ParamType[str]):
    """The name of a record of some kinds, which the shell completes from the store."""

    def __init__(self, *kinds: Kind):
        self.kinds = kinds
        self.name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Short names that begin with what was typed; none where the store cannot be read."""
        from kmgraph.find import names

        try:
            store = open_store(ctx)
            known = store.read(lambda reader: names(reader, self.kinds))
        except KmgraphError:
            return []
        typed = incomplete.casefold()
        return [
            CompletionItem(name.slug, help=name.label)
            for name in known
            if name.slug.startswith(typed) or name.label.casefold().startswith(typed)
        ]
