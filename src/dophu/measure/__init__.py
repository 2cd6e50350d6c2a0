"""Rates, ranks, gaps and pace: pure functions over exact numbers, and the ledger of what may be printed."""
