"""Prints what is published to lab/hello, until Ctrl-C."""
import lab_broker


def on_connect(client, userdata, flags, reason_code, properties):
    print("connected:", reason_code)
    client.subscribe("lab/hello")


def on_subscribe(client, userdata, mid, reason_codes, properties):
    print("subscribed to lab/hello; Ctrl-C ends me")


def on_message(client, userdata, message):
    print(message.topic + ": " + message.payload.decode())


client = lab_broker.connect()
client.on_connect = on_connect
client.on_subscribe = on_subscribe
client.on_message = on_message
client.loop_forever()
