"""A good Python service over our lake: what the API is measured against. FastAPI, uvicorn with uvloop, PyMongo's async client, orjson.

It answers GET /api/accounts, /api/accounts/{id}, /api/accounts/{id}/360, /api/opportunities/board, /api/dashboard/overview,
/api/explain/{figure} over deals, and /api/search from collections of its own, which a second process makes at the start and again
whenever a generation is published, a setting of the organisation changes or a day begins. Who asks says the header `X-Reader`:
the id of a person of SalesCommand, or the id of an Odoo user.

    python api_peer.py --mongo mongodb://127.0.0.1:27017/?replicaSet=rs0 --database salescommand --listen 127.0.0.1:0

prints `listening on http://127.0.0.1:PORT` when the first build is done, and one line of JSON on each build.
"""

import argparse
import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from contextlib import asynccontextmanager
from datetime import date, datetime, timezone
from pathlib import Path

import orjson
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from pymongo import AsyncMongoClient, MongoClient

from api_peer_account import routes as account_routes
from api_peer_answers import routes as answer_routes
from api_peer_build import Build, references
from api_peer_domain import Moment, reach_name, seen_by, written

TICK = 0.25
# A reach that nobody is prepared for is made while its first reader waits.
LONGEST_WAIT = 600


def arguments():
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--mongo", required=True)
    given.add_argument("--database", default="salescommand")
    given.add_argument("--peer-database", help="default: the database's name and _peer")
    given.add_argument("--listen", default="127.0.0.1:0")
    given.add_argument("--workers", type=int, default=1)
    given.add_argument("--time-zone", default="UTC", help="until one is set in the lake's settings, like SALESCOMMAND_TIME_ZONE")
    given.add_argument("--currency", help="the same of the reporting currency, like SALESCOMMAND_CURRENCY")
    given.add_argument("--builder", action="store_true", help=argparse.SUPPRESS)
    given.add_argument("--socket", type=int, help=argparse.SUPPRESS)
    found = given.parse_args()
    found.peer_database = found.peer_database or f"{found.database}_peer"
    return found


