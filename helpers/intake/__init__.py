"""The reception: what departments send (workbooks, CSV, database rows), read, held against rules, made into tables.

Floor 2 of the house: knows the rules of `assess` and the folders, nothing of words, pages or the command line. Nothing
here writes a file of the quarter: a plan of what would change is handed to the desk, which asks and writes.
"""

KEEP, CLEAR = "keep", "clear"  # what becomes of a figure that was taken in and is not sent any more
