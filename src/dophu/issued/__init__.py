"""The life of a letter: what was issued, frozen by content, and the register that says so."""
