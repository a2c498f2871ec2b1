"""The web, as far as it may be fetched from: by HTTP and HTTPS, guarded at the socket, and politely."""
