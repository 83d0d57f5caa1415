"""The same scene under a moved camera: local features, their geometry, and what it proves."""
