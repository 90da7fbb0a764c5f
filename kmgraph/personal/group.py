"""How few people are too few to be counted in public: whoever knows one of them could tell what that one said."""

FEWEST = 5
"""People in a group that is shown."""


def is_small(people: int) -> bool:
    """Whether so many people are a group that is not shown."""
    return 0 < people < FEWEST
