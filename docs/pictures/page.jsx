// A page that shows one golden file as Slack would; draw.mjs fills in what it shows.
import React from "react";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";

const { messages, now } = window.SHOWN;

// The library shows a `verbatim` text raw. Slack only leaves out what it would find by itself in such a text.
function read(part) {
  if (Array.isArray(part)) return part.map(read);
  if (part === null || typeof part !== "object") return part;
  const { verbatim, ...rest } = part;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, read(value)]));
}

const names = { channels: [{ id: "C0NEWSROOM", name: "newsroom" }], users: [{ id: "U0ANNA", name: "anna" }] };

createRoot(document.getElementById("slack")).render(
  messages.map((message, place) => (
    <Message
      key={place}
      blocks={read(message.blocks)}
      name="Nutgraf"
      logo="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 36 36'%3E%3Crect width='36' height='36' rx='6' fill='%23264653'/%3E%3Ctext x='18' y='26' font-family='Georgia' font-size='24' fill='white' text-anchor='middle'%3EN%3C/text%3E%3C/svg%3E"
      time={new Date(now)}
      data={names}
    />
  )),
);
