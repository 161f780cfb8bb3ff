"""A button: publishes that it was pressed, once for each line of the standard input."""

import sys

from connection import connect, new_client, parser

args = parser(__doc__).parse_args()
client = new_client(args)
connect(client, args)
client.loop_start()
for line in sys.stdin:
    client.publish("home/door/button", line.strip(), qos=1).wait_for_publish()
client.disconnect()
client.loop_stop()
