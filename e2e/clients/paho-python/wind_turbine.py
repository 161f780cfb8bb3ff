"""A wind turbine: publishes its state as a retained message and leaves."""

from connection import connect, new_client, parser

arguments = parser(__doc__)
arguments.add_argument("state")
args = arguments.parse_args()

client = new_client(args)
connect(client, args)
client.loop_start()
client.publish("windpark/turbine/1/state", args.state, qos=1, retain=True).wait_for_publish()
client.disconnect()
client.loop_stop()
