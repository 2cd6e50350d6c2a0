"""Spreadsheets as people send them, read into tidy rows: nothing is guessed, nothing is lost without a word."""
