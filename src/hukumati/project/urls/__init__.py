"""The addresses of each face: its pages in Arabic at /…, in English at /en/…, and its machine endpoints."""