def now_text():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Builder:
    """The second process: keeps the peer's collections at the newest generation."""

    def __init__(self, given):
        client = MongoClient(given.mongo)
        self.lake, self.peer, self.given = client[given.database], client[given.peer_database], given
        self.build, self.made_for = None, None

    def run(self):
        parent = os.getppid()
        while os.getppid() == parent:
            lake, settings = self.lake.lake.find_one({"_id": "main"}) or {}, self.lake.settings.find_one({"_id": "organisation"}) or {}
            zone = settings.get("time_zone") or self.given.time_zone
            today = Moment(0, 0, {}, None, zone, None).day_of(datetime.now(timezone.utc))
            wanted = (lake.get("generation", 0), lake.get("epoch", 0), settings.get("version", 0), today)
            if wanted != self.made_for and wanted[0]:
                self.make(wanted, settings, zone)
            elif self.build:
                self.meetings_over()
                for row in self.peer.peer_wanted.find({"number": self.build.number}):
                    self.reach(row["tokens"])
                    self.peer.peer_wanted.delete_one({"_id": row["_id"]})
            time.sleep(TICK)

    def make(self, wanted, settings, zone):
        began, (generation, epoch, _, today) = time.monotonic(), wanted
        refs = references(self.lake, generation)
        currency = refs[0].reporting(settings.get("currency") or self.given.currency)
        moment = Moment(generation, epoch, settings, today, zone, currency)
        last = self.peer.peer_state.find_one({"_id": "now"}) or {}
        published = last.get("number", 0)
        number = published + 1
        # What an interrupted build has left.
        self.keep_only(published)
        build = Build(self.lake, self.peer, number, moment, refs)
        build.base()
        base = time.monotonic()
        self.build, self.made_for, self.at = build, wanted, now_text()
        for person in self.lake.users.find({"is_active": True, "approval_status": "approved"}):
            self.reach(build.org.tokens(person))
        run = self.lake.generations.find_one({"_id": generation}) or {}
        state = {
            "_id": "now", "is_ready": True, "number": number, "generation": generation, "epoch": epoch, "settings": settings, "today": today.isoformat(),
            "zone": zone, "currency": currency, "run": run.get("run"), "synced_at": run.get("stamped_at"),
        }
        self.peer.peer_state.replace_one({"_id": "now"}, state, upsert=True)
        self.keep_only(published, number)
        told = {"build": number, "generation": generation, "base_seconds": round(base - began, 2), "seconds": round(time.monotonic() - began, 2)}
        told |= {"reaches": build.of("reaches").estimated_document_count(), "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
        print(orjson.dumps(told).decode(), flush=True)

    def reach(self, tokens):
        name = reach_name(tokens)
        if not self.build.of("reaches").find_one({"_id": name}):
            self.build.reach(name, tokens, self.at)

    def keep_only(self, *numbers):
        for name in self.peer.list_collection_names():
            number = name.rsplit("_", 1)[-1]
            if number.isdigit() and int(number) not in numbers:
                self.peer.drop_collection(name)

    def meetings_over(self):
        """A meeting is a touch from its end on, and touches are in the health of cards."""
        now = now_text()
        over = self.build.of("touches").distinct("acc", {"e": "event", "at": {"$gt": self.at, "$lte": now}})
        for reach in self.build.of("reaches").find() if over else ():
            self.build.cards(reach["_id"], reach["tokens"], now, over)
        self.at = now


class Service:
    """What a web process holds: who people are, which reaches are ready, names of stages. All else is in MongoDB."""

    def __init__(self, given):
        self.client = AsyncMongoClient(given["mongo"])
        self.lake, self.peer = self.client[given["database"]], self.client[given["peer_database"]]
        self.build, self.people, self.ready = None, {}, {}
        self.grams, self.totals, self.state, self.refs = {}, {}, None, None

    def of(self, what):
        return self.peer[f"peer_{what}_{self.build}"]

    async def follow(self):
        state = await self.peer.peer_state.find_one({"_id": "now", "is_ready": True})
        if state and state["number"] != self.build:
            # Twice a minute at the most, in a thread: the requests of others go on meanwhile.
            refs = await asyncio.to_thread(self.read_references, state["generation"])
            self.grams = {row["_id"]: row["n"] async for row in self.peer[f"peer_grams_{state['number']}"].find()}
            self.state, self.refs, self.totals, self.ready = state, refs, {}, {}
            self.moment = Moment(
                state["generation"], state["epoch"], state["settings"], date.fromisoformat(state["today"]), state["zone"], state["currency"]
            )
            self.build = state["number"]
        if self.build:
            people = {row["_id"]: row async for row in self.lake.users.find({}, {"password_hash": 0})}
            self.people = people

    def read_references(self, generation):
        client = MongoClient(self.mongo)
        try:
            return references(client[self.lake.name], generation)
        finally:
            client.close()

    async def keep_up(self):
        while True:
            try:
                await self.follow()
            except Exception as error:
                print(f"cannot follow the lake: {type(error).__name__}", file=sys.stderr, flush=True)
            await asyncio.sleep(1 if self.build else TICK)

    async def reader(self, request: Request):
        """Which reach, with its tokens: what every question begins with."""
        who = request.headers.get("x-reader", "")
        org = self.refs[1]
        person = self.people.get(who)
        if person is None:
            if not who.isdigit() or int(who) not in org.users:
                raise HTTPException(401)
            user = int(who)
            linked = (row for row in self.people.values() if org.user_by_login(row["email"]) == user)
            person = next(linked, None) or org.somebody(user)
        if not person["is_active"] or person["approval_status"] != "approved":
            raise HTTPException(403)
        tokens = org.tokens(person)
        name = reach_name(tokens)
        if name not in self.ready:
            self.ready[name] = await self.prepared(name, tokens)
        return Reader(self, name, tokens, self.ready[name])

    async def prepared(self, name, tokens):
        until = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < until:
            found = await self.of("reaches").find_one({"_id": name})
            if found:
                return found
            row = {"number": self.build, "tokens": written(tokens)}
            await self.peer.peer_wanted.replace_one({"_id": name}, {"_id": name, **row}, upsert=True)
            await asyncio.sleep(TICK / 2)
        raise HTTPException(503)


class Reader:
    def __init__(self, service, reach, tokens, known):
        self.service, self.reach, self.tokens, self.known = service, reach, tokens, known
        self.moment, self.of = service.moment, service.of
        self.rates, self.org, self.stages = service.refs
        self.seen = seen_by(tokens)


@asynccontextmanager
async def lifespan(app):
    given = orjson.loads(os.environ["API_PEER"])
    service = app.state.service = Service(given)
    service.mongo = given["mongo"]
    following = asyncio.create_task(service.keep_up())
    while service.build is None:
        await asyncio.sleep(TICK)
    print(f"listening on http://{given['listen']}", flush=True)
    yield
    following.cancel()
    await service.client.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)
app.include_router(answer_routes)
app.include_router(account_routes)


def end_with(builder):
    """Without its builder the service would answer of an ever older generation."""
    builder.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
    os._exit(1)


def main():
    given = arguments()
    if given.builder:
        try:
            return Builder(given).run()
        except Exception as error:
            # Errors of writes carry the rows.
            where = traceback.extract_tb(error.__traceback__)
            sys.exit(f"the build failed: {type(error).__name__} at {', '.join(f'{Path(at.filename).name}:{at.lineno}' for at in where[:4])}")
    if given.socket is not None:
        os.environ["API_PEER"] = orjson.dumps(vars(given)).decode()
        return serve(socket.socket(fileno=given.socket))
    host, port = given.listen.rsplit(":", 1)
    listener = socket.create_server((host, int(port)), backlog=2048)
    given.listen = f"{host}:{listener.getsockname()[1]}"
    os.environ["API_PEER"] = orjson.dumps(vars(given)).decode()
    # What an earlier start has left may be of another generation.
    with MongoClient(given.mongo) as client:
        client[given.peer_database].peer_state.update_one({"_id": "now"}, {"$set": {"is_ready": False}})
    builder = subprocess.Popen([sys.executable, __file__, "--builder", *sys.argv[1:]])
    threading.Thread(target=end_with, args=(builder,), daemon=True).start()
    # Further workers accept on the same socket.
    again = [sys.executable, __file__, *sys.argv[1:], "--socket", str(listener.fileno())]
    workers = [subprocess.Popen(again, pass_fds=[listener.fileno()], stdout=subprocess.DEVNULL) for _ in range(given.workers - 1)]
    # uvicorn ends with the signal that it was sent, which would leave the others behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        serve(listener)
    finally:
        for child in (*workers, builder):
            child.terminate()
        for child in (*workers, builder):
            child.wait()


def serve(listener):
    config = uvicorn.Config(app, loop="uvloop", http="httptools", access_log=False, log_level="warning", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
