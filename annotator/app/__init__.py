"""The running program without its widgets: session, focus, jobs, settings (QtCore and QtGui only)."""
