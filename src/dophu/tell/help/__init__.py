"""Help while a notebook is written: what prose may say in this edition, what a fact is, what the report can do.

names        what an author may call, with its present value: for lists, completion and errors
looking      facts and reports shown as cards, to be looked at; nothing of them prints
completion   what fits at a place of a cell
hints        what a cell has shown that will not print, and the line that prints it
kernel       the above in IPython's kernels: Tab, Shift+Tab, and after each cell
"""
