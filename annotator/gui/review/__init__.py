"""Review mode: the queue of cases, the case at hand, the bar above, lanes beside the text. Made when first entered."""
