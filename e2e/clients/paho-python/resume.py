"""Comes back to a session that is kept and prints what was queued for it, without subscribing again."""

from connection import connect, new_client, parser, say

arguments = parser(__doc__)
arguments.add_argument("--last", required=True, help="the payload after which to leave")
args = arguments.parse_args()


def on_connect(client, userdata, flags, reason, properties=None):
    present = flags["session present"] if isinstance(flags, dict) else flags.session_present
    say("session present" if present else "session lost")


def on_message(client, userdata, message):
    say("received", message.topic, f"qos={message.qos}", message.payload.decode())
    if message.payload.decode() == args.last:
        client.disconnect()


args.persistent = True
client = new_client(args)
client.on_connect = on_connect
client.on_message = on_message
connect(client, args)
client.loop_forever()
