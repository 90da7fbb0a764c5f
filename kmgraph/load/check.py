"""Rules that a source must keep before it is loaded, whatever its format; each is a small function.

    reserved       the counts of reviews are nobody's to load    error
    duplicates     one row for one thing                         error
    dangling       own references exist                          error
    stubs          references to other sources are known         warning: kept as a stub
    kinds          a reference names a record of the right kind  error
    renamed        no other label than another source's       warning
    level_places   no two levels share a place on a scale        error
    scales         a level is on its competency's scale          error
    level_ranges   `level_to` is not below `level`               error
    level_matches  a match of levels joins two scales            error
    fees           a fee and its currency come together          error
    counts         a count is of something, and not of too many  error
    small_groups   no group of respondents is below five         error; warning of those left out
    releases       no two releases of a survey have one name     warning
    joins          exact matches keep a framework's parts apart  error; warning across sources
    circles        nothing is above, or before, itself           warning

Cycles of prerequisites are allowed: courses may lead into each other, and the planner copes.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from kmgraph.errors import Place, Problem, error, warning
from kmgraph.load.links import tells
from kmgraph.load.problems import LISTED
from kmgraph.load.staged import Context, Staged, joined
from kmgraph.model import (
    Competency,
    Course,
    Expects,
    Level,
    LevelDescription,
    LevelMatch,
    Mapping,
    Named,
    Observation,
    Organisation,
    Practice,
    Prerequisite,
    Record,
    Requirement,
    Review,
    Teaches,
    label_of,
    refs,
    slug_of,
)
from kmgraph.personal import FEWEST, is_small
from kmgraph.reviewed import SOURCE
from kmgraph.vocabulary import Counted, Kind, Status
from kmgraph.wording import did_you_mean, listed, quoted

LEVELS = ("level", "level_to")
"""Fields that hold a level at which a competency is measured."""


def check(context: Context) -> Iterator[Problem]:
    """Every problem of what is staged, rule by rule."""
    for rule in RULES:
        yield from rule(context)


def reserved(context: Context) -> Iterator[Problem]:
    """The counts of reviews are nobody's to load: they come from sheets, and a load would replace them."""
    if context.staged.source.id == SOURCE:
        name = context.staged.name(SOURCE)
        message = f"The id {quoted(name)} is kept for the reviews that kmgraph counts itself."
        yield error(context.staged.said[0].place, message, "Choose another id.", column="id", value=name)
    for review, place in context.staged.of(Review):
        hint = "Delete it, and bring the sheet in with: kmgraph review import"
        yield error(place, "Opinions of reviewers are counted from sheets, not loaded.", hint, value=review.about)


def duplicates(context: Context) -> Iterator[Problem]:
    """One row for one thing: no IRI twice."""
    for repeated in context.staged.repeated:
        record, place, first = repeated.record, repeated.place, context.staged.by_iri[repeated.id]
        if first.kind is not record.kind:
            yield error(
                place,
                f"The id {quoted(context.staged.name(record.id))} names a {record.kind} here"
                f" and a {first.kind} in {first.place}.",
                "Give one of them another id.",
                column="id",
                value=context.staged.name(record.id),
            )
        elif record.key:
            yield _repeated_key(context, record, place, first)
        else:
            yield error(
                place,
                f"The id {quoted(context.staged.name(record.id))} stands twice: also in {first.place}.",
                "Give one of the two another id, or delete one.",
                column="id",
                value=context.staged.name(record.id),
            )


def _repeated_key(context: Context, record: Record, place: Place, first: Staged) -> Problem:
    fields = {name: getattr(record, name) for name in record.key if getattr(record, name) is not None}
    shown = ", ".join(context.staged.name(str(value)) for value in fields.values())
    return error(
        place,
        f"The same {listed(list(fields), 'and')} ({quoted(shown)}) stand twice: also in {first.place}.",
        f"Delete one of the two, or make them differ in {listed(list(record.key))}.",
        column=", ".join(fields),
        value=shown,
    )


