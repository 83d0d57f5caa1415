"""How well each method tells duplicates from look-alikes, on pictures whose truth is known.

    python -m benchmarks.accuracy [--data DIR --truth FILE] [--methods phash layout] [--sample 50]

`truth` says which pairs are what, `edits` makes copies whose making is known, `campaign` and
`photographs` put data sets together, `contenders` are the methods and their peers, `scenes` the one
that looks at pairs one by one, `scoring` counts, `report` writes the tables.
"""
