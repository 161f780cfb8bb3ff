"""Waits for one picture on camera/picture and writes it to a file."""

import pathlib

from connection import connect, new_client, parser

arguments = parser(__doc__)
arguments.add_argument("file", type=pathlib.Path)
args = arguments.parse_args()


def on_connect(client, userdata, flags, reason, properties=None):
    client.subscribe("camera/picture", args.qos)


def on_message(client, userdata, message):
    args.file.write_bytes(message.payload)
    client.disconnect()


client = new_client(args)
client.on_connect = on_connect
client.on_message = on_message
connect(client, args)
client.loop_forever()