def dangling(context: Context) -> Iterator[Problem]:
    """A reference into the source's own namespace names something that the source describes."""
    ids: dict[Kind, list[str]] = {}
    listed_so_far: Counter[tuple[str, str]] = Counter()
    for one, (field, ref, iri) in context.staged.outward():
        if not context.staged.owns(iri) or ref.kind in context.doubtful:
            continue
        ids = ids or _ids_by_kind(context)
        listed_so_far[one.place.source, field] += 1
        worth_a_search = listed_so_far[one.place.source, field] <= LISTED
        meant = did_you_mean(slug_of(iri), ids.get(ref.kind, ())) if worth_a_search else ""
        yield error(
            one.place,
            f"There is no {ref.kind} with the id {quoted(slug_of(iri))}.",
            f"{meant} Or add a row that describes it." if meant else "Mend it, or add a row that describes it.",
            column=one.column(field),
            value=slug_of(iri),
        )


def _ids_by_kind(context: Context) -> dict[Kind, list[str]]:
    ids: dict[Kind, list[str]] = {}
    for one in context.staged.said:
        ids.setdefault(one.kind, []).append(context.staged.name(one.id))
    return ids


def stubs(context: Context) -> Iterator[Problem]:
    """References to other sources' records that nobody has described so far are kept as stubs."""
    found: dict[tuple[str, str], dict[str, list[tuple[Staged, Kind]]]] = {}
    for one, (field, ref, iri) in context.staged.outward():
        known = context.staged.owns(iri) or iri in context.around.records
        if not known and not tells(one, field):
            found.setdefault((one.place.source, field), {}).setdefault(iri, []).append((one, ref.kind))
    for (_, field), iris in found.items():
        first, naming = next(iter(iris.items()))
        one, kind = naming[0]
        times = sum(map(len, iris.values()))
        more = f", nor {len(iris) - 1:,} more that this column names" if len(iris) > 1 else ""
        often = f" ({times:,} times in all)" if times > len(iris) else ""
        kept = "they are kept as stubs" if more else "it is kept as a stub"
        if field == "cites":  # a citation makes no stub
            kept = "citations of it say no more than its IRI"
        yield warning(
            one.place,
            f"No loaded source describes the {kind} {quoted(first, 100)}{more}{often}; {kept}.",
            "Load the source that describes it, or mend the reference.",
            column=one.column(field),
            value=first,
        )


def kinds(context: Context) -> Iterator[Problem]:
    """A reference names a record of its field's kind, and an IRI means one kind everywhere."""
    for one in context.staged.said if context.around.records else ():
        other = context.around.records.get(one.id)
        if other is not None and other.kind is not one.kind:
            yield error(
                one.place,
                f"Another source describes {quoted(one.id, 100)} as a {other.kind}, not a {one.kind}.",
                "Use another IRI.",
                column="id",
                value=one.id,
            )
    mistaken = {
        iri: found
        for kind, fields in context.staged.named.items()
        for field, iris in fields.items()
        for iri in iris
        if (found := context.kind_of(iri)) and found is not refs(kind)[field].kind
    }
    for one in context.staged.said if mistaken else ():
        for field, ref, iri in one.targets:
            found = mistaken.get(iri)
            if found is not None and found is not ref.kind:
                yield error(
                    one.place,
                    f"{quoted(context.staged.name(iri))} is a {found}, but {field} takes a {ref.kind}.",
                    f"Write the id of a {ref.kind}.",
                    column=one.column(field),
                    value=context.staged.name(iri),
                )


def renamed(context: Context) -> Iterator[Problem]:
    """A source that gives another label to what another source describes may mean something else."""
    for iri, other in context.around.records.items():
        one = context.staged.by_iri.get(iri)
        record = one.record if one else None
        if one is None or not isinstance(record, Named) or not isinstance(other, Named) or record.label == other.label:
            continue
        yield warning(
            one.place,
            f"Another source calls {quoted(iri, 100)} {quoted(other.label)}, not {quoted(record.label)}.",
            "Look whether both mean the same; if not, use an IRI of your own.",
            column=one.column("label"),
            value=record.label,
        )


