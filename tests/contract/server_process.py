"""The register as a process of its own, for tests that kill it: run with its settings as JSON.

Prints the port once it answers. Its clock stands at the time of the tests' small school.
"""

import json
import sys

from waitress.server import create_server

from registro_core.app import make_app
from registro_core.testing import NOW
from registro_core.web.compiling import compile_templates


def main(settings: str) -> None:
    app = make_app(json.loads(settings), lambda: NOW)
    # As in production: threads that meet compile nothing.
    compile_templates(app.registry, ["registro_core"])
    server = create_server(app, host="127.0.0.1", port=0)
    print(server.effective_port, flush=True)
    server.run()


main(sys.argv[1])
