"""Files that people upload: checked by content, kept by digest, served by whoever refers to them.

A plugin's form has an `UploadsField`, its service calls `keep_files`, its own route with its own
permission answers with `serve_file`. There is no address by which a file could be asked for
without what it belongs to.
"""
