"""Training of the bundled encoder: texts, tokens, first vectors, batches. Torch itself is only in `ingest.train_encoder`."""
