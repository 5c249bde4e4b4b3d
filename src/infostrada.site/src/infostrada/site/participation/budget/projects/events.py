"""What happens to projects, for whoever wants to know of it."""

from typing import Any


class ProjectMoved:
    """Something happened to a project: `action` is the word of its step."""

    def __init__(self, project: Any, action: str, words: str) -> None:
        self.object, self.action, self.words = project, action, words
