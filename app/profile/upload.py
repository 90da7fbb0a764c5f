"""Bringing a file: what is wrong with it, what it would change, and the change itself, which is asked for first."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app import data, markup, parts, state
from app.catalogue import _, ngettext
from app.profile import own
from app.profile.answer import name
from app.question import OWN
from app.waiting import patiently
from kmgraph.errors import DataError, Problem, UsageError
from kmgraph.planner import Planner
from kmgraph.profile import LARGEST, Own, read_own

ADD, AFRESH = "add", "afresh"
WAYS = {
    ADD: _("Add it to what I said. Where both say something, the file counts."),
    AFRESH: _("Start afresh: only what the file says counts."),
}


@dataclass(frozen=True)
class Change:
    """What would be said after a file is taken in."""

    told: Own
    changes: dict[str, str]
    done: frozenset[str]

    def rows(self, planner: Planner) -> list[list[str]]:
        """What would change: of what, from what, to what."""
        graph, now = planner.graph, state.changes(OWN)
        differ = [iri for iri in now.keys() | self.changes.keys() if now.get(iri) != self.changes.get(iri)]
        told = [
            [graph.label(iri), *(_word(planner, iri, said.get(iri)) for said in (now, self.changes))]
            for iri in sorted(differ, key=lambda iri: (graph.label(iri).casefold(), iri))
        ]
        for iri in sorted(state.done() ^ self.done, key=graph.label):
            words = [_("not done"), _("done")]
            told.append([graph.label(iri), *(words if iri in self.done else reversed(words))])
        return told


def bring(planner: Planner) -> None:
    """A field for a file, and what would change with it."""
    before, place = st.session_state.pop("brought-back", None), st.empty()
    if before:
        place.success(before)
    number = st.session_state.setdefault("uploads", 0)
    file = st.file_uploader(
        _("Bring a file: CSV or JSON, at most {n} MB").format(n=LARGEST // 10**6),
        key=f"upload-{number}",
        max_upload_size=LARGEST // 10**6,
        help=_("It is read in memory and never written to a disk."),
    )
    if file is None:
        return
    (told,) = read(planner, [file])
    if isinstance(told, DataError):
        refuse(told)
    elif isinstance(told, UsageError):
        st.error(markup.plain(str(told)))
    else:
        _preview(planner, told, file)


def read(planner: Planner, files: Sequence[UploadedFile]) -> list[Own | DataError | UsageError]:
    """What each file says, or why it cannot be read: files are read once, whatever comes of it."""
    called, held = data.called(), [(file.name, file.getvalue()) for file in files]

    def own_of(name: str, content: bytes) -> Own | DataError | UsageError:
        try:
            return read_own(name, content, called, planner.levels)
        except (DataError, UsageError) as wrong:
            return wrong.with_traceback(None)

    return patiently(
        lambda: [own_of(*one) for one in held],
        asked=([file.file_id for file in files], data.content()),
        doing=ngettext("Reading your file.", "Reading your files.", len(files)),
        reads=True,
        keep="upload",
    )


def refuse(wrong: DataError) -> None:
    """Says what is wrong with a file, place by place."""
    st.error(markup.plain(f"{wrong} {_('Nothing of it was taken in. Mend the file and bring it again.')}"))
    if wrong.problems:
        head = [_("Where"), _("What is wrong"), _("How to mend it")]
        parts.show(markup.table(_("Places to mend"), head, map(_told, sorted(wrong.problems, key=_row))))


def _row(problem: Problem) -> int:
    return problem.place.line or 0


def _told(problem: Problem) -> list[str]:
    line, column, message = problem.place.line, problem.column, problem.message
    if line is None:
        where = problem.place.source.rpartition(", ")[2]
    elif column:
        where = _("Row {line}, column {column}").format(line=line, column=column)
    else:
        where = _("Row {line}").format(line=line)
    hint = problem.hint
    if "kmgraph find" in hint or not hint:  # what the command line would do
        hint = _("Write the name as it stands on the page of competencies or of training.")
    return [where, message, hint]


def _preview(planner: Planner, told: Own, file: UploadedFile) -> None:
    way = ADD
    if not own.is_empty():
        way = st.radio(_("What should the file do?"), list(WAYS), format_func=lambda one: WAYS[one], key="upload-way")
    change = _change(told, afresh=way == AFRESH)
    rows = change.rows(planner)
    if told.plan:
        parts.show(parts.paragraph(_("The file holds a plan with its steps. It becomes the plan that you keep.")))
    if not rows and not told.plan:
        st.info(_("The file says the same as you said here. Nothing would change."))
        return
    if rows:
        head = [_("What"), _("Now"), _("Then")]
        parts.show(markup.table(_("What would change"), head, rows))
    st.button(_("Take it in"), type="primary", on_click=_take, args=(change, len(rows), file.file_id))


def _change(told: Own, *, afresh: bool) -> Change:
    before = {} if afresh else state.changes(OWN)
    courses = told.courses if afresh else told.courses | state.done()
    return Change(told, {**before, **own.said(told)}, frozenset(courses))


def _take(change: Change, number: int, file: str) -> None:
    own.take(change.changes, change.done, change.told)
    drop(file)
    st.session_state["brought-back"] = _taken(number, with_plan=change.told.plan is not None)


def _taken(number: int, *, with_plan: bool) -> str:
    if not with_plan:
        told = ngettext("Taken in: {n} answer changed.", "Taken in: {n} answers changed.", number)
    elif number:
        told = ngettext(
            "Taken in: {n} answer changed. The plan of the file is now the plan that you keep.",
            "Taken in: {n} answers changed. The plan of the file is now the plan that you keep.",
            number,
        )
    else:
        told = _("Taken in: the plan of the file is now the plan that you keep.")
    return told.format(n=number)


def drop(file: str | None = None) -> None:
    """Lets go of a file that was brought: the field is a new one, and the server keeps nothing of the old."""
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.session_state.get("remembered", {}).pop("upload", None)
    here = get_script_run_ctx()
    if here is not None and isinstance(here.uploaded_file_mgr, MemoryUploadedFileManager):
        for one in [file] if file else _held():
            here.uploaded_file_mgr.remove_file(here.session_id, one)


def _held() -> list[str]:
    fields = [held for name, held in st.session_state.items() if str(name).startswith("upload-")]
    every = [one for held in fields for one in (held if isinstance(held, list) else [held])]
    return [one.file_id for one in every if isinstance(one, UploadedFile)]


def _word(planner: Planner, competency: str, said: str | None) -> str:
    return name(planner, competency, said) if said else _("nothing said")
