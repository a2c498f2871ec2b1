"""Every command there is, grouped and in the order in which help lists them."""

from bot.commands.add import ADD
from bot.commands.angle import ANGLE
from bot.commands.burst import BURST
from bot.commands.claim import ASSIGN, CLAIM, UNCLAIM
from bot.commands.command import AnyCommand, Group
from bot.commands.delivery import DELIVERY_DROP, DELIVERY_SEND
from bot.commands.digest import DIGEST, DIGEST_NOW, DIGEST_OFF, DIGEST_PAUSE, DIGEST_RESUME
from bot.commands.digest_at import DIGEST_AT
from bot.commands.done import DONE, DROP, REOPEN
from bot.commands.due import DUE, SNOOZE
from bot.commands.follow import FOLLOW, UNFOLLOW
from bot.commands.followups import FOLLOWUPS, HANDOVER
from bot.commands.help import help_on
from bot.commands.history import HISTORY
from bot.commands.latest import LATEST
from bot.commands.merge import MERGE, SPLIT
from bot.commands.nudges import AWAY, BACK, NUDGES
from bot.commands.search import SEARCH
from bot.commands.settings import SETTINGS
from bot.commands.settings_weights import WEIGHTS
from bot.commands.source_add import SOURCE_ADD
from bot.commands.source_check import SOURCE_CHECK
from bot.commands.source_list import SOURCE_LIST
from bot.commands.source_mute import SOURCE_MUTE, SOURCE_UNMUTE
from bot.commands.source_remove import SOURCE_REMOVE
from bot.commands.source_set import SOURCE_SET
from bot.commands.status import STATUS
from bot.commands.story import STORY
from bot.commands.subscribe import SUBSCRIBE
from bot.commands.subscriptions import SUBSCRIPTIONS
from bot.commands.topic import TOPIC_DROP, TOPIC_SET, TOPICS
from bot.commands.unsubscribe import UNSUBSCRIBE
from bot.commands.watch import UNWATCH, WATCH, WATCHES
from bot.commands.why import WHY

GROUPS: tuple[Group, ...] = (
    Group("Read stories", (LATEST, STORY, SEARCH, WHY, TOPICS, BURST)),
    Group(
        "Follow up",
        (
            FOLLOW,
            UNFOLLOW,
            FOLLOWUPS,
            HANDOVER,
            CLAIM,
            UNCLAIM,
            ASSIGN,
            ANGLE,
            DUE,
            DONE,
            DROP,
            REOPEN,
            HISTORY,
            SNOOZE,
            NUDGES,
            AWAY,
            BACK,
        ),
    ),
    Group(
        "Every morning, a digest",
        (DIGEST, DIGEST_AT, DIGEST_NOW, DIGEST_PAUSE, DIGEST_RESUME, DIGEST_OFF),
    ),
    Group("As it comes, single stories", (SUBSCRIBE, UNSUBSCRIBE, SUBSCRIPTIONS, WATCH, WATCHES, UNWATCH)),
    Group(
        "Sources",
        (
            SOURCE_ADD,
            SOURCE_LIST,
            SOURCE_CHECK,
            SOURCE_SET,
            SOURCE_MUTE,
            SOURCE_UNMUTE,
            SOURCE_REMOVE,
        ),
    ),
    Group("Put it right", (MERGE, SPLIT, TOPIC_SET, TOPIC_DROP)),
    Group("Run it", (ADD, SETTINGS, WEIGHTS, STATUS, DELIVERY_SEND, DELIVERY_DROP)),
)

HELP = help_on(GROUPS)

CATALOGUE: tuple[AnyCommand, ...] = (*(command for group in GROUPS for command in group.commands), HELP)
