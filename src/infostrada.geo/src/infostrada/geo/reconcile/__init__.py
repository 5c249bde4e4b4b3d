"""Repairs the mirror after what no commit protocol covers: a crash between commits, an undo."""
