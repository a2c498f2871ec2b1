"""What people do in Slack, as a test plays it: type, press, react, open, submit; and what admins do."""

from collections.abc import Mapping

from tests.servers.slack import payloads, viewing
from tests.servers.slack.happening import Happening
from tests.servers.slack.state import Content, Delivery, Message, Payload, Try, View


class Acting(Happening):
    """What people do. Each returns once its first try was acked, refused or given up; retries go on alone."""

    async def command(self, user: str, channel: str, text: str, *, command: str = "/brief") -> Delivery:
        """Type a slash command, in any channel (the app needn't be in it) or `slack.direct(user).id`."""
        url = self._hooks.give(user, channel)
        payload = payloads.slash_command(self._world, user, channel, command=command, text=text, url=url)
        delivery = Delivery("slash_commands", payload, response_url=url, trigger_id=payload["trigger_id"])
        if "commands" not in self._world.scopes:
            delivery.withheld = "the scope commands isn't granted"
        await self._bringer.bring(delivery)
        if delivery.acked:
            self._hooks.acked(url, delivery.answer)
        return delivery

    async def say(self, user: str, channel: str, text: str, *, thread: str | None = None) -> Delivery:
        """Write a message.

        It is a `message.im` in the app's direct messages, and with <@UBOT> in a channel an `app_mention`; the
        app isn't told of any other (`withheld`). `text` is what is typed: `& < >` are escaped as Slack does,
        except in mentions and the like that are written as Slack gives them.
        """
        message = Message(
            channel=channel,
            ts=self._world.new_ts(),
            user=user,
            shown=Content(text=payloads.typed(text)),
            thread=thread,
            via="person",
        )
        self._world.keep(message)
        event = payloads.said(self._world, message)
        where = self._world.channels[channel]
        if where.kind == "im":
            return await self._happened("message.im", event | {"channel_type": "im"}, message=message)
        mentioned = f"<@{self.bot_user}>" in text and self.bot_user in where.members
        if not mentioned:
            return await self._withheld("the app isn't told of messages in channels", event, message)
        return await self._happened("app_mention", event | {"type": "app_mention"}, message=message)

    async def press(self, user: str, where: Message | View, button: str) -> Delivery:
        """Press the button with that label, or that says that."""
        pressed = where.shown.button(button)
        url = ""
        if isinstance(where, Message):
            assert not where.deleted, "nobody sees that message any more"
            assert where.ephemeral_to in {None, user}, f"{user} doesn't see that message"
            url = self._hooks.give(user, where.channel, where)
        else:
            assert not where.closed, "nobody sees that view any more"
        payload = payloads.pressed(self._world, user, where, pressed, url)
        return await self._interacted(payload, url)

    async def react(self, user: str, message: Message, name: str) -> Delivery:
        """Put a reaction on a message, by Slack's name: "triangular_flag_on_post", "+1::skin-tone-3"."""
        who = message.reactions.setdefault(name, [])
        assert user not in who, f"{user} has put :{name}: there already"
        who.append(user)
        return await self._reacted(user, message, name, present=True)

    async def unreact(self, user: str, message: Message, name: str) -> Delivery:
        """Take a reaction back."""
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        return await self._reacted(user, message, name, present=False)

    async def open_home(self, user: str, *, tab: str = "home") -> Delivery:
        """Open the app's page."""
        event: Payload = {
            "type": "app_home_opened",
            "user": user,
            "channel": self._world.direct(user).id,
            "tab": tab,
            "event_ts": self._world.new_ts(),
        }
        if tab == "home" and user in self._world.homes:
            event["view"] = viewing.view_json(self._world, self._world.homes[user])
        return await self._happened("app_home_opened", event)

    async def shortcut(self, user: str, message: Message, callback_id: str = "add_to_nutgraf") -> Delivery:
        """Choose a shortcut in a message's menu."""
        url = self._hooks.give(user, message.channel)
        return await self._interacted(payloads.chosen(self._world, user, message, callback_id, url), url)

    async def submit(self, user: str, view: View, values: Mapping[str, str] | None = None) -> Delivery:
        """Fill in a modal's inputs, by action_id or block_id, and press its submit button.

        What isn't given keeps its initial value. The view is closed, changed or complained about as the ack
        says.
        """
        assert not view.closed, "nobody sees that view any more"
        assert view.raw.get("submit"), "that view has nothing to submit"
        payload = payloads.submitted(self._world, user, view, _state(view, values or {}))
        delivery = await self._interacted(payload, "")
        if delivery.acked:
            self._submitted(view, delivery.answer or {})
        return delivery

    async def close_view(self, user: str, view: View) -> Delivery:
        """Close a modal without submitting it; the app is told where it has asked for that."""
        view.closed = True
        self._world.ring()
        payload = payloads.closed(self._world, user, view)
        if not view.raw.get("notify_on_close"):
            return await self._withheld("the app hasn't asked for it", payload, None)
        return await self._interacted(payload, "")

    async def delete(self, user: str, message: Message) -> Delivery:
        """Delete a message, one of the app's too (as an admin may); the app is told in direct messages."""
        message.deleted = True
        self._world.ring()
        event: Payload = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": message.channel,
            "channel_type": "im",
            "ts": self._world.new_ts(),
            "deleted_ts": message.ts,
            "previous_message": self._world.as_json(message),
        }
        if self._world.channels[message.channel].kind != "im":
            return await self._withheld(f"the app isn't told what {user} does in channels", event, message)
        return await self._happened("message.im", event, message=message)

    async def deliver_again(self, delivery: Delivery) -> Try:
        """Bring the same once more, as Slack does where it lost the ack: an event is marked as a retry."""
        return await self._bringer.attempt(delivery)

    async def _reacted(self, user: str, message: Message, name: str, *, present: bool) -> Delivery:
        self._world.ring()
        event = payloads.reacted(self._world, user, message, name, present=present)
        where = self._world.channels[message.channel]
        if self.bot_user not in where.members:
            return await self._withheld("the bot isn't in the channel", event, message)
        return await self._happened(event["type"], event, message=message)

    async def _interacted(self, payload: Payload, url: str) -> Delivery:
        delivery = Delivery(
            "interactive", payload, response_url=url, trigger_id=payload.get("trigger_id", "")
        )
        return await self._bringer.bring(delivery)

    def _submitted(self, view: View, answer: Payload) -> None:
        """Do with a modal what the ack of its submission says."""
        match answer.get("response_action"):
            case "errors":
                known = {block["block_id"] for block in view.raw["blocks"]}
                assert answer["errors"].keys() <= known, "errors of inputs that the view doesn't have"
                view.errors = dict(answer["errors"])
            case "update":
                viewing.change(self._world, view, viewing.checked(self._world, answer["view"], "modal"))
            case "push":
                viewing.add(
                    self._world, viewing.checked(self._world, answer["view"], "modal"), view.user, on=view
                )
            case "clear":
                for each in self._world.views:
                    each.closed |= each.root == view.root
            case _:
                view.closed = True
        self._world.ring()


_IN_STATE = {
    "plain_text_input": ("initial_value", "value"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
}
"""How inputs begin, and where what a person has put into them stands."""


def _state(view: View, values: Mapping[str, str]) -> Payload:
    """Return a modal's state once its inputs are filled in."""
    state: Payload = {}
    left = dict(values)
    for block in view.raw["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        names = [element["action_id"], block["block_id"]]
        initial, says = _IN_STATE[element["type"]]
        given = next((left.pop(name) for name in names if name in left), element.get(initial))
        assert given or block.get("optional"), f"Slack wants something in {names[0]!r}"
        longest = element.get("max_length", 3000)
        assert len(given or "") <= longest, f"Slack takes {longest} characters in {names[0]!r}"
        value = {"type": element["type"], says: given or None}
        state[block["block_id"]] = {element["action_id"]: value}
    assert not left, f"the view has no input {', '.join(left)}"
    return state
