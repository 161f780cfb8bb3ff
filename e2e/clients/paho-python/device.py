"""A device: says that it is online, leaves a will that says it is not, and lives until it is killed."""

from connection import connect, new_client, parser, say

args = parser(__doc__).parse_args()
status = f"devices/{args.id}/status"


def on_connect(client, userdata, flags, reason, properties=None):
    client.publish(status, "online", qos=1, retain=True)


client = new_client(args)
client.will_set(status, "dead", qos=1, retain=True)
client.on_connect = on_connect
client.on_publish = lambda *_: say("online")
connect(client, args)
client.loop_forever()
