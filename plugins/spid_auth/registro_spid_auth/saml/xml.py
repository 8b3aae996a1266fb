"""XML read so that nothing in it can reach beyond itself, and written in few words."""

from lxml import etree
from lxml.builder import ElementMaker

from registro_spid_auth.saml import names
from registro_spid_auth.saml.errors import Refused

Element = etree._Element  # noqa: SLF001 - the type has no other name

# RS-1: the most a message may weigh, in bytes.
MESSAGE_LIMIT = 200_000


def _maker(prefix: str) -> ElementMaker:
    namespace = names.PREFIXES[prefix]
    return ElementMaker(namespace=namespace, nsmap={prefix: namespace})


SAML = _maker("saml")
SAMLP = _maker("samlp")
MD = _maker("md")
DS = _maker("ds")


def parse(data: bytes) -> Element:
    """Read a message and return its root (RS-1).

    Only UTF-8, no document type, no entities, nothing loaded from elsewhere, and no ID twice.
    Raises `Refused`: `too-large`, `encoding`, `doctype`, `xml`, `id`, `duplicate-id`.
    """
    root = parse_file(data, MESSAGE_LIMIT)
    _check_ids(root)
    return root


def parse_file(data: bytes, limit: int) -> Element:
    """Read a file of at most `limit` bytes as safely, whatever its elements' IDs.

    Raises `Refused`: `too-large`, `encoding`, `doctype`, `xml`.
    """
    if len(data) > limit:
        raise Refused("too-large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("encoding") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused("doctype")
    try:
        return etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("xml") from None


def _parser() -> etree.XMLParser:
    """Return a parser of its own for each document, that reads UTF-8 whatever the document says."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
    )


def _check_ids(root: Element) -> None:
    """Refuse a document in which an ID names two elements or none: a signature speaks of one."""
    seen: set[str] = set()
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if etree.QName(name).localname.lower() != "id":
                continue
            if not value:
                raise Refused("id")
            if value in seen:
                raise Refused("duplicate-id")
            seen.add(str(value))


def serialize(root: Element) -> bytes:
    """Return the bytes of a document; what is signed must not be touched before this."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def qualified(name: str) -> str:
    """Turn `saml:Issuer` into the name lxml uses."""
    prefix, _colon, local = name.partition(":")
    return f"{{{names.PREFIXES[prefix]}}}{local}"


def children(element: Element, name: str) -> list[Element]:
    """Return the children of that name."""
    return element.findall(qualified(name))


def everywhere(root: Element, name: str) -> list[Element]:
    """Return all elements of that name, at whatever depth."""
    return list(root.iter(qualified(name)))


def only_child(element: Element, name: str, code: str) -> Element:
    """Return the one child of that name.  Raises `Refused(code)` if there is none or a second."""
    found = children(element, name)
    if len(found) != 1:
        raise Refused(code)
    return found[0]


def text_of(element: Element, code: str) -> str:
    """Return the text of an element, without white space around it.

    Raises `Refused(code)` if it is empty, or not text alone: beside a child or a comment lxml's
    `text` is only a part of what is there.
    """
    text = (element.text or "").strip()
    if len(element) or not text:
        raise Refused(code)
    return text
