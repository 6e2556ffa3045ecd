"""A real SMTP server (aiosmtpd) on a free port of loopback: says the port on its first line, then one JSON line for each mail.

While the file that its first argument names exists, it takes no mail for the time being (451).
"""

import asyncio
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Box:
    def __init__(self, busy):
        self.busy = busy

    async def handle_RCPT(self, server, session, envelope, address, options):
        if os.path.exists(self.busy):
            return "451 4.3.2 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "data": envelope.content.decode()}
        print(json.dumps(mail), flush=True)
        return "250 OK"


async def main():
    box = Box(sys.argv[1])
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with its parent, whose end closes our input.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
