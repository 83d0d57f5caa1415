"""Pages to be sent: a statement for one contributor, as HTML and PDF, and a report for clients.

Each is one file that needs nothing else: no script, no font, no picture and no address outside it.
"""
