"""Real third-party files, which stand beside the repository and are never copied into it."""

import os
from pathlib import Path

from tests.conftest import do_without

FOLDER = Path(os.environ.get("KMGRAPH_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
"""Where they are: beside the repository, unless the environment says otherwise."""


def shared(name: str) -> Path:
    """A file or folder of real data; the test is skipped without it, or fails where it is required.

    Tests that call it carry `pytest.mark.shared_data`.
    """
    if not (FOLDER / name).exists():
        do_without("KMGRAPH_REQUIRE_SHARED_DATA", f"there is no {name} in the folder of real data, ../shared/data")
    return FOLDER / name
