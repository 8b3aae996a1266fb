"""Pages of the noticeboard."""

TEMPLATES = "registro_messaging:noticeboard/templates/"
