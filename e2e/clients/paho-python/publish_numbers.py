"""Publishes numbers in order to one topic and leaves when the broker has acknowledged them all."""

from connection import connect, new_client, parser

arguments = parser(__doc__)
arguments.add_argument("--first", type=int, default=1)
arguments.add_argument("--last", type=int, required=True)
arguments.add_argument("topic")
args = arguments.parse_args()

client = new_client(args)
connect(client, args)
client.loop_start()
published = [client.publish(args.topic, number, qos=args.qos) for number in range(args.first, args.last + 1)]
for message in published:
    message.wait_for_publish()
client.disconnect()
client.loop_stop()
