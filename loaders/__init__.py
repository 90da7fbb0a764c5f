"""Loaders: one module a format, each a generator of entries and problems, registered as an entry point."""
