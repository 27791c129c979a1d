"""The desk, between the wings and the door: what is asked on the command line, turned into reports, tables and answers.

Floor 3 of the house. `request` reads what is asked, `reports` plans and makes briefings, `scores`, `explanation`,
`supposition` and `verification` answer with figures. No progress, no exit codes: those are the door's.
"""
