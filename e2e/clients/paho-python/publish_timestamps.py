"""Publishes the time to clock/now for ever, through every loss of the connection."""

import time

from connection import connect, new_client, parser, say

arguments = parser(__doc__)
arguments.add_argument("--interval", type=float, default=1, help="seconds")
args = arguments.parse_args()

client = new_client(args)
client.on_connect = lambda *_: say("connected")
client.reconnect_delay_set(min_delay=1, max_delay=1)
connect(client, args)
client.loop_start()
while True:
    client.publish("clock/now", time.time(), qos=args.qos)
    time.sleep(args.interval)
