"""A stand-in for a language model: a loopback server that speaks the OpenAI protocol well or badly on purpose, and the same without a network."""
