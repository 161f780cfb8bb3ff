"""The broker that the labs talk to: on this machine, or that which the variable BROKER names."""
import os
from urllib.parse import urlparse

import paho.mqtt.client as mqtt


def connect():
    """A client that is connected, as BROKER_USER with BROKER_PASSWORD if that is set."""
    address = urlparse(os.environ.get("BROKER", "mqtt://localhost"))
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    if "BROKER_USER" in os.environ:
        client.username_pw_set(os.environ["BROKER_USER"], os.environ.get("BROKER_PASSWORD", ""))
    client.connect(address.hostname, address.port or 1883)
    return client
