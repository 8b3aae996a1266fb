"""Whether a document is valid: schema.py SCHEMA DOCUMENT, in the environment of spid-sp-test.

The tool brings the schemas of avviso SPID 29 and of CIE but never applies them. They name each
other by address; here the files beside them are taken.
"""

import importlib.resources
import sys
from pathlib import Path

from lxml import etree


class Beside(etree.Resolver):
    """Finds what a schema names by its address in the folder of the schema."""

    def __init__(self, folder):
        self.folder = folder

    def resolve(self, url, _public_id, context):
        file = self.folder / Path(url).name
        if url.startswith("http") and file.exists():
            return self.resolve_filename(str(file), context)
        return None


def main(schema, document):
    path = Path(importlib.resources.files("spid_sp_test")) / "xsd" / schema
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside(path.parent))
    rules = etree.XMLSchema(etree.parse(str(path), parser))
    if rules.validate(etree.parse(document)):
        return 0
    print(rules.error_log)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
