"""Who supports an idea before it is judged: on-line with the edition's ways of saying who one is, and on paper."""
