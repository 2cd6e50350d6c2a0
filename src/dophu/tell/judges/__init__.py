"""Judges of typed claims, a subject each: what speaks against a claim, or nothing when a fact bears it out."""
