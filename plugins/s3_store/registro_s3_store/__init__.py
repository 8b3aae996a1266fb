"""Uploaded files in a bucket that speaks S3, instead of a folder of this machine."""
