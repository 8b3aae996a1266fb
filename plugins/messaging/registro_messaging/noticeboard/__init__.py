"""The noticeboard: numbered circulars, read and signed (*circolari*)."""
