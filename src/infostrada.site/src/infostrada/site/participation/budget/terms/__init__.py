"""What a regulation and an edition say: money, territories, ballots, identity, dates. Plain Python."""
