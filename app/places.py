"""Where the explorer shows records, by kind; apart from Streamlit, since its server wants to know as well."""

from kmgraph.vocabulary import Kind

PAGES = {
    Kind.ROLE: ("roles", "role"),
    Kind.COMPETENCY: ("competencies", "competency"),
    Kind.COURSE: ("training", "course"),
    Kind.JOURNEY: ("journeys", "journey"),
}
"""The pages of records: each one's path, and the parameter that names a record."""
PLACES = {
    Kind.FRAMEWORK: ("competencies", "framework"),
    **dict.fromkeys(
        (Kind.APPROACH, Kind.PRACTICE, Kind.COMMITMENT, Kind.COLLECTION, Kind.ORGANISATION), ("approaches", "item")
    ),
}
"""Where records stand that have no page of their own: a page of others, and the parameter that picks them there."""
LINKED = (*PAGES, *PLACES)
"""The kinds of records that a link leads to."""
