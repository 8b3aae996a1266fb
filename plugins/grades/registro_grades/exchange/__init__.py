"""The grid as a file: out as XLSX or CSV, and in again."""
