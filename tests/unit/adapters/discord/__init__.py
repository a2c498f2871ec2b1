"""Tests of the Discord adapter's parts."""
