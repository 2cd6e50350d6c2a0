"""The only readers of `data/` and `params/`: typed tables in, findings by file, row and column out."""
