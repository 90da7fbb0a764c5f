"""`kmgraph survey`: ask people what they hold and wish, keep answers apart, and publish counts that show nobody.

With `--json`, `template` prints "framework", "label", "competencies", "not_asked" and "files"; `load` prints "ok",
"loaded", "known", "without_consent", "withdrawn", "without_answers", "idle_wishes" (for no more than is held),
"not_read" (the headings of columns that the survey tool adds) and "problems"; `report` prints what `release_json`
promises (kmgraph/survey/release.py) and "files".
"""

from collections.abc import Iterator
from pathlib import Path

import click

from kmgraph.cli.options import NameOf, as_json_option, open_store
from kmgraph.cli.output import print_json, print_line, tell, tell_problems
from kmgraph.load.problems import Problems
from kmgraph.survey import Kept, questionnaire, questionnaires, read_answers, release, write_release, write_template
from kmgraph.survey.answers import Answers
from kmgraph.survey.kept import Loaded
from kmgraph.survey.question import RESPONDENT
from kmgraph.survey.release import NOT_SHOWN, refuse_existing, release_json
from kmgraph.survey.template import ENOUGH, not_asked
from kmgraph.survey.tool import is_number
from kmgraph.vocabulary import Kind
from kmgraph.wording import listed, quoted

FRAMEWORK = click.option("--framework", metavar="NAME", type=NameOf(Kind.FRAMEWORK),
                         help="The framework that the survey is about, where it is not plain.")  # fmt: skip
FILE = click.Path(path_type=Path, dir_okay=False)
LINES = 10
"""Lines of a file that one sentence names."""


@click.group()
def survey() -> None:
    """Ask people what they hold and what they wish for; publish counts, never people.

    Raw answers go to a file of their own, never into the graph. To delete them, delete that file.
    """


@survey.command("template")
@click.option("-o", "--output", required=True, type=FILE, metavar="FILE", help="Where to: .xlsx, or .csv (two files).")
@FRAMEWORK
@click.option("--force", is_flag=True, help="Replace what is there.")
@as_json_option
@click.pass_context
def template(ctx: click.Context, output: Path, framework: str | None, force: bool, as_json: bool) -> None:
    """Write a questionnaire about a framework, for any survey tool."""
    asked = open_store(ctx).read(lambda reader: questionnaire(reader, framework))
    files = write_template(output, asked, force=force)
    if as_json:
        told = {"framework": asked.framework, "label": asked.label, "competencies": len(asked.asked)}
        print_json({**told, "not_asked": list(asked.attitudes), "files": list(map(str, files))})
        return
    print_line(f"Questions about {len(asked.asked)} competencies of “{asked.label}” written.")
    for file in files:
        print_line(f"  {file}")
    for note in (*not_asked(asked), ENOUGH):
        print_line(note)


@survey.command("load")
@click.argument("file", type=FILE)
@click.option("--to", "kept", required=True, type=FILE, metavar="ANSWERS", help="The file that keeps raw answers.")
@FRAMEWORK
@as_json_option
@click.pass_context
def load(ctx: click.Context, file: Path, kept: Path, framework: str | None, as_json: bool) -> None:
    """Load answers, .csv or .xlsx, into a file of their own: all of them, or none where one has an error.

    Rows without consent are not loaded, only counted, and what was loaded before under their number is deleted. The
    same file is not loaded twice. Answers whose number (column “respondent”) is known already are left as they are.
    """
    asked = open_store(ctx).read(lambda reader: questionnaires(reader, framework))
    answers = read_answers(file, asked)
    problems = Problems()
    for problem in answers.problems:
        problems.add(problem)
    done = Kept(kept).load(answers) if answers.ok else None
    if as_json:
        counts = (done or Loaded(0, 0, answers.without_consent, 0)).as_json()
        counts |= {"idle_wishes": len(answers.idle_wishes), "not_read": answers.skipped}
        counts |= {"problems": [one.as_json() for one in problems.listed()]}
        print_json({"ok": answers.ok, **counts})
    else:
        tell_problems(problems.listed())
        if done:
            print_line(f"Answers loaded: {done.people}. Known before, and left as they are: {done.known}. "
                       f"Without consent, and not loaded: {done.without_consent}. "
                       f"Deleted, as their consent is gone: {done.withdrawn}.")  # fmt: skip
            for said in _noted(answers):
                print_line(said)
            print_line(f"Raw answers are in {kept} only. When you no longer need them, delete that file, and {file}.")
        else:
            tell("Nothing was loaded. Mend what is named above, then give the file again.")
    if not answers.ok:
        ctx.exit(1)


def _noted(answers: Answers) -> Iterator[str]:
    """What was not read of a file, and what no release will count of it."""
    if answers.skipped:
        yield f"Columns of the survey tool, which were not read: {listed(list(map(quoted, answers.skipped)), 'and')}."
    if numbers := [heading for heading in answers.skipped if is_number(heading)]:
        yield (
            f"To load later answers into the same file, too, call the column {quoted(numbers[0])} “{RESPONDENT}” "
            "before you load any: else nobody can tell whose answers are new."
        )
    if idle := len(answers.idle_wishes):
        lines = list(dict.fromkeys(f"{line}" for line in answers.idle_wishes))
        shown = lines if len(lines) <= LINES else [*lines[: LINES - 1], f"{len(lines) - LINES + 1:,} more"]
        yield (
            f"Wishes for no more than the person holds: {idle:,}, on line {listed(shown, 'and')}. They count as "
            "wishes. Where one is a slip, empty its cell, and load the file into a new file of answers."
        )
    if few := answers.without_answers:
        told = "A release leaves them out, unless most people left out most questions."
        yield f"Sets of answers that name no competency: {few}. {told}"


@survey.command("report")
@click.argument("answers", type=FILE)
@click.option("--release", "name", required=True, metavar="NAME", help="What to call it, such as 2027-spring.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="A new folder for the tables.")  # fmt: skip
@as_json_option
def report(answers: Path, name: str, output: Path, as_json: bool) -> None:
    """Publish the answers that came in since the last release, as one fixed set of tables.

    Groups of fewer than five are hidden, and so is all from which one could be worked out. A release never changes:
    asked for again, it is written as it was. Load its figures into the graph with: kmgraph load FOLDER/graph
    """
    refuse_existing(output)
    made = release(Kept(answers), name)
    files = write_release(made, output)
    if as_json:
        print_json({**release_json(made), "files": [str(output / file) for file in files]})
        return
    cells = [cell for table in made.tables["tables"] for row in table["cells"] for cell in row]
    hidden = sum(cell is None for cell in cells)
    print_line(f"Release {made.name}: {made.tables['respondents']} people. Figures: {len(cells)}, of which {hidden} "
               f"are “{NOT_SHOWN}”.")  # fmt: skip
    for file in files:
        print_line(f"  {output / file}")
    for note in made.tables["notes"]:
        print_line(note)
