"""Pictures of a document: handed over as bytes, named in the template, fetched from nowhere."""

# In a template: `<img src="registro:pictures/seal" alt="…"/>`.
PICTURES = "registro:pictures/"
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"


def content_type_of(picture: bytes) -> str:
    """PNG, JPEG, or else SVG: what documents are drawn with."""
    if picture.startswith(PNG):
        return "image/png"
    return "image/jpeg" if picture.startswith(JPEG) else "image/svg+xml"
