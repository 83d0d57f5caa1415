"""Find, judge and account for near-duplicate pictures."""
