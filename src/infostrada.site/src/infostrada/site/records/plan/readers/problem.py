"""The one way a reader says that a file cannot be read."""


class UnreadablePlanError(Exception):
    """A file that holds no readable plan: machine word, file, line (0 = the whole) and field."""

    def __init__(self, reason: str, *, file: str, line: int = 0, field: str = "file") -> None:
        super().__init__(f"{file}:{line}: {field}: {reason}")
        self.reason = reason
        self.file = file
        self.line = line
        self.field = field
