"""The index by skill: descriptions of levels that no role asks for, and what it says otherwise than the roles."""

from collections import defaultdict
from collections.abc import Iterator

from kmgraph.errors import Place, Problem, note, warning
from kmgraph.sheets import Sheet
from kmgraph.wording import quoted
from loaders.ddat.told import LEVELS, Told
from loaders.foreign import Line, lines, some

ROLES = "Roles that require Skill"
EXAMPLES = 3
"""Skills that are shown of those for which the files differ."""
SAME_DAY = "If the files are not of the same day, get them anew."


def index(sheet: Sheet, told: Told) -> Iterator[Problem]:
    """Takes in what the index adds; yields where the two files differ. The roles are right in what a role needs."""
    needed_by: dict[str, set[str]] = defaultdict(set)
    for post, needs in told.needs.items():
        for needed in needs:
            needed_by[needed].add(post.role)
    held: set[str] = set()
    differing = Differing()
    for line in lines(sheet, ("Skill Name", "Skill Description", *LEVELS, ROLES)):
        if isinstance(line, Problem):
            yield line
        elif skill := line.get("Skill Name"):
            held.add(skill)
            yield from _skill(line, skill, told)
            differing.compare(line, skill, needed_by[skill])
        else:
            message = "The cell “Skill Name” is empty, so the row is left out."
            yield warning(line.place, message, "Look whether the file is whole.", column="Skill Name")
    yield from differing.told()
    if lacking := [known for known in needed_by if known not in held]:
        place, message = told.skills[lacking[0]], f"The index of skills does not hold {some(lacking)}."
        yield note(place, message, SAME_DAY, column="Skill Name", value=lacking[0])


def _skill(line: Line, skill: str, told: Told) -> Iterator[Problem]:
    if skill not in told.skills:
        message = f"No role asks for the skill {quoted(skill)}, which the index holds: it is kept."
        yield note(line.place, message, SAME_DAY, column="Skill Name", value=skill)
        told.skills[skill] = line.place
    yield from told.keep(line, "Skill Description", line.get("Skill Description"), skill)
    for level in LEVELS:
        yield from told.keep(line, "Skill Level Description", line.get(level), skill, level)


class Differing:
    """Where the index names other roles than those that ask for the skill: all told in one sentence."""

    def __init__(self) -> None:
        self._found: list[tuple[Place, str, str]] = []

    def compare(self, line: Line, skill: str, needed_by: set[str]) -> None:
        """Notes in what the index differs for a skill; roles with commas in their names stand there in pieces."""
        pieces = {piece.strip(): role for role in needed_by for piece in role.split(",")}
        named = dict.fromkeys(line.parts(ROLES, ","))
        lacking = sorted({role for piece, role in pieces.items() if piece not in named})
        beyond = [piece for piece in named if piece not in pieces]
        said = [f"lacks {some(lacking, 2)}"] if lacking else []
        said += [f"has {some(beyond, 2)} besides"] if beyond else []
        if said:
            self._found.append((line.place, skill, f"for {quoted(skill)} it {' and '.join(said)}"))

    def told(self) -> Iterator[Problem]:
        """How many skills are concerned, and the first of them."""
        if self._found:
            place, skill, _ = self._found[0]
            many = f"{len(self._found):,} skills" if len(self._found) > 1 else "one skill"
            first = "; ".join(words for _, _, words in self._found[:EXAMPLES])
            message = f"The index names other roles than the table of roles, which counts, for {many}: {first}"
            message += " …" if len(self._found) > EXAMPLES else "."
            yield note(place, message, SAME_DAY, column=ROLES, value=skill)
