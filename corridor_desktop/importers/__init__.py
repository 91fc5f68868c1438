"""Bytes of a broker file in, an import batch out; never touches the store."""
