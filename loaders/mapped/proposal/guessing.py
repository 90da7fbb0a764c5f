"""From the columns of a table to a sketch of its mapping: each field goes to the column that is called so and fits."""

from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted
from loaders.foreign import slug
from loaders.mapped.proposal.fields import Fields, each_of, record_of
from loaders.mapped.proposal.profile import CODE, DAY, Profile
from loaders.mapped.proposal.sketch import GUESS, LIKELY, SURE, Proposed, Sketch, days, flow, scalar
from loaders.mapped.proposal.words import (
    DESIRABLE,
    ENDS,
    ESSENTIAL,
    FIELDS,
    GENERAL,
    KINDS,
    LEVEL,
    OUTCOMES,
    PERSON,
    POST,
    PREREQUISITES,
    RELATED,
    STARTS,
    is_called,
    kind_called,
    ordered,
    plain,
)

UNKNOWN = (
    "Neither the name of the file nor its columns tell what the rows are. Rename the file to what it lists, such as "
    "courses or roles, or write the records yourself (docs/mapping.md)."
)
SENTENCE = 20
"""Characters beyond which a text is no mark in a table but tells something."""


class Guess(Fields):
    """Sketches the mapping of one table."""

    def made(self) -> Sketch:
        """The sketch."""
        if not self._careers():
            entities = self._entities()
            if len(entities) > 1:
                self._joined(entities)
            elif entities:
                ((kind, word),) = entities.items()
                self._plain(kind, word)
            else:
                self._plain(self._kind(), "")
        for column in self._rest.values():
            self.sketch.ignore.setdefault(column.name, self._unfit.get(column.name) or _unplaced(column))
        return self.sketch

    def _careers(self) -> bool:
        """Whether the rows are dated steps of persons."""
        has = [any(is_called(name, words) for name in self._rest) for words in (PERSON, STARTS)]
        if not all(has):
            return False
        person, starts, ends, post = (self._take(words) for words in (PERSON, STARTS, ENDS, POST))
        lines = self.sketch.journeys
        if person and starts:
            lines["person"] = (scalar(person.name), f"{SURE}: called so; only a digest of it is kept")
            lines["starts"] = (_dated(starts), f"{SURE if starts.all(DAY) else GUESS}: called so")
        if ends:
            lines["ends"] = (_dated(ends), f"{SURE if ends.all(DAY) else GUESS}: called so")
        lines["label"] = ("{constant: Career}", "what to call each journey; a short code is put after it")
        lines["basis"] = ("{constant: imported data}", f"{GUESS}: write “consented” where the people agreed")
        lines["activity"] = ("{constant: role}", f"{GUESS}: the table does not say what a step was")
        if post and not post.all(CODE):
            role = Proposed("role", Kind.ROLE, f"{GUESS}: a role is a type, never one person's post", repeats=True)
            role.set("id", scalar(post.name), LIKELY, "called so")
            role.set("label", scalar(post.name), LIKELY, "called so")
            self.sketch.records.append(role)
            lines["role"] = (flow({"column": scalar(post.name), "by": "id"}), f"{LIKELY}: called so")
        elif post:
            lines["then_by"] = (scalar(post.name), f"{LIKELY}: orders steps of the same dates")
            self.sketch.ignore.update(self._codes())
        return True

    def _codes(self) -> dict[str, str]:
        names = [name for name, column in self._rest.items() if column.all(CODE)]
        for name in names:
            del self._rest[name]
        return dict.fromkeys(names, "codes that say nothing to people")

    def _kind(self) -> Kind | None:
        """The kind that the table is about: what its file is called, or most of its columns."""
        if named := next(filter(None, map(kind_called, self._stems)), None):
            return named
        hits = {
            kind: sum(any(is_called(name, words) for words in FIELDS[kind].values()) for name in self._rest)
            for kind in KINDS
        }
        if self._called(PREREQUISITES) or self._called(OUTCOMES):
            return Kind.COURSE
        best = max(hits, key=lambda kind: hits[kind])
        return best if hits[best] > 1 and self._called(GENERAL["label"]) else None

    def _called(self, words: str) -> bool:
        return any(is_called(name, words) for name in self._rest)

    def _entities(self) -> dict[Kind, str]:
        """The kinds of which each row names one, where the table has no name column of its own, with the word."""
        if self._called("name|title|label|preferred label|pref label"):
            return {}
        found: dict[Kind, str] = {}
        for name in self._rest:
            words = plain(name).split()
            bare = words[:-1] if len(words) > 1 and words[-1] in ("name", "title") else words
            kind = kind_called(bare[0]) if len(bare) == 1 else None
            if kind in (Kind.ROLE, Kind.COMPETENCY, Kind.COURSE, Kind.ORGANISATION) and kind not in found:
                found[kind] = bare[0]
        if len(found) > 1:
            found.pop(Kind.ORGANISATION, None)  # it is the one that gives the course, or has the role
        return found

    def _plain(self, kind: Kind | None, word: str) -> None:
        """A table of one kind of record."""
        if kind is None:
            self.sketch.missing.append(UNKNOWN)
            return
        called = next((stem for stem in self._stems if kind_called(stem) is kind), None)
        why = f"the table is called {quoted(called)}" if called else "its columns are those of one"
        record = Proposed(kind.value.casefold(), kind, f"{LIKELY if called or word else GUESS}: {why}")
        self._identify(record, word)
        for prefix in dict.fromkeys((word, "")):
            self._fields(record, prefix)
        record.repeats = bool(word) and not self._own["label"].unique
        self.sketch.records.append(record)
        self._needed(record)
        self._several(record)

    def _about(self, skill: Proposed) -> None:
        """What else a table of competencies may tell of each: those related to it, and how it looks at each level."""
        back = record_of(skill)
        if column := self._take(RELATED, part=True):
            relation = Proposed("relation", Kind.RELATION, self._valued(column), each_of(column))
            relation.set("subject", back, SURE, "the competency of the row")
            self._within(relation, "object", column, always=True)
            relation.set("type", "{constant: related}", LIKELY, "called so")
            self.sketch.records.append(relation)
        order = ordered(
            name for name, column in self._rest.items() if any(len(text) > SENTENCE for text in column.texts)
        )
        for name in order:
            self._scale(order)
            column = self._rest.pop(name)
            told = Proposed(f"at {plain(name)}", Kind.LEVEL_DESCRIPTION, f"{LIKELY}: the column is called like a level")
            told.set("competency", back, SURE, "the competency of the row")
            told.set("level", flow({"constant": slug(name)}), GUESS, "check the order of the levels above")
            told.set("text", scalar(column.name), LIKELY, "what stands in the column")
            self.sketch.records.append(told)

    def _scale(self, order: list[str]) -> None:
        """States a scale with these levels, lowest first, and measures the framework on it."""
        self.sketch.constants[Kind.FRAMEWORK][self._stem_id]["scale"] = "levels"
        self.sketch.state(Kind.SCALE, "levels", label="Levels")
        for at, text in enumerate(order, start=1):
            self.sketch.state(Kind.LEVEL, slug(text), label=text, scale="levels", order=str(at))

    def _joined(self, entities: dict[Kind, str]) -> None:
        """A table in which each row names several things, such as a role and a skill it needs."""
        made: dict[Kind, Proposed] = {}
        for kind, word in entities.items():
            record = Proposed(kind.value.casefold(), kind, f"{LIKELY}: its columns begin with {quoted(word)}")
            record.repeats = True
            self._identify(record, word)
            made[kind] = record
        level = self._level_column(entities.get(Kind.COMPETENCY))
        for kind, record in made.items():
            self._fields(record, entities[kind])
            self.sketch.records.append(record)
            self._needed(record)
        if Kind.COMPETENCY in made and Kind.ROLE in made:
            self._edge(Kind.REQUIREMENT, made[Kind.ROLE], made[Kind.COMPETENCY], level)
        elif Kind.COMPETENCY in made and Kind.COURSE in made:
            self._edge(Kind.TEACHES, made[Kind.COURSE], made[Kind.COMPETENCY], level)
        elif level:
            self._rest[level.name] = level

    def _several(self, record: Proposed) -> None:
        """What a cell may list of a record: what a course asks for and teaches, what a role needs."""
        if record.kind is Kind.COMPETENCY:
            self._about(record)
        if record.kind is Kind.ROLE:
            for words, importance in ((ESSENTIAL, "essential"), (DESIRABLE, "desirable")):
                if column := self._take(words, record.kind):
                    self._skills(record, column, f"{importance} skill", Kind.REQUIREMENT, importance)
        if record.kind is Kind.COURSE:
            self._runs(record)
            if column := self._take(PREREQUISITES, record.kind, part=True):
                need = Proposed("prerequisite", Kind.PREREQUISITE, self._valued(column), each_of(column))
                need.set("course", record_of(record), SURE, "the course of the row")
                self._within(need, "requires", column, always=True)
                self.sketch.records.append(need)
            if column := self._take(OUTCOMES, record.kind, part=True):
                self._skills(record, column, "outcome", Kind.TEACHES)

    def _runs(self, course: Proposed) -> None:
        """The dated run of a course that each row tells of."""
        starts, ends = (next((name for name in self._rest if is_called(name, words)), None) for words in (STARTS, ENDS))
        if starts is None or not self._rest[starts].all(DAY):
            return
        run = Proposed("run", Kind.OFFERING, f"{LIKELY}: a row has dates")
        run.set("course", record_of(course), SURE, "the course of the row")
        for field, name in (("starts", starts), ("ends_on", ends)):
            if name and self._rest[name].all(DAY):
                column = self._rest.pop(name)
                unclear = days(column.texts) is not None
                why = "called so; check the order of day and month" if unclear else "called so"
                run.set(field, _dated(column), GUESS if unclear else LIKELY, why)
        self.sketch.records.append(run)

    def _valued(self, column: Profile) -> str:
        """Why each value of a column makes a record, and how sure that is."""
        return ": ".join(self._sure(column, LIKELY, "called so, a value each"))

    def _skills(self, record: Proposed, column: Profile, called: str, kind: Kind, importance: str = "") -> None:
        """A competency of each value of a cell, and what joins it to the record of the row."""
        skill = Proposed(called, Kind.COMPETENCY, self._valued(column), each_of(column), repeats=True)
        skill.set("id", scalar(column.name), LIKELY, "they have no ids")
        skill.set("label", scalar(column.name), LIKELY, "called so")
        self._needed(skill)
        edge = Proposed(
            f"{kind.value.casefold()} {importance}".strip(), kind, f"{LIKELY}: a value each", each_of(column)
        )
        edge.set(record.name, record_of(record), SURE, f"the {record.name} of the row")
        edge.set("competency", record_of(skill), SURE, "the value; its level is not stated")
        if importance:
            edge.set("importance", flow({"constant": importance}), LIKELY, "the column is called so")
        elif level := self._take(LEVEL, record.kind):
            self._levelled(edge, level, f"the level of the {record.name}, taken for each; ")
        self.sketch.records += [skill, edge]

    def _levelled(self, edge: Proposed, level: Profile, why: str = "") -> None:
        """Gives what joins a competency to something its level, where the words for levels are known."""
        if order := ordered(level.words):
            self._scale(order)
            values = flow({scalar(text): slug(text) for text in order})
            why += "check the order of the levels above; other words are reported and left out"
            edge.set("level", flow({"column": scalar(level.name), "values": values}), GUESS, why)
        else:
            self._rest[level.name] = level

    def _level_column(self, word: str | None) -> Profile | None:
        return self._take(f"{word} level|level|proficiency|{word} proficiency") if word else None

    def _edge(self, kind: Kind, one: Proposed, skill: Proposed, level: Profile | None) -> None:
        edge = Proposed(kind.value.casefold(), kind, f"{LIKELY}: each row names both")
        edge.set("role" if kind is Kind.REQUIREMENT else "course", record_of(one), SURE, "of the row")
        edge.set("competency", record_of(skill), SURE, "of the row")
        if level:
            self._levelled(edge, level)
        if kind is Kind.REQUIREMENT:
            edge.set("importance", "{constant: essential}", GUESS, "the table does not say essential or desirable")
        self.sketch.records.append(edge)


def _dated(column: Profile) -> str:
    """The YAML of a column of dates."""
    order = days(column.texts)
    return flow({"column": scalar(column.name), "date": order}) if order else scalar(column.name)


def _unplaced(column: Profile) -> str:
    if column.nested:
        return "holds objects; keep them under “extra:” if they matter"
    if column.all(CODE):
        return "codes; a look-up in another table may say what they mean (see docs/mapping.md)"
    if column.words:
        words = listed([quoted(text, 25) for text in column.words], "and")
        return f"not placed; it {'always says' if len(column.words) == 1 else 'holds only'} {words}"
    return "not placed; map it to a field, or keep it under “extra:”"
