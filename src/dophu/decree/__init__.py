"""A letter, anybody's, measured against Decree 30/2020/NĐ-CP clause by clause.

Two readers, `docx` and `pdf`, give one list of lines (`paper`); `parts` finds the elements among them; `judge` holds
each rule of `rules.csv` against them; `told` says what was found.
"""
