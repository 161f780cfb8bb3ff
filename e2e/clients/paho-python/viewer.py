"""A viewer: asks the camera for its picture and writes it to a file."""

import pathlib

from connection import connect, new_client, parser, say
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

arguments = parser(__doc__)
arguments.add_argument("file", type=pathlib.Path)
args = arguments.parse_args()
CORRELATION = b"picture 42"
response_topic = f"viewer/{args.id}/answers" if args.mqtt == "5" else "camera/response"


def on_connect(client, userdata, flags, reason, properties=None):
    client.subscribe(response_topic, args.qos)


def on_subscribe(client, *_):
    request = None
    if args.mqtt == "5":
        request = Properties(PacketTypes.PUBLISH)
        request.ResponseTopic = response_topic
        request.CorrelationData = CORRELATION
    client.publish("camera/request", "a picture, please", qos=args.qos, properties=request)


def on_message(client, userdata, message):
    args.file.write_bytes(message.payload)
    if args.mqtt == "5":
        matches = message.properties.CorrelationData == CORRELATION
        say("answer", "matches" if matches else "is not for us", message.properties.ContentType)
    client.disconnect()


client = new_client(args)
client.on_connect = on_connect
client.on_subscribe = on_subscribe
client.on_message = on_message
connect(client, args)
client.loop_forever()
