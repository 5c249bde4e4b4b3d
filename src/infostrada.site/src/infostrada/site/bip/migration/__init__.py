"""Archives of other bulletins taken over, given as tables and files; whole bulletins out and in again."""
