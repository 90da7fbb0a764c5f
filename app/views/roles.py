"""Roles: all of them, or the one that the link names."""

from app import glossary, markup
from app.catalogue import _
from app.records import roles
from app.records.record import Pages, visit
from kmgraph.model import Role

PAGES = Pages(
    title=_("Roles"),
    lead=markup.fill(
        _("A {role} here is a type of job. See what it needs, what is near it, and how people come to it."),
        role=glossary.term("role"),
    ),
    all=_("All roles"),
    find=_("Find a role by typing"),
    none=_("No source that is loaded describes any role."),
    one=_("role"),
)

visit(Role, PAGES, roles.show)
