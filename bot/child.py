"""The composition root of the child process: what strangers wrote is parsed and read in here.

`bot.compose` names this module to the parent's side, `adapters.sources.child`.
"""

from adapters.sources.worker import serve
from bot.reading.read import read

if __name__ == "__main__":
    serve(read)
