"""A camera: answers each request with its picture; an MQTT 5 request names the topic for the answer."""

import pathlib

from connection import connect, new_client, parser
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

arguments = parser(__doc__)
arguments.add_argument("file", type=pathlib.Path)
args = arguments.parse_args()


def on_connect(client, userdata, flags, reason, properties=None):
    client.subscribe("camera/request", args.qos)


def on_message(client, userdata, request):
    picture = args.file.read_bytes()
    if args.mqtt != "5":
        client.publish("camera/response", picture, qos=args.qos)
        return
    answer = Properties(PacketTypes.PUBLISH)
    answer.CorrelationData = request.properties.CorrelationData
    answer.ContentType = "image/png"
    client.publish(request.properties.ResponseTopic, picture, qos=args.qos, properties=answer)


client = new_client(args)
client.on_connect = on_connect
client.on_message = on_message
connect(client, args)
client.loop_forever()
