"""What makes two reports one event: what each says, how alike they are, what is new. Pure functions."""
