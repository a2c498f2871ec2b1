"""Which events there are, and the scopes without which Slack doesn't send them."""

_PUBLIC, _PRIVATE = ("channels:read",), ("groups:read",)

EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": _PUBLIC,
    "channel_deleted": _PUBLIC,
    "channel_left": _PUBLIC,
    "channel_rename": _PUBLIC,
    "channel_unarchive": _PUBLIC,
    "group_archive": _PRIVATE,
    "group_deleted": _PRIVATE,
    "group_left": _PRIVATE,
    "group_rename": _PRIVATE,
    "group_unarchive": _PRIVATE,
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "tokens_revoked": (),
}
"""Every event that the fake knows, and the scopes of which it needs one."""

ALL_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:read",
        "usergroups:read",
        "users:read",
    }
)
"""Every scope that anything in the fake needs."""
