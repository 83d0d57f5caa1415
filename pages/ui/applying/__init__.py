"""The parts of the Apply page: the ways to choose from, the question before, the result."""
