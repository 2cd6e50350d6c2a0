"""Declared facts: every number an edition may print, computed from one catalogue of expressions over subjects.

subject.py     what a fact is of: unit or group of units, period, list, base, measure
interval.py    how exactly a figure is known, and comparisons that are yes, no or open
expression.py  the algebra that declarations are written in
catalogue.py   the declarations, the whole vocabulary of the suite
reported.py    what one list says of one unit; leaves.py makes facts of it, which rest on no other fact
evaluate.py    a concept of a subject: value, inputs, sources, formula, all derived from the declaration
printing.py    the text of a figure, which follows from the width of its interval
ledger.py      the facts that an edition used, as others can recompute them
"""
