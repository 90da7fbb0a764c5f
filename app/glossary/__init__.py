"""The words of the field and of the explorer: what each means, and how it is explained where it stands."""

from app.glossary.explained import term, words_here

__all__ = ["term", "words_here"]
