"""Write docs/integrators/hooks.md from registro_core/hookspecs.py, which is the contract itself.

`python docs/hooks.py` writes the page, `--check` only says whether it is up to date.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "registro_core" / "hookspecs.py"
PAGE = Path(__file__).parent / "integrators" / "hooks.md"

INTRODUCTION = """\
# The hooks

Written from `registro_core/hookspecs.py` by `python docs/hooks.py`: what stands here is the contract.

Every hook is optional. A plugin implements one by writing a function of the same name, marked with
`@hookimpl`, in its `plugin.py`; it takes only the arguments it needs, by name. A misspelt hook or an
argument that does not exist stops the start with a message.

| the name is | it | example |
|---|---|---|
| a plural noun | returns a list; those of all plugins are joined | `registro_menu_items` |
| a singular noun | gives the first answer that is not None | `registro_presence` |
| a past participle | is told of an event, inside its transaction, all or nothing | `registro_student_enrolled` |
| an imperative | does something | `registro_configure` |

The types are all in `registro_core.api`.
"""


def main(*arguments: str) -> None:
    """Write the page, or compare it."""
    text = page(SOURCE.read_text(encoding="utf-8"))
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != text:
        sys.exit(f"{PAGE} is not up to date: python docs/hooks.py")


def page(source: str) -> str:
    """Return the page for the source of the hook specifications."""
    lines = source.splitlines()
    parts = [INTRODUCTION]
    banner = ""
    for hook in hooks(source):
        heading = _banner_before(lines, hook.lineno)
        if heading != banner:
            banner = heading
            parts.append(f"\n## {banner[0].upper()}{banner[1:]}\n")
        parts.append(_section(hook))
    return "".join(parts)


def hooks(source: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions that specify a hook, in order."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("registro_"):
            yield node


def _banner_before(lines: list[str], number: int) -> str:
    """Return the text of the last `# ---- text ----` above a line."""
    above = (line for line in reversed(lines[: number - 1]) if line.startswith("# ----"))
    return next(above).strip("#- ")


def _section(hook: ast.FunctionDef) -> str:
    returns = ast.unparse(hook.returns).strip("'\"") if hook.returns else "None"
    arguments = ", ".join(
        f"{argument.arg}: {ast.unparse(argument.annotation).strip(chr(39))}"
        for argument in hook.args.args
        if argument.annotation
    )
    text = ast.get_docstring(hook) or ""
    signature = f"def {hook.name}({arguments}) -> {returns}"
    return f"\n### {hook.name}\n\n```python\n{signature}\n```\n\n{text}\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
