"""`make sizes`: files and functions that deserve a hard look (250 lines, 30 lines)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES, FUNCTION_LINES = 250, 30


def main(*folders: str) -> None:
    """Print what is long, longest first."""
    found = [each for folder in folders for path in sources(Path(folder)) for each in long(path)]
    for lines, name in sorted(found, reverse=True):
        print(f"{lines:5}  {name}")


def sources(folder: Path) -> Iterator[Path]:
    """Yield the Python files that people write."""
    for path in sorted(folder.rglob("*.py")):
        if "versions" not in path.parts and "tests" not in path.parts:
            yield path


def long(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the length and name of a file, and of functions in it, above the limits."""
    text = path.read_text(encoding="utf-8")
    if (lines := len(text.splitlines())) > FILE_LINES:
        yield lines, str(path)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield length, f"{path}:{node.lineno} {node.name}"


if __name__ == "__main__":
    main(*sys.argv[1:])
