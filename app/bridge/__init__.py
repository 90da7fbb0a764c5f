"""The bridge page in its parts, from the question down to how far the answer may be relied on."""