def level_places(context: Context) -> Iterator[Problem]:
    """No two levels of a scale have the same place in its order."""
    seen: dict[tuple[str, int], Level] = {}
    for level, place in context.staged.of(Level):
        first = seen.setdefault((level.scale, level.order), level)
        if first.id != level.id:
            yield error(
                place,
                f"{quoted(label_of(first))} and {quoted(label_of(level))} have the same place on their scale.",
                "Number the levels of a scale 1, 2, 3 and so on, the lowest first.",
                column="order",
                value=str(level.order),
            )


def scales(context: Context) -> Iterator[Problem]:
    """A level is one of the scale on which its competency is measured."""
    for one in context.staged.saying(*LEVELS):
        record, place = one.record, one.place
        competencies = _measured(record)
        for field, level in _levels(record) if competencies else ():
            scales_of = [scale for iri in competencies if (scale := context.scale_of(iri))]
            found = context.get(level, Level)
            if found is None or not scales_of or found.scale in scales_of:
                continue
            skill, scale = _called(context, competencies[0]), _called(context, scales_of[0])
            name = quoted(context.staged.name(level))
            yield error(
                place,
                f"The level {name} is not on the scale of {quoted(skill)}, which is {quoted(scale)}.",
                _levels_to_choose(context, scales_of[0]),
                column=field,
                value=context.staged.name(level),
            )


def _levels(record: Record) -> list[tuple[str, str]]:
    fields = ((field, getattr(record, field, None)) for field in LEVELS)
    return [(field, level) for field, level in fields if isinstance(level, str)]


def _measured(record: Record) -> tuple[str, ...]:
    if isinstance(record, Requirement | Teaches | Expects | LevelDescription):
        return (record.competency,)
    if isinstance(record, Observation):
        return (record.competency,) if record.competency else ()
    return record.competencies if isinstance(record, Practice) else ()


def _called(context: Context, iri: str) -> str:
    known = context.get(iri, Record)
    return label_of(known) if known else context.staged.name(iri)


def _levels_to_choose(context: Context, scale: str) -> str:
    levels = sorted(
        (level.order, context.staged.name(level.id)) for level, _ in context.staged.of(Level) if level.scale == scale
    )
    if not levels:
        return f"Use a level of the scale {quoted(_called(context, scale))}."
    return f"Use {listed([quoted(name) for _, name in levels])}."


def level_ranges(context: Context) -> Iterator[Problem]:
    """The upper end of a range of levels is above its lower end."""
    for one in context.staged.saying("level_to"):
        need, place = one.record, one.place
        if not isinstance(need, Requirement):
            continue
        low, high = context.get(need.level, Level), context.get(need.level_to, Level)
        if low is None or high is None or (low.scale == high.scale and low.order <= high.order):
            continue
        if low.scale != high.scale and context.scale_of(need.competency):
            continue  # one of the two is off the competency's scale, which is said already
        how = "below" if low.scale == high.scale else "on another scale than"
        yield error(
            place,
            f"The upper level {quoted(label_of(high))} is {how} the level {quoted(label_of(low))}.",
            "Write the lower of the two in level and the higher in level_to, both of one scale.",
            column="level_to",
            value=context.staged.name(high.id),
        )


def level_matches(context: Context) -> Iterator[Problem]:
    """A level match joins levels of two scales."""
    for match, place in context.staged.of(LevelMatch):
        one, other = context.get(match.subject, Level), context.get(match.object, Level)
        if one and other and one.scale == other.scale:
            yield error(
                place,
                f"{quoted(label_of(one))} and {quoted(label_of(other))} are levels of the same scale.",
                "A level match says that a level equals one of another scale: delete the row or mend an id.",
                column="object",
                value=context.staged.name(match.object),
            )


def fees(context: Context) -> Iterator[Problem]:
    """A fee says its currency (nothing is nothing in any), and a currency has a fee."""
    for course, place in context.staged.of(Course):
        if course.fee and course.currency is None:
            yield error(
                place,
                f"The fee {course.fee:g} has no currency.",
                "Write the ISO code of its currency, such as GBP or EUR.",
                column="currency",
            )
        if course.currency is not None and course.fee is None:
            yield error(
                place,
                f"There is a currency, {quoted(course.currency)}, but no fee.",
                "Write the fee, or leave the currency empty where the fee is unknown.",
                column="fee",
                value=course.currency,
            )


