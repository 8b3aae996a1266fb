"""What documents cost: loading, the first one, one of two pages, and the memory of two hundred.

.venv/bin/python benchmarks/documents.py
"""

import resource
import time

from registro_core.documents.engine import render_pdf

COUNT = 200
ROW = (
    "<tr><th scope='row'>Materia {0}</th><td>7½</td><td>Attenta e puntuale in ogni prova.</td></tr>"
)
PAGE = (
    "<html lang='it'><head><title>Prova {0}</title></head><body><h1>Documento {0}</h1>"
    "<table><caption>Voti</caption><thead><tr><th scope='col'>Materia</th><th scope='col'>Voto</th>"
    "<th scope='col'>Giudizio</th></tr></thead><tbody>{1}</tbody></table></body></html>"
)
# A thousand report cards in five minutes on two cores (0.6 s each).
BUDGET_SECONDS = 0.6
BUDGET_GROWTH = 32


def memory() -> int:
    """The most this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def draw(number: int) -> float:
    """Draw one document of two pages; return the processor's seconds."""
    html = PAGE.format(number, "".join(ROW.format(each) for each in range(45)))
    start = time.process_time()
    render_pdf(html)
    return time.process_time() - start


def main() -> None:
    """Print what was measured; fail above the budget."""
    before, first = memory(), draw(0)
    loaded = memory()
    times = sorted(draw(number) for number in range(1, COUNT + 1))
    median, growth = times[COUNT // 2], memory() - loaded
    print(f"first, with loading  {first:.2f} s, {loaded - before} MB")
    print(f"each (median of {COUNT})  {median:.3f} s, at most {times[-1]:.3f} s")
    print(f"growth over {COUNT}  {growth} MB")
    if median > BUDGET_SECONDS or growth > BUDGET_GROWTH:
        raise SystemExit("over the budget")


if __name__ == "__main__":
    main()
