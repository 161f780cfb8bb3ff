"""Subscribes to filters and prints what arrives, for ever."""

from connection import connect, new_client, parser, say

arguments = parser(__doc__)
arguments.add_argument("filters", nargs="+")
args = arguments.parse_args()


def on_connect(client, userdata, flags, reason, properties=None):
    client.subscribe([(topic_filter, args.qos) for topic_filter in args.filters])


def on_message(client, userdata, message):
    say("received", message.topic, f"qos={message.qos} retain={int(message.retain)}", message.payload.decode())


client = new_client(args)
client.on_connect = on_connect
client.on_message = on_message
connect(client, args)
client.loop_forever()
