"""Checking a file of answers: what is wrong with it and how many would count; nothing of what people said is kept."""

import re
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app import markup, parts
from app.catalogue import _, ngettext
from app.markup import tag
from app.profile import upload
from app.waiting import patiently
from kmgraph.errors import Problem, UsageError
from kmgraph.personal import FEWEST
from kmgraph.survey import Questionnaire, answers_in
from kmgraph.wording import listed, quoted

LARGEST = 5_000_000
"""Bytes in a file of answers that is brought here."""
MOST = 200
"""Places to mend that are shown."""
QUOTED = re.compile("“.*?”(?= is no level of “[^“”]*”\\.$)|“.*”")
"""What a message quotes of a cell, which may hold quotation marks of its own."""
QUIET = _(
    "What a cell says is shown as “…”, because people wrote it. Look for it in your file, by its row and column. "
    "Headings of columns are shown until you forget this check."
)
NO_MORE = _(
    "Some people may wish for a level that they hold already. Such a wish counts as it is. The command that loads the "
    "answers tells you in which rows that is so."
)
CHECKED = "survey-checked"
COMMANDS = """kmgraph survey load answers.csv --to answers.sqlite
kmgraph survey report answers.sqlite --release 2027-spring -o release
kmgraph load release/graph"""
TABLES = (
    _("How many answered: by nation, by kind of organisation and by type of role, one at a time."),
    _("How many hold each competency, by level."),
    _("How many would like to reach each competency, by level."),
    _("How many hold each competency at any level, by nation."),
    _("How many would like to reach any level of each competency, by kind of organisation."),
)
"""What a release publishes."""


class Checked(NamedTuple):
    """What a check came to: counts and places to mend, never answers."""

    file: str
    framework: str
    people: int
    without_consent: int
    problems: tuple[Problem, ...]
    """The first, without what cells say."""
    wrong: int
    """How many places to mend there are in all."""
    ok: bool
    skipped: tuple[str, ...]
    """The headings of columns that the survey tool adds, of which nothing was read."""


def check(known: list[Questionnaire]) -> None:
    """A field for a file of answers, and what a check of it comes to."""
    said = _(
        "See whether a file of answers can be loaded, before you load it. Answers are read in memory. They are let go "
        "of as soon as they are checked, and enter neither the data nor a disk."
    )
    parts.show(parts.paragraph(said))
    file = st.file_uploader(
        _("Bring the answers that your survey tool exported: CSV or XLSX, at most {n} MB").format(n=LARGEST // 10**6),
        key=f"upload-survey-{st.session_state.setdefault('uploads', 0)}",
        max_upload_size=LARGEST // 10**6,
        help=_("It is read in memory and never written to a disk."),
    )
    if file is not None:
        st.session_state[CHECKED] = _read(file, known)
        upload.drop(file.file_id)
        st.rerun()
    told: Checked | UsageError | None = st.session_state.get(CHECKED)
    if isinstance(told, UsageError):
        st.error(markup.plain(str(told)))
    elif told is not None:
        _tell(told)
    _publish()


def _read(file: UploadedFile, known: list[Questionnaire]) -> Checked | UsageError:
    name, content = file.name, file.getvalue()

    def read() -> Checked | UsageError:
        try:
            found = answers_in(name, content, known)
        except UsageError as wrong:
            return wrong.with_traceback(None)
        label = found.questions.label
        first = tuple(map(_unquoted, found.problems[:MOST]))
        people, none = len(found.people), found.without_consent
        skipped = tuple(dict.fromkeys(found.skipped))
        return Checked(name, label, people, none, first, len(found.problems), found.ok, skipped)

    return patiently(read, asked=file.file_id, doing=_("Checking the answers."), reads=True)


def _unquoted(problem: Problem) -> Problem:
    """A problem without what its cell says; a heading stays, because it tells where the column is."""
    if problem.place.line is None or (problem.column and quoted(problem.column) in problem.message):
        return problem
    return problem._replace(message=QUOTED.sub("“…”", problem.message, count=1), value=None)


def _tell(told: Checked) -> None:
    parts.heading(_("What the check found"))
    if told.ok:
        st.success(markup.plain(_good(told)))
    else:
        many = ngettext("{n} place to mend.", "{n} places to mend.", told.wrong).format(n=f"{told.wrong:,}")
        whole = _("Nothing of {file} can be loaded yet: {many} A file is loaded as a whole, or not at all.")
        st.error(markup.plain(whole.format(file=told.file, many=many)))
    if told.without_consent:
        parts.show(parts.paragraph(_without(told.without_consent)))
    if told.skipped:
        parts.show(parts.paragraph(_not_read(told.skipped)))
    if told.ok:
        parts.show(parts.paragraph(NO_MORE))
    if told.problems:
        parts.show(parts.paragraph(QUIET))
        head = [_("Where"), _("What is wrong"), _("How to mend it")]
        rows = [[_where(one), one.message, one.hint] for one in told.problems]
        parts.show(markup.table(_("Places to mend in {file}").format(file=told.file), head, rows))
        if told.wrong > len(told.problems):
            more = _("{n} more are not shown. Mend these first.").format(n=f"{told.wrong - len(told.problems):,}")
            parts.show(parts.paragraph(more, "quiet"))
    st.button(_("Forget this check"), on_click=forget)


def _good(told: Checked) -> str:
    said = ngettext(
        "{file} can be loaded. It holds {n} set of answers about {framework}.",
        "{file} can be loaded. It holds {n} sets of answers about {framework}.",
        told.people,
    ).format(file=told.file, n=f"{told.people:,}", framework=told.framework)
    if told.people >= FEWEST:
        return said
    few = _("That is too few to publish: {n} new sets of answers are the fewest.").format(n=FEWEST)
    return f"{said} {few}"


def _without(number: int) -> str:
    return ngettext(
        "{n} row does not give consent. It is counted here, and its answers were not looked at.",
        "{n} rows do not give consent. They are counted here, and their answers were not looked at.",
        number,
    ).format(n=f"{number:,}")


def _not_read(headings: tuple[str, ...]) -> str:
    return ngettext(
        "The column {names} was not read. Survey tools add it themselves.",
        "The columns {names} were not read. Survey tools add them themselves.",
        len(headings),
    ).format(names=listed(list(map(quoted, headings)), _("and")))


def _where(problem: Problem) -> str:
    line, column = problem.place.line, problem.column
    sheet = problem.place.source.partition(", sheet ")[2]
    told = _("Row {line}").format(line=line) if line else _("The whole file")
    if sheet:
        told = _("{where}, sheet {sheet}").format(where=told, sheet=sheet)
    return _("{where}, column {column}").format(where=told, column=column) if column else told


def _publish() -> None:
    parts.heading(_("How answers are published"))
    why = _(
        "This page shows no figures from a file. Each set of answers may count in one release only: two sets of "
        "figures that overlap could be subtracted, and show what one person said. So a release is made once, by a "
        "command, which keeps it as it was published."
    )
    how = _("In a terminal, load the answers into a file of their own. Then publish, and load what was published:")
    tables = _("A release is always the same tables, in which groups of fewer than {n} people are not shown:")
    delete = _("When you no longer need the answers, delete answers.sqlite and the file that you brought.")
    parts.show(
        parts.paragraph(why),
        parts.paragraph(how),
        tag("pre", COMMANDS, tabindex="0", class_="km-commands"),
        parts.paragraph(delete),
        parts.paragraph(tables.format(n=FEWEST)),
        markup.listing(TABLES),
    )


def forget() -> None:
    """Lets go of what a check came to."""
    st.session_state.pop(CHECKED, None)
