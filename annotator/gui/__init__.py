"""The window: widgets that read, repaint and hand the user's acts to the session."""
