"""The vote: who may, sealed ballots, receipts, paper, what the commission does. Ballots are rows, never objects."""
