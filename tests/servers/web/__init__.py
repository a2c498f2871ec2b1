"""A web on this machine: sites that behave, and sites that misbehave on purpose, by name and by https, too.

Names that end in ".example" lead to it; nothing that is asked through it ever leaves the machine.
"""
