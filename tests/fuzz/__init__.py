"""What strangers may send, made up by machines: by hypothesis in the suite, by atheris when run by hand."""
