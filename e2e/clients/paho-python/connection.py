"""What every client of this folder shares: the command line and the connection, for Paho 1.x and 2.x."""

import argparse

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

HOST = "127.0.0.1"
VERSIONS = {"3.1": mqtt.MQTTv31, "3.1.1": mqtt.MQTTv311, "5": mqtt.MQTTv5}
SESSION_SECONDS = 3600


def parser(description):
    result = argparse.ArgumentParser(description=description)
    result.add_argument("--port", type=int, required=True)
    result.add_argument("--mqtt", choices=VERSIONS, default="3.1.1")
    result.add_argument("--id", default="", help="client id")
    result.add_argument("--persistent", action="store_true", help="keep the session when disconnected")
    result.add_argument("--keepalive", type=int, default=60, help="seconds")
    result.add_argument("--qos", type=int, default=0)
    return result


def new_client(args):
    """A client that is not yet connected; its callbacks report the session and what was subscribed."""
    options = {"client_id": args.id, "protocol": VERSIONS[args.mqtt]}
    if args.mqtt != "5":
        options["clean_session"] = not args.persistent
    if hasattr(mqtt, "CallbackAPIVersion"):
        client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, **options)
    else:
        client = mqtt.Client(**options)
    client.on_disconnect = lambda *_: say("disconnected")
    client.on_subscribe = lambda *_: say("subscribed")
    return client


def connect(client, args):
    if args.mqtt != "5":
        client.connect(HOST, args.port, args.keepalive)
        return
    properties = Properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = SESSION_SECONDS if args.persistent else 0
    client.connect(HOST, args.port, args.keepalive, clean_start=not args.persistent, properties=properties)


def say(*words):
    """One line for the test that waits for it."""
    print(*words, flush=True)
