"""The bot is killed again and again in the middle of its work, and nothing is lost or posted twice.

`python -m tests.crash` is the long run; a short one is a test.
"""
