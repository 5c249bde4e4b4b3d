"""Answers for maps and programs under `@@geo`: each from one SQL statement, none from objects."""
