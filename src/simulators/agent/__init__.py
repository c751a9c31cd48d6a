"""A stand-in for an e-payment company's agent: pulls a bill, takes cash for it, notifies the biller."""
