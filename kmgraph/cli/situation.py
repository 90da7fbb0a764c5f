"""Two situations in one command: the options before `--beside`, and those after it."""

from typing import Any

import click
from typing_extensions import override

BESIDE = "--beside"
WHOLE = frozenset({"roles", "profile", "alternatives", "trade_offs", "sure", "runs", "seed", "beside"})
"""Parameters that are about the question as a whole; all others of the command describe a situation."""

beside_option = click.option(
    BESIDE, is_flag=True, help="Answer in a second situation as well: the options after this word, not those before it."
)


class SideBySide(click.Command):
    """A command whose options after `--beside` describe a second situation.

    They come as the parameter `beside`, by name; None where the word is not there.
    """

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if BESIDE not in args or ctx.resilient_parsing:
            rest = super().parse_args(ctx, args)
            ctx.params["beside"] = None
            return rest
        where = args.index(BESIDE)
        rest = super().parse_args(ctx, args[:where])
        ctx.params["beside"] = there = self._second(ctx, args[where + 1 :])
        ctx.params["as_json"] |= there.pop("as_json")  # it is about both, wherever it stands
        return rest

    def _second(self, ctx: click.Context, args: list[str]) -> dict[str, Any]:
        second = click.Command(self.name, params=[one for one in self.params if one.name not in WHOLE])
        try:
            return second.make_context(ctx.info_name, args, parent=ctx.parent).params
        except click.UsageError as wrong:
            raise click.UsageError(f"After {BESIDE}: {wrong.format_message()}", ctx) from None
