"""scored.xlsx: a quarter's whole calculation as a workbook of live formulas, made by `book.scored_workbook`."""
