"""What shows on the screen, as a screen reader is told: nodes to search by role, name and text. Only reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Point = tuple[int, int]


@dataclass
class Node:
    """One thing that shows, as AT-SPI tells it."""

    path: str
    role: str
    name: str
    description: str
    states: list[str]
    children: list["Node"]
    extents: tuple[int, int, int, int] = (0, 0, 0, 0)
    text: str | None = None
    caret: int | None = None
    selection: list[int] | None = None
    value: float | None = None

    @classmethod
    def read(cls, facts: dict[str, Any]) -> "Node":
        return cls(**{**facts, "children": [cls.read(child) for child in facts["children"]]})

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def find_all(self, role: str = "", name: str = "", text: str = "", showing: bool = True) -> list["Node"]:
        """Nodes of that role whose name and text contain what is given; by default only those that show."""
        return [
            node
            for node in self.walk()
            if (not role or node.role == role)
            and name in node.name
            and (not text or text in (node.text or ""))
            and (not showing or "showing" in node.states)
        ]

    def find(self, role: str = "", name: str = "", text: str = "") -> "Node":
        """The first such node that shows; fails with all that shows if there is none."""
        found = self.find_all(role, name, text)
        shown = "\n".join(f"  {node.role}: {node.name or (node.text or '')[:60]!r}" for node in self.walk())
        assert found, f"nothing shows with role {role!r}, name {name!r}, text {text!r}; what shows:\n{shown}"
        return found[0]

    @property
    def centre(self) -> Point:
        x, y, width, height = self.extents
        return x + width // 2, y + height // 2
