"""Prose with facts, figures with alternative text, letterheads: values that show themselves in Jupyter."""
