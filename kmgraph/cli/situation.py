"""Two situations in one command: the options before `--beside`, and those after it."""

from typing import Any

import click
from typing_extensions import override

BESIDE = "--beside"
BOTH = frozenset({"profile", "alternatives", "trade_offs"})
"""Parameters that are about both situations."""
WHOLE = BOTH | {"roles", "sure", "runs", "seed", "beside"}
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
        if args.count(BESIDE) > 1:
            raise click.UsageError(f"{BESIDE} may stand once.", ctx)
        where = args.index(BESIDE)
        rest = super().parse_args(ctx, args[:where])
        ctx.params["beside"] = there = self._second(ctx, args[where + 1 :])
        ctx.params["as_json"] |= there.pop("as_json")  # it is about both, wherever it stands
        return rest

    def _second(self, ctx: click.Context, args: list[str]) -> dict[str, Any]:
        for option in self._of_both(args):
            raise click.UsageError(f"{option} is about both situations: put it before {BESIDE}.", ctx)
        second = click.Command(self.name, params=[one for one in self.params if one.name not in WHOLE])
        try:
            return second.make_context(ctx.info_name, args, parent=ctx.parent).params
        except click.UsageError as wrong:
            raise click.UsageError(f"After {BESIDE}: {wrong.format_message()}", ctx) from None

    def _of_both(self, args: list[str]) -> list[str]:
        """The options among these arguments that are about both situations."""
        both = {option for one in self.params if one.name in BOTH for option in one.opts}
        return [word for arg in args if (word := arg.partition("=")[0]) in both]
