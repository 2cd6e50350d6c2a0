"""From an executed notebook to the document every format is written from, and the gates before release."""
