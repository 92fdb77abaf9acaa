"""What is odd about a draft, whichever reader filled it: found and said, never mended."""
