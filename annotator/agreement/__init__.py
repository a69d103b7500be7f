"""How far annotators agree: cases, coefficients, figures. Pure: reads records, knows no file, no SQL, no Qt."""
