"""Discord from end to end: people on one side, the store on the other, sockets or a simulation in between."""
