"""Text to records and back: one module per format, all of them in the FORMATS table."""
