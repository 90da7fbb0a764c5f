"""The raw answers of a survey: a SQLite file of their own, which only its owner may read, and which is deleted whole.

They never enter the graph. A file holds the answers to one questionnaire, which of them a release has counted, and
the tables of each release as they were published.
"""

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from kmgraph.errors import UsageError
from kmgraph.survey.answers import Answers
from kmgraph.survey.tables import Respondent
from kmgraph.wording import quoted

APPLICATION = 0x6B6D7376
"""What marks a SQLite file as one of answers: “kmsv”."""
VERSION = 1
OWNER_ONLY = 0o600
WAIT = 30.0
"""Seconds to wait for somebody else's load."""
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE loads (digest TEXT PRIMARY KEY, loaded TEXT NOT NULL);
CREATE TABLE people (
    number TEXT UNIQUE, said TEXT NOT NULL, release TEXT REFERENCES releases (name)
);
CREATE TABLE releases (name TEXT PRIMARY KEY, released TEXT NOT NULL, digest TEXT NOT NULL, tables TEXT NOT NULL);
"""


class Loaded(NamedTuple):
    """What loading a file of answers did."""

    people: int
    """Sets of answers that were added."""
    known: int
    """Sets of answers that were there before, and are left as they are."""
    without_consent: int
    withdrawn: int
    """Sets of answers that were there before, and are deleted, as their consent is gone."""
    without_answers: int = 0
    """Sets of answers that say nothing of a competency, such as most releases do not count."""

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "loaded": self.people,
            "known": self.known,
            "without_consent": self.without_consent,
            "withdrawn": self.withdrawn,
            "without_answers": self.without_answers,
        }


class Release(NamedTuple):
    """What was published, as it was published."""

    name: str
    released: str
    """The day, in UTC."""
    digest: str
    """Of the answers that it counts."""
    tables: dict[str, Any]


class Kept:
    """The file of answers at a path."""

    def __init__(self, path: Path):
        self.path = path

    def load(self, answers: Answers) -> Loaded:
        """Adds the answers of a file, all or none; the file of answers is made where there is none.

        Answers whose number is known from an earlier load are left as they are; they are deleted where the consent is
        gone since. What was published with them stays published.

        Raises:
            UsageError: the same file was loaded before, nobody can tell whether the answers were, they are to another
                questionnaire, or the path is no file of answers.
        """
        with self._opened(create=True) as file:
            told = json.dumps(answers.questions.as_json(), sort_keys=True)
            before = self._about(file)
            if before.setdefault("questions", told) != told:
                raise UsageError(
                    f"{quoted(self.path, 200)} holds answers to other questions: its framework has changed since, or "
                    "is another. Load into another file."
                )
            salt = before.setdefault("salt", secrets.token_hex(16))
            file.executemany("INSERT OR IGNORE INTO about VALUES (?, ?)", before.items())
            if file.execute("SELECT 1 FROM loads WHERE digest = ?", [answers.digest]).fetchone():
                told = "was loaded before, so it is not loaded again. Delete the file of answers to begin anew."
                raise UsageError(f"{quoted(answers.path, 200)} {told}")
            rows = [(_veiled(salt, one.respondent), json.dumps(one.said, sort_keys=True)) for one in answers.people]
            secrets.SystemRandom().shuffle(rows)
            known = {number for (number,) in file.execute("SELECT number FROM people")}
            if known and None in known.union(number for number, _said in rows):
                told = (
                    "Give each set of answers the number that the survey tool gives it, and begin a new file with them."
                )
                raise UsageError(
                    "Without respondent numbers, nobody can tell these answers from those in "
                    f"{quoted(self.path, 200)}: some might count twice. {told}"
                )
            new = [row for row in rows if row[0] not in known]
            file.executemany("INSERT INTO people (number, said) VALUES (?, ?)", new)
            file.execute("INSERT INTO loads VALUES (?, ?)", [answers.digest, _today()])
            withdrawn = _forget(file, {_veiled(salt, number) for number in answers.withdrawn})
        known_before = len(rows) - len(new)
        return Loaded(len(new), known_before, answers.without_consent, withdrawn, answers.without_answers)

    def questions(self) -> dict[str, Any]:
        """The questionnaire to which these are answers, as `Questionnaire.as_json` tells it.

        Raises:
            UsageError: the path is no file of answers.
        """
        with self._opened() as file:
            said: dict[str, Any] = json.loads(self._about(file)["questions"])
            return said

    def release(self, name: str) -> Release | None:
        """What was published under a name, or None.

        Raises:
            UsageError: the path is no file of answers.
        """
        with self._opened() as file:
            found = file.execute("SELECT * FROM releases WHERE name = ?", [name]).fetchone()
            return Release(found[0], found[1], found[2], json.loads(found[3])) if found else None

    def unreleased(self) -> list[Respondent]:
        """The answers that no release has counted.

        Raises:
            UsageError: the path is no file of answers.
        """
        with self._opened() as file:
            return [Respondent(*json.loads(said)) for said in _unreleased(file)]

    def freeze(self, name: str, people: Sequence[Respondent], tables: dict[str, Any]) -> Release:
        """Keeps the tables of these answers, all that no release has counted yet, as a release.

        Raises:
            UsageError: somebody has loaded or released meanwhile.
        """
        with self._opened() as file:
            said = _unreleased(file)
            known = file.execute("SELECT 1 FROM releases WHERE name = ?", [name]).fetchone()
            if known or [Respondent(*json.loads(one)) for one in said] != list(people):
                raise UsageError("Somebody has changed the answers meanwhile; nothing was released. Ask again.")
            salt = bytes.fromhex(self._about(file)["salt"])  # so that nobody finds the answers by trying
            digest = hashlib.blake2b("\n".join(sorted(said)).encode(), key=salt, digest_size=16).hexdigest()
            kept = Release(name, _today(), digest, tables)
            file.execute("INSERT INTO releases VALUES (?, ?, ?, ?)", [*kept[:3], json.dumps(tables)])
            file.execute("UPDATE people SET release = ? WHERE release IS NULL", [name])
            return kept

    def _about(self, file: sqlite3.Connection) -> dict[str, str]:
        return dict(file.execute("SELECT name, value FROM about"))

    @contextmanager
    def _opened(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        """The file within one transaction, which an error undoes; it leaves an empty file where there was none."""
        try:
            if create:
                with suppress(FileExistsError):
                    os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
            if not self.path.is_file():
                self.path.stat()
                raise UsageError(f"{quoted(self.path, 200)} is not a file. Give the file of answers.")
            address = f"{self.path.absolute().as_uri()}?mode=rw"
            with closing(sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)) as file:
                file.execute("PRAGMA secure_delete = ON")
                file.execute("BEGIN IMMEDIATE")
                self._prepare(file, create=create)
                yield file
                file.execute("COMMIT")
        except OSError as failure:
            why = failure.strerror or failure
            raise UsageError(f"{quoted(self.path, 200)} cannot be used: {why}. Mend the path.") from None
        except sqlite3.Error as failure:
            raise UsageError(f"{quoted(self.path, 200)} {_told(failure)}") from None

    def _prepare(self, file: sqlite3.Connection, *, create: bool) -> None:
        found = [file.execute(f"PRAGMA {what}").fetchone()[0] for what in ("application_id", "user_version")]
        new = create and found == [0, 0] and file.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        if not new and found != [APPLICATION, VERSION]:
            told = "is no file of survey answers that this version knows. Give another path: nothing was written."
            raise UsageError(f"{quoted(self.path, 200)} {told}")
        self.path.chmod(OWNER_ONLY)
        if new:
            for statement in filter(str.strip, SCHEMA.split(";")):
                file.execute(statement)
            file.execute(f"PRAGMA application_id = {APPLICATION}")
            file.execute(f"PRAGMA user_version = {VERSION}")


def _told(failure: sqlite3.Error) -> str:
    """What is wrong with the file, as the end of a sentence, and the remedy."""
    name = getattr(failure, "sqlite_errorname", "SQLITE_NOTADB")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "is in use. Wait until the other command has ended, then try again."
    if name.startswith("SQLITE_CORRUPT"):
        return "is damaged. Take a copy of it from before, or delete it and load the answers again."
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")):
        return f"cannot be used: {failure}. Make room, or mend the rights to it; nothing was changed."
    return "is no file of survey answers. Give one that “kmgraph survey load” made."


def _unreleased(file: sqlite3.Connection) -> list[str]:
    return [said for (said,) in file.execute("SELECT said FROM people WHERE release IS NULL ORDER BY said")]


def _forget(file: sqlite3.Connection, numbers: set[str | None]) -> int:
    """Deletes what some respondents said; how many had said something.

    Of those whom a release has counted, the veiled number stays: no later release may count them a second time.
    """
    gone = [[number] for number in sorted(filter(None, numbers))]
    told = "UPDATE people SET said = '' WHERE number = ? AND said <> ''"
    emptied = file.executemany(told, gone).rowcount if gone else 0
    file.execute("DELETE FROM people WHERE said = '' AND release IS NULL")
    return emptied


def _veiled(salt: str, number: str | None) -> str | None:
    """A number of a survey tool so that it can be known again, but not read."""
    return number and hashlib.blake2b(number.encode(), key=bytes.fromhex(salt), digest_size=16).hexdigest()


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
