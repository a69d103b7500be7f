"""Annotator: mark up articles for fact-checking.

The layer rule, held by import-linter contracts in ``pyproject.toml``:

    gui  >  app  >  edit  >  (formats | agreement | suggest | store)  >  core

An arrow to the right is the only import allowed. The four siblings never import one another; ``edit`` joins
them. No PySide6 below ``app``, no QtWidgets outside ``gui``, no SQLite outside ``store``. The command line
(``cli``) uses ``edit`` and below, and ``gui`` only inside the command that opens the window.
"""

__version__ = "0.1.0"
