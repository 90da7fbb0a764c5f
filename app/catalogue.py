"""The texts of the interface, in the language that `KMGRAPH_LANGUAGE` names; English where it has no text.

Every text that people see stands in the code as `_("…")` or `ngettext("…", "…", n)`, whole sentences with named gaps:
`_("From {start} to {goal}").format(start=…, goal=…)`. Babel gathers them into `app/locale/kmgraph.pot`.
"""

from gettext import translation
from pathlib import Path

from kmgraph.settings import language

LOCALE = Path(__file__).with_name("locale")

_texts = translation("kmgraph", LOCALE, languages=[language()], fallback=True)
_, ngettext = _texts.gettext, _texts.ngettext
LANGUAGE = _texts.info().get("language") or "en"
"""The language that the texts are in, as HTML and the language tags of texts name it."""