def counts(context: Context) -> Iterator[Problem]:
    """A count is of a role or a competency, at a level only of a competency, and no more than it is counted out of."""
    for one, place in context.staged.of(Observation):
        if one.role is None and one.competency is None:
            message = f"It is not said of which role or competency the {one.counts} are counted."
            hint = "Write the id of a role, of a competency, or of both."
            yield error(place, message, hint, column="competency")
        elif one.level is not None and one.competency is None:
            message = "A level is counted here and no competency."
            hint = "Write the id of the competency that is held at this level, or leave the level empty."
            yield error(place, message, hint, column="competency", value=context.staged.name(one.level))
        if one.number is not None and one.of is not None and one.number > one.of:
            message = f"{one.number:,} are counted out of {one.of:,}, which is more than there are."
            hint = "Mend the number, or out of how many it is."
            yield error(place, message, hint, column="number", value=str(one.number))


def small_groups(context: Context) -> Iterator[Problem]:
    """Survey answers of fewer than five people are never shown, so they are never loaded; posts and adverts may be."""
    for one, place in context.staged.of(Observation):
        if one.counts not in (Counted.HELD, Counted.WISHED):
            continue
        small = [field for field in ("number", "of") if is_small(getattr(one, field) or 0)]
        for field in small:
            message = f"A survey figure of {getattr(one, field)} people is here: groups below {FEWEST} are not shown."
            hint = f"Leave {field} empty, which says “not shown”, and so each figure from which it can be worked out."
            yield error(place, message, hint, column=field, value=str(getattr(one, field)))
        if not small and one.number and one.of is not None and is_small(one.of - one.number):
            message = f"All but {one.of - one.number} of {one.of:,} people are counted here: so few can be recognised."
            hint = "Leave number empty, or let it stand where it was published so."
            yield warning(place, message, hint, column="number", value=str(one.number))


def releases(context: Context) -> Iterator[Problem]:
    """A release of a survey is loaded once: another of the same name may count the same people again."""
    for other in context.around.namesakes:
        message = f"Another release of this name is loaded, {quoted(slug_of(other.id))}; their figures are added up."
        hint = "If the same people are in both, empty observations.csv of one, and load that again with --shrink."
        yield warning(context.staged.said[0].place, message, hint, column="id", value=slug_of(context.staged.source.id))


def joins(context: Context) -> Iterator[Problem]:
    """Reviewed exact matches make one competency of several, never two of one framework."""
    own = [(mapping, place) for mapping, place in context.staged.of(Mapping) if joined(mapping)]
    told: set[frozenset[str]] = set()
    for others in ([], context.around.joins):
        say = warning if others else error
        for group in _groups([*(mapping for mapping, _ in own), *others]):
            pair = _siblings(context, group)
            place = next((place for mapping, place in own if mapping.subject in group), None)
            if pair is None or place is None or any(known <= group for known in told):
                continue
            told.add(frozenset(pair))
            names = listed([quoted(_called(context, iri)) for iri in pair], "and")
            yield say(
                place,
                f"Exact matches join {names}, two competencies of one framework, into one"
                f"{' together with matches of other sources' if others else ''}.",
                "Change one of the matches in the chain to close, broad or narrow.",
                column="match",
                value=" = ".join(context.staged.name(iri) for iri in sorted(group)),
            )


def _groups(mappings: Iterable[Mapping]) -> list[set[str]]:
    group_of: dict[str, set[str]] = {}
    for mapping in mappings:
        one = group_of.setdefault(mapping.subject, {mapping.subject})
        other = group_of.setdefault(mapping.object, {mapping.object})
        if one is not other:
            one |= other
            group_of |= dict.fromkeys(other, one)
    return list({id(group): group for group in group_of.values()}.values())


def _siblings(context: Context, group: set[str]) -> tuple[str, str] | None:
    seen: dict[str, str] = {}
    for iri in sorted(group):
        known = context.get(iri, Competency)
        if known is not None and known.framework in seen:
            return seen[known.framework], iri
        if known is not None:
            seen[known.framework] = iri
    return None


