"""How long the adapter waits for what, in seconds. Tests wait less."""

from bot.model.value import Value


class Times(Value):
    """How long each thing may take.

    Discord takes the first response to an interaction for 3 s
    (https://discord.com/developers/docs/interactions/receiving-and-responding). `patience` is after how long
    an answer that isn't ready gives way to "thinking…"; `saving` is how long what was asked may take to be
    saved before the person is told so; `suggesting` is after how long nothing is suggested.
    `back_off` and `longest_back_off` are the first and the longest wait before a new try to reach Discord:
    longer than 90 s, since Discord resets the token of a bot that begins 1,000 sessions a day. `greeting` is
    how long a new connection has to say hello, `farewell` how long an old one has to end. `new_session` is
    the longest wait before a session that Discord has ended is begun anew: at random, as Discord wants it.
    `forgetting` is the pause between two guilds that are asked whether commands for trying out are left.
    `again` is the wait where Discord refuses the bot altogether. `ending` is how long running answers have at
    the end.
    """

    patience: float = 1.0
    saving: float = 2.0
    suggesting: float = 2.0
    back_off: float = 1.0
    longest_back_off: float = 120.0
    greeting: float = 15.0
    farewell: float = 3.0
    new_session: float = 5.0
    forgetting: float = 1.0
    again: float = 300.0
    ending: float = 5.0
