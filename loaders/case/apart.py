"""What one JSON object says apart from another, so that the other is all that must be kept besides."""

from typing import Any, NamedTuple


class Difference(NamedTuple):
    """What must be set and taken out of an object to make it the other."""

    fields: dict[str, Any]
    absent: list[str]

    def applied(self, to: dict[str, Any]) -> dict[str, Any]:
        """The other object."""
        return {name: value for name, value in to.items() if name not in self.absent} | self.fields


def difference(one: dict[str, Any], other: dict[str, Any]) -> Difference:
    """What makes the other object of the one."""
    fields = {name: value for name, value in other.items() if name not in one or not same(one[name], value)}
    return Difference(fields, [name for name in one if name not in other])


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; 1, 1.0 and true are not."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
