"""Tests of what makes two reports one event."""
