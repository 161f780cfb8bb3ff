"""Publishes a picture file to camera/picture."""

import pathlib

from connection import connect, new_client, parser

arguments = parser(__doc__)
arguments.add_argument("file", type=pathlib.Path)
args = arguments.parse_args()

client = new_client(args)
connect(client, args)
client.loop_start()
client.publish("camera/picture", args.file.read_bytes(), qos=args.qos).wait_for_publish()
client.disconnect()
client.loop_stop()
