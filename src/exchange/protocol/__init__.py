"""The exchange's message protocol, pure: no sockets, no files, no clock (X-Road 7.8 formats)."""