Edges = dict[tuple[str, str], Place]
"""From one record to another, and where that is said; in the order of the source."""
STEPS = 6
"""How many records of a circle are named."""


def circles(context: Context) -> Iterator[Problem]:
    """Nothing is broader than itself or a part of itself, and no course must be done before itself."""
    broader = {
        (one.id, iri): one.place
        for one in context.staged.saying("broader")
        for field, _, iri in one.targets
        if field == "broader"
    }
    yield from _told(context, broader, "broader", "Take one of them out of this column.")
    parts = {(one.id, one.part_of): place for one, place in context.staged.of(Organisation) if one.part_of}
    yield from _told(context, parts, "part_of", "Empty this cell in one of them.")
    hint = "Nobody who has done none of them can begin: delete one row, or name an alternative in its group."
    yield from _told(context, _never_met(context), "requires", hint)


def _never_met(context: Context) -> Edges:
    """The prerequisites of which no alternative can ever be met, because each waits for its own course."""
    groups: dict[tuple[str, str], Edges] = {}
    asked_by: dict[str, list[tuple[str, str]]] = {}
    for need, place in context.staged.of(Prerequisite):
        if need.status is not Status.SUGGESTED:  # which no plan heeds
            group = (need.course, need.group or need.requires)
            groups.setdefault(group, {})[need.course, need.requires] = place
            asked_by.setdefault(need.requires, []).append(group)
    unmet = Counter(course for course, _ in groups)
    ready = deque(course for course in asked_by if course not in unmet)
    while ready:
        for group in asked_by.get(ready.popleft(), ()):
            if groups.pop(group, None):
                unmet[group[0]] -= 1
                if not unmet[group[0]]:
                    ready.append(group[0])
    return {edge: place for edges in groups.values() for edge, place in edges.items()}


def _told(context: Context, edges: Edges, field: str, hint: str) -> Iterator[Problem]:
    """One warning for each set of records that lead to each other."""
    following: dict[str, list[str]] = {}
    for one, other in edges:
        following.setdefault(one, []).append(other)
    for group in _knots(edges):
        if circle := _circle(following, group[0], set(group)):
            names = [quoted(context.staged.name(iri), 30) for iri in circle]
            path = names if len(names) <= STEPS else [*names[: STEPS - 1], f"{len(names) - STEPS + 1:,} more"]
            yield warning(
                edges[circle[0], circle[1 % len(circle)]],
                f"{names[0]} leads back to itself: {' → '.join([*path, names[0]])}.",
                hint,
                column=field,
                value=context.staged.name(group[0]),
            )


def _knots(edges: Edges) -> list[list[str]]:
    """The sets of records that all lead to each other, in the order of the source."""
    order: TopologicalSorter[str] = TopologicalSorter()
    for one, other in edges:
        order.add(one, other)
    try:
        order.prepare()
        return []
    except CycleError:
        import networkx  # which takes its time, and few sources need it

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_edges_from(edges)
    rank = {iri: at for at, iri in enumerate(graph)}
    groups = [sorted(group, key=rank.__getitem__) for group in networkx.strongly_connected_components(graph)]
    return sorted(groups, key=lambda group: rank[group[0]])


def _circle(following: dict[str, list[str]], first: str, group: set[str]) -> list[str]:
    """A shortest way from a record back to itself, without its end; nothing where there is none."""
    came_from: dict[str, str] = {}
    reached = deque([first])
    while reached and first not in came_from:
        here = reached.popleft()
        for other in following.get(here, ()):
            if other in group and other not in came_from:
                came_from[other] = here
                reached.append(other)
    way = [first] if first in came_from else []
    while way and came_from[way[-1]] != first:
        way.append(came_from[way[-1]])
    return [*way[:1], *reversed(way[1:])]


RULES: tuple[Callable[[Context], Iterator[Problem]], ...] = (
    reserved,
    duplicates, dangling, stubs, kinds, renamed, level_places, scales, level_ranges, level_matches, fees, counts,
    small_groups, releases, joins, circles,
)  # fmt: skip
