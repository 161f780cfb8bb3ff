"""Publishes each line of the standard input to the topic that it listens to, and prints what arrives there."""

import sys

from connection import connect, new_client, parser, say

arguments = parser(__doc__)
arguments.add_argument("topic")
args = arguments.parse_args()


def on_connect(client, userdata, flags, reason, properties=None):
    client.subscribe(args.topic, args.qos)


client = new_client(args)
client.on_connect = on_connect
client.on_message = lambda client, userdata, message: say("heard", message.payload.decode())
client.reconnect_delay_set(min_delay=1, max_delay=1)
connect(client, args)
client.loop_start()
for line in sys.stdin:
    client.publish(args.topic, line.strip(), args.qos)
