"""How sure an answer is, as tables and sentences for a terminal."""

from kmgraph.cli.tables import print_table, say
from kmgraph.planner.certainty.sure import Sure
from kmgraph.planner.certainty.sure_words import SureWords
from kmgraph.planner.comparison.state import State
from kmgraph.planner.explain import Words
from kmgraph.planner.phrases import amount


def print_sure(words: Words, sure: Sure) -> None:
    """In how many plans each step is, what that hinges on, and how often each need comes out how."""
    said, label = SureWords(words, sure), words.graph.label
    intro, *more = said.sentences()
    say(intro)
    say("")
    if not sure.proposals:
        return
    print_table(
        f"How sure each step is, in {amount(sure.runs)} plans",
        ("", "learning", "in plans"),
        [(str(number), one.step.course.label, amount(one.times)) for number, one in enumerate(sure.steps, 1)],
    )
    for number, one in enumerate(sure.steps, 1):
        say(f"{number}. {said.step(one)}")
    say("")
    print_table(
        f"How sure each need is, in {amount(sure.runs)} plans",
        ("competency", "the role needs", *map(str, State)),
        [
            (
                label(one.need.competency),
                words.needed(one.need),
                *(amount(one.times.get(state, 0)) for state in State),
            )
            for one in sure.needs
        ],
    )
    for sentence in more:
        say(sentence)
