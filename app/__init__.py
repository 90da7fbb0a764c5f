"""The explorer: the graph in a browser, for people who would rather look than type commands."""
