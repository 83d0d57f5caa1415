"""Generator of the sample campaign: plans the story, renders it, and photographs it."""
