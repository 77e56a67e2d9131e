"""The command line: options in, one call into the pipeline or the review, text or JSON out."""
