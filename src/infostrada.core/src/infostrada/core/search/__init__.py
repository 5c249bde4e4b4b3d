"""Full text in Polish: titles, texts and attachments of every object, kept beside the side index."""

from infostrada.core.search.finding import Answer
from infostrada.core.search.finding import find
from infostrada.core.search.finding import Hit


__all__ = ["Answer", "Hit", "find"]
