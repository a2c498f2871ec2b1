"""Cards as Components V2, within every limit that Discord has."""
