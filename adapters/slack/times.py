"""How long the adapter waits for what, in seconds. Tests wait less."""

from bot.model.value import Value


class Times(Value):
    """How long each thing may take.

    `patience` is after how long an answer that isn't ready gives way to "Working on it…" (an ack has 3 s).
    `settling` is how long Slack is given to show what came with an ack before it is changed again.
    `heartbeat` is after how long without a word a connection is asked whether it lives; it has half of that
    to say so. `greeting` is how long a new connection has to say hello. `farewell` is how long a connection
    that Slack wants to close may go on to bring what is on its way. `back_off` and `longest_back_off` are the
    first and the longest wait before a new try to reach Slack. `ending` is how long running answers have at
    the end. `longest_limit` is the longest that an answer waits where Slack takes no more for now.
    `between_homes` is how long a home tab isn't made anew.
    """

    patience: float = 1.0
    settling: float = 0.3
    heartbeat: float = 20.0
    greeting: float = 10.0
    farewell: float = 10.0
    back_off: float = 1.0
    longest_back_off: float = 60.0
    ending: float = 5.0
    longest_limit: float = 30.0
    between_homes: float = 5.0
