"""The accessibility statement of an office and its bulletin, kept by the office's own administrator."""
