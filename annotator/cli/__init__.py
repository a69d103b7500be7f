"""The command line: everything a pipeline needs, without Qt, which is imported only to open the window."""

from annotator.cli import keeping, material, together  # each adds its commands to the group
from annotator.cli.frame import commands, main, stop

__all__ = ["commands", "keeping", "main", "material", "stop", "together"]
