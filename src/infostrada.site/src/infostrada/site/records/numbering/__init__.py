"""Numbers before their records: reserved, used, given back; and the rows of the registers that stand for nothing."""
