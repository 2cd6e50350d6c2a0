"""One reader for each form in which files arrive: bytes in, a Workbook of cells out."""
