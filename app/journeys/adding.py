"""Your own journey can help: how people add one, with their consent and without their name."""

import streamlit as st

from app import markup, parts
from app.catalogue import _


def adding() -> None:
    """Says how to add a journey."""
    parts.heading(_("Your own journey can help"))
    parts.show(
        parts.paragraph(
            _(
                "Most people trust how others got there more than any plan. Journeys that people tell by themselves "
                "are the ones that this data lacks. Yours can be told without your name."
            )
        )
    )
    with st.expander(_("How to add a journey")):
        parts.show(
            markup.listing(
                (
                    _("Ask whoever runs this explorer for empty tables. Or make them with the command below."),
                    _("Fill in one row in journeys.csv, with the basis “consented”. Only you can give that consent."),
                    _("Fill in one row for each step in steps.csv: the kind of role, and the kind of organisation."),
                    _("Leave out your name, names of employers, places and dates. A kind of role is enough."),
                    _("Send the tables to whoever runs this explorer. They load them, and can take them out again."),
                ),
                ordered=True,
            ),
            markup.tag("pre", "kmgraph template my-journey"),
            parts.paragraph(_("Nothing that you do on these pages is kept as a journey."), "quiet"),
        )
