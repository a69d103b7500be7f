"""What word processors' files have in common: paragraphs, which may lie in one another (text boxes), and tables.

Fed in the order of the document. A row of a table becomes one line; a table that is there for the layout only, its
cells' paragraphs.
"""

from annotator.formats.extract.blocks import CELLS, LONGEST_CELL, Blocks


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []  # rows of cells of paragraphs

    def lines(self) -> list[str]:
        """Its rows, or its paragraphs if it is there for the layout."""
        cells = [cell for row in self.rows for cell in row]
        layout = all(len(row) < 2 for row in self.rows) or any(sum(map(len, cell)) > LONGEST_CELL for cell in cells)
        if layout:
            return [paragraph for cell in cells for paragraph in cell]
        joined = [[" ".join(" ".join(cell).split()) for cell in row] for row in self.rows]
        return [CELLS.join(row) for row in joined if any(row)]


class Flow:
    """The text of a document as it comes."""

    def __init__(self) -> None:
        self._blocks = Blocks()
        self._paragraphs: list[list[str]] = []
        self._tables: list[_Table] = []

    def start_paragraph(self) -> None:
        self._paragraphs.append([])

    def write(self, text: str) -> None:
        """Text of the paragraph that is open; nothing outside of one."""
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def end_paragraph(self, mark: str = "") -> str:
        """Close the paragraph; ``mark`` goes before it if there is text in it. Returns its text."""
        text = "".join(self._paragraphs.pop()) if self._paragraphs else ""
        if text.strip():
            self._add(mark + text.strip("\n"))
        return text

    def _add(self, text: str) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].append(text)
        else:
            self._blocks.add(text)

    def start_table(self) -> None:
        self._tables.append(_Table())

    def start_row(self) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def start_cell(self) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append([])

    def end_table(self) -> None:
        if self._tables:
            for line in self._tables.pop().lines():
                self._add(line)

    def text(self) -> str:
        return self._blocks.text()
