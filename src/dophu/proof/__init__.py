"""What anyone needs to hold a ledger against itself: an evaluator, a parser of printed figures, a schema."""
