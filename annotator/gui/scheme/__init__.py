"""The scheme editor: a dialog over a draft of the scheme, one page each for labels, attributes and link types."""
