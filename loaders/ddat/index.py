"""The index by skill: descriptions of levels that no role asks for, and what it says otherwise than the roles."""

from collections import defaultdict
from collections.abc import Iterator

from kmgraph.errors import Problem, warning
from kmgraph.sheets import Sheet
from kmgraph.wording import quoted
from loaders.ddat.told import LEVELS, Told, some
from loaders.foreign import Line, lines

ROLES = "Roles that require Skill"


def index(sheet: Sheet, told: Told) -> Iterator[Problem]:
    """Takes in what the index adds; yields where the two files differ. The roles are right in what a role needs."""
    needed_by: dict[str, set[str]] = defaultdict(set)
    for post, needs in told.needs.items():
        for needed in needs:
            needed_by[needed].add(post.role)
    held: set[str] = set()
    for line in lines(sheet, ("Skill Name", "Skill Description", *LEVELS, ROLES)):
        if isinstance(line, Problem):
            yield line
        elif skill := line.get("Skill Name"):
            held.add(skill)
            yield from _skill(line, skill, told)
            yield from _roles(line, skill, needed_by[skill], told)
        else:
            message = "The cell “Skill Name” is empty, so the row is left out."
            yield warning(line.place, message, "Look whether the file is whole.", column="Skill Name")
    for known in needed_by:
        if known not in held:
            message = f"The index of skills does not hold {quoted(known)}."
            yield warning(
                told.skills[known], message, "Get both files of the same day.", column="Skill Name", value=known
            )


def _skill(line: Line, skill: str, told: Told) -> Iterator[Problem]:
    if skill not in told.skills:
        message = f"No role asks for the skill {quoted(skill)}, which the index holds: it is kept."
        yield warning(line.place, message, "Get both files of the same day.", column="Skill Name", value=skill)
        told.skills[skill] = line.place
    yield from told.keep(line, "Skill Description", line.get("Skill Description"), skill)
    for level in LEVELS:
        yield from told.keep(line, "Skill Level Description", line.get(level), skill, level)


def _roles(line: Line, skill: str, needed_by: set[str], told: Told) -> Iterator[Problem]:
    """Where the index names other roles than those that ask for the skill."""
    pieces = {piece.strip(): role for role in needed_by for piece in role.split(",")}
    named = dict.fromkeys(line.parts(ROLES, ","))
    lacking = sorted({role for piece, role in pieces.items() if piece not in named})
    beyond = [piece for piece in named if piece not in pieces]
    said = []
    if lacking:
        said.append(f"does not name {some(lacking)}")
    if beyond:
        said.append(f"names {some(beyond)}")
    if said:
        message = (
            f"The index {' and '.join(said)} for {quoted(skill)}, otherwise than the table of roles, which counts."
        )
        yield warning(line.place, message, "Get both files of the same day.", column=ROLES, value=skill)
