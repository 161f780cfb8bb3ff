"""A bell: rings when somebody presses the button."""

from connection import connect, new_client, parser, say


def on_connect(client, userdata, flags, reason, properties=None):
    client.subscribe("home/door/button", qos=1)


args = parser(__doc__).parse_args()
client = new_client(args)
client.on_connect = on_connect
client.on_message = lambda client, userdata, message: say("ring", message.payload.decode())
connect(client, args)
client.loop_forever()
