"""Publishes "Hello, MQTT!" to test/topic every few seconds."""

import time

from connection import connect, new_client, parser

arguments = parser(__doc__)
arguments.add_argument("--interval", type=float, default=5, help="seconds")
args = arguments.parse_args()

client = new_client(args)
connect(client, args)
client.loop_start()
while True:
    client.publish("test/topic", "Hello, MQTT!", qos=args.qos)
    time.sleep(args.interval)
