"""Publishes the words of the command line, or a greeting, to lab/hello."""
import sys

import lab_broker

text = " ".join(sys.argv[1:]) or "Hello from Python"
client = lab_broker.connect()
client.loop_start()  # a thread that talks to the broker
message = client.publish("lab/hello", text, qos=1)
message.wait_for_publish(timeout=10)
if not message.is_published():
    sys.exit("the broker did not take it: does it want a user name and a password?")
client.disconnect()
print("published:", text)
