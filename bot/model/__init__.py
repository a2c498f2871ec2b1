"""Pure values: what the newsroom talks about. Nothing here does input or output."""
