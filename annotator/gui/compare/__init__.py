"""Compare mode: how far annotators agree, as figures that lead to their cases. Made when first entered."""
