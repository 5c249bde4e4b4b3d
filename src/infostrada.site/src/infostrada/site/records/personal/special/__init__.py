"""Cases with special categories of data (RODO art. 9 and 10): who may see them, and every change of that right."""
