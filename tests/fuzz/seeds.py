"""The sources that are spoilt, by format: the own samples, and rows of real files where these are there.

Real files are read in place; what is made of their rows lives in temporary folders only.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.archives import zipped
from tests.fuzz.cells import parsed
from tests.fuzz.draft import Draft
from tests.shared import FOLDER
from tests.tables import TABLES

SAMPLES = Path(__file__).parents[1] / "samples"
EXAMPLES = Path(__file__).parents[2] / "loaders" / "mapped" / "examples"
MORE = {
    "organisations": "id,label,type,nation,url\nguild,The Guild,provider,GB,https://guild.example.org/\n",
    "prerequisites": "course,requires,group\ncraft,ear,\n",
    "expects": "course,competency,level\near,writing,low\n",
    "mappings": "subject,object,object_label,match,status\nwriting,http://data.europa.eu/esco/skill/"
    "00000000-0000-4000-8000-0000000000a1,brew tea,close,sourced\nlistening,patience,,related,proposed\n",
    "journeys": "id,label,basis\nfirst,From here to there,published example\n",
    "steps": "journey,order,activity,role\nfirst,1,role,officer\nfirst,2,role,manager\n",
    "ladders": "id,label,rungs\nway-up,The way up,officer|manager\n",
    "collections": "id,label,members\nall,All of them,writing|listening\n",
    "offerings": "course,starts,ends_on,place,mode\ncraft,2027-05-07,2027-05-08,Leeds,online\n",
    "level_descriptions": "competency,level,text\nwriting,low,Writes a letter.\n",
    "practices": "id,label,competencies,level\nsit-in,Sit in,writing|listening,low\n",
}
"""Tables beside the small data set, one of nearly every kind."""
SYNTAXES = {"N_TRIPLES": "nt", "N_QUADS": "nq", "TRIG": "trig", "N3": "n3", "RDF_XML": "rdf", "JSON_LD": "jsonld"}
ROWS = 60
"""Rows of a large real table that make a seed."""


class Seed(NamedTuple):
    """A source that loads, and the name of the folder in which it stands."""

    name: str
    draft: Draft


def seeds(format: str) -> list[Seed]:
    """All sources of a format."""
    return [seed for make in (SEEDS[format], REAL.get(format, _none)) for seed in make()]


def other() -> Draft:
    """A source that every store holds besides, and that no load may touch."""
    shared = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-0000000000a1,brew tea,core,skill\n"
    tables = TABLES | {"dataset": "id,title\nbystander,A bystander\n", "competencies": TABLES["competencies"] + shared}
    return Draft({f"{name}.csv": text.encode() for name, text in tables.items()}, "")


def _none() -> Iterator[Seed]:
    yield from ()


def _files(folder: Path, *endings: str) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if not endings or file.suffix in endings}


def _each(folder: Path) -> Iterator[Seed]:
    """Each file of a folder by itself."""
    for name, content in _files(folder).items():
        yield Seed(name.replace(".", "-"), Draft({name: content}, name))


def _tables() -> Iterator[Seed]:
    texts = TABLES | MORE
    yield Seed("small", Draft({f"{name}.csv": text.encode() for name, text in texts.items()}, ""))
    yield Seed("workbook", Draft({"small.xlsx": workbook(texts)}, "small.xlsx"))


def workbook(texts: dict[str, str]) -> bytes:
    """A workbook with a sheet for each table, numbers as numbers."""
    import xlsxwriter

    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_numbers": True}) as book:
        book.set_properties({"created": None})
        for name, text in texts.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(csv.reader(io.StringIO(text))):
                sheet.write_row(number, 0, row)
    with zipfile.ZipFile(held) as archive:  # packed anew, since it says when it was packed
        return zipped({part: archive.read(part) for part in archive.namelist()})


def _esco() -> Iterator[Seed]:
    for version in ("1.1", "1.2"):
        files = _files(SAMPLES / "esco" / f"esco-{version}")
        yield Seed(f"esco-{version}", Draft(files, ""))
        relations = {name: content for name, content in files.items() if "elations" in name}
        rest = {name: content for name, content in files.items() if name not in relations}
        zips = {
            "classification.zip": zipped(rest),
            "relations.zip": zipped({f"csv/{name}": text for name, text in relations.items()}),
        }
        yield Seed(f"esco-{version}-zips", Draft(zips, ""))


def _real_esco() -> Iterator[Seed]:
    files = {}
    for file in sorted((FOLDER / "esco-1.1.1").glob("*.zip")):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    files[name] = _first(member.readlines(400_000))
    if files:
        yield Seed("esco-1.1.1", Draft(files, ""))


def _first(lines: list[bytes], many: int = ROWS, start: int = 0) -> bytes:
    """The header and some rows of a table."""
    rows = parsed(b"".join(lines).decode("utf-8-sig"))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([rows[0], *rows[start + 1 : start + 1 + many]])
    return text.getvalue().encode()


def _folder(name: str) -> Callable[[], Iterator[Seed]]:
    def made() -> Iterator[Seed]:
        yield Seed(name, Draft(_files(SAMPLES / name), ""))

    return made


def _ddat() -> Iterator[Seed]:
    yield from _folder("ddat")()
    yield Seed("ddat-alone", Draft(_files(SAMPLES / "ddat"), "roles.csv"))


def _real_ddat() -> Iterator[Seed]:
    folder = FOLDER / "ddat"
    if folder.is_dir():
        lines = {name: content.splitlines(keepends=True) for name, content in _files(folder, ".csv").items()}
        for start in (0, 900):
            files = {name: _first(found, ROWS, start if name == "roles.csv" else 0) for name, found in lines.items()}
            yield Seed(f"ddat-{start}", Draft(files, ""))


def _real_direct() -> Iterator[Seed]:
    if (FOLDER / "direct").is_dir():
        yield Seed("direct-all", Draft(_files(FOLDER / "direct", ".csv"), ""))


def _mvs() -> Iterator[Seed]:
    yield from _folder("mvs")()
    yield from _each(SAMPLES / "mvs")


def _real_mvs() -> Iterator[Seed]:
    for name in ("knowledge_broker", "ethics_advisor"):
        if (file := FOLDER / "mvs" / f"{name}.md").exists():
            yield Seed(name, Draft({file.name: file.read_bytes()}, file.name))


def _case() -> Iterator[Seed]:
    yield from _each(SAMPLES / "case")


def _real_case() -> Iterator[Seed]:
    if (FOLDER / "case").is_dir():
        yield from _each(FOLDER / "case")


def _ctdl() -> Iterator[Seed]:
    yield from _each(SAMPLES / "ctdl")


def _schemaorg() -> Iterator[Seed]:
    yield from _each(SAMPLES / "schemaorg")
    yield from _folder("schemaorg")()


def _skos() -> Iterator[Seed]:
    from pyoxigraph import RdfFormat, parse, serialize

    turtle = (SAMPLES / "skos" / "craft.ttl").read_bytes()
    yield Seed("craft-ttl", Draft({"craft.ttl": turtle}, "craft.ttl"))
    for syntax, ending in SYNTAXES.items():
        written = serialize(parse(turtle, RdfFormat.TURTLE), format=getattr(RdfFormat, syntax))
        name = f"craft.{ending}"
        yield Seed(f"craft-{ending}-again", Draft({name: written or b""}, name))
    yield Seed("craft-packed", Draft({"craft.ttl.gz": gzip.compress(turtle, mtime=0)}, "craft.ttl.gz"))
    yield Seed(
        "craft",
        Draft(
            {
                "craft.ttl": turtle,
                "craft2.nt": serialize(parse(turtle, RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b"",
            },
            "",
        ),
    )


def _mapped() -> Iterator[Seed]:
    files = _files(SAMPLES / "mapped")
    for entry in ("courses.yaml", "spells.yaml"):
        yield Seed(f"mapped-{Path(entry).stem}", Draft(dict(files), entry))
    text = files["spells.yaml"].decode()
    book = files | {
        "spells.xlsx": workbook({"spells": files["spells.csv"].decode()}),
        "spells.yaml": text.replace("spells.csv", "spells.xlsx").encode(),
    }
    yield Seed("mapped-workbook", Draft(book, "spells.yaml"))


def _real_mapped() -> Iterator[Seed]:
    for name in ("oxford-rse", "universe-hpc", "ifg-ministers"):
        if (folder := FOLDER / name).is_dir():
            files = _files(folder)
            cut = {
                file: _first(text.splitlines(keepends=True), 200) if file == "appointment.csv" else text
                for file, text in files.items()
            }
            yield Seed(name, Draft(cut | {f"{name}.yaml": (EXAMPLES / f"{name}.yaml").read_bytes()}, f"{name}.yaml"))


SEEDS: dict[str, Callable[[], Iterator[Seed]]] = {
    "tables": _tables, "esco": _esco, "ddat": _ddat, "direct": _folder("direct"), "mvs": _mvs, "case": _case,
    "ctdl": _ctdl, "schema.org": _schemaorg, "skos": _skos, "mapped": _mapped,
}  # fmt: skip
REAL: dict[str, Callable[[], Iterator[Seed]]] = {
    "esco": _real_esco, "ddat": _real_ddat, "direct": _real_direct, "mvs": _real_mvs, "case": _real_case,
    "mapped": _real_mapped,
}  # fmt: skip
