"""Stays connected without a message of its own, kept alive by pings, and prints each answer to them."""

from connection import connect, new_client, parser, say

args = parser(__doc__).parse_args()


def on_log(client, userdata, level, text):
    if text.startswith("Received PINGRESP"):
        say("pinged")


def on_connect(client, userdata, flags, reason, properties=None):
    client.subscribe("wake/up", qos=1)


client = new_client(args)
client.on_log = on_log
client.on_connect = on_connect
client.on_message = lambda client, userdata, message: say("received", message.payload.decode())
connect(client, args)
client.loop_forever()
