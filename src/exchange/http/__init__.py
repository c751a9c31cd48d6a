"""HTTP/1.1 for the security server: an asyncio server with limits on everything, and a pooled client."""
