"""The register as a process of its own, for tests that kill it: run with its settings as JSON.

Prints the port once it answers. Its clock stands at the time of the tests' small school.
"""

import json
import sys

from waitress.server import create_server

from registro_core.app import make_app
from registro_core.testing import NOW


def main(settings: str) -> None:
    server = create_server(make_app(json.loads(settings), lambda: NOW), host="127.0.0.1", port=0)
    print(server.effective_port, flush=True)
    server.run()


main(sys.argv[1])
