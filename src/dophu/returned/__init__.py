"""A letter that came back from a word processor, held against what was told, and its words taken back."""
