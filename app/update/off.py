"""What stands where nobody may change the data."""

from app import links, parts
from app.catalogue import _
from app.markup import tag


def show() -> None:
    """Says that this explorer only shows data, and how whoever runs it lets people change it."""
    told = _("This explorer only shows data. Nobody can change the data here.")
    how = _("Do you run this explorer? Then you can turn this page on. Stop the explorer, and start it again with:")
    trust = _(
        "After that, everybody who can open the explorer can change its data. So do it only where you trust them."
    )
    else_ = _("You can also load data on the command line. In a terminal, run:")
    wrong = _("Did you find a mistake in the data? Use “Suggest a change” below, or look at the sources:")
    parts.show(
        parts.paragraph(told, "lead"),
        tag("p", wrong, " ", links.page(_("About the data"), "about")),
        parts.paragraph(how),
        tag("pre", "KMGRAPH_EDIT=1 kmgraph explore", class_="km-commands"),
        parts.paragraph(trust),
        parts.paragraph(else_),
        tag("pre", "kmgraph load my-tables.xlsx", class_="km-commands"),
    )
