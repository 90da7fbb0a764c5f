"""A small data set as tables, and how to write it with something changed."""

from pathlib import Path

from kmgraph.model import iri
from kmgraph.vocabulary import Kind

SOURCE = "small"
DATASET = iri(Kind.SOURCE, SOURCE, SOURCE)
TABLES = {
    "dataset": "id,title,licence\nsmall,A small data set,CC0\n",
    "scales": "id,label\nsteps,Steps\nstars,Stars\n",
    "levels": "id,label,scale,order\nlow,Low,steps,1\nhigh,High,steps,2\none-star,One star,stars,1\n",
    "frameworks": "id,label,scale\ncore,Core,steps\nloose,Loose,\n",
    "competencies": "id,label,framework,type\nwriting,Writing,core,skill\nlistening,Listening,core,skill\n"
    "patience,Patience,loose,\n",
    "roles": "id,label\nofficer,Officer\nmanager,Manager\n",
    "requirements": "role,competency,level,importance\nofficer,writing,low,essential\n"
    "manager,writing,high,essential\nmanager,listening,low,desirable\n",
    "courses": "id,label,type,fee,currency\ncraft,The craft of writing,course,10,GBP\near,An open ear,workshop,,\n",
    "teaches": "course,competency,level\ncraft,writing,high\near,listening,low\n",
}


def write(folder: Path, **changed: str | bytes | None) -> Path:
    """Writes the small data set into a folder, some tables changed, added or (None) left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (TABLES | changed).items():
        if text is not None:
            (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def name(kind: Kind, slug: str) -> str:
    """The IRI of a record of the small data set."""
    return iri(kind, SOURCE, slug)
