"""Exits with 0 where the explorer of this container answers on the port that is named, and with 1 where it does not."""

import sys
from http.client import HTTPConnection, HTTPException

# Not urllib, which would ask a proxy where the environment names one.
explorer = HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=3)
try:
    explorer.request("GET", "/healthz")
    status = explorer.getresponse().status
except (OSError, HTTPException) as failure:
    sys.exit(f"The explorer does not answer ({failure}).")
sys.exit(status != 200)
