"""What happens to data before a network sees them: normalization, clustering, mini-batches."""
