"""Roles: all of them, or the one that the link names."""

from app import roles
from app.records import Pages, visit
from kmgraph.model import Role

PAGES = Pages(
    title="Roles",
    one="role",
    many="roles",
    lead="A role here is a type of job, never one person's post. See what it needs, what is near it, and how people "
    "come to it.",
)

visit(Role, PAGES, roles.show, roles.overview)
