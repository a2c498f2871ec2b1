"""Bytes into items: the file formats, and the child process that parses what strangers wrote."""
