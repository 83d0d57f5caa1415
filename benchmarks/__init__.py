"""Speed and memory, measured on the real thing; see README.md beside this file."""
