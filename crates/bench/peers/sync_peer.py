"""A good script that copies Odoo into MongoDB: what the sync is measured against.

JSON-RPC without labels, pages of 1,000 rows by id, two read connections, unordered bulk upserts, orjson. `import` copies everything;
`reconcile` copies what was written since the last run (ten minutes of overlap) and compares all ids, for new and for deleted rows.
It writes one copy of each row: no history, no validation, no figures.
"""

import argparse
import http.client
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import orjson
from pymongo import MongoClient, ReplaceOne

PAGE = 1000
READERS = 2
WRITERS = 2
# Pages that are read and not yet written.
AHEAD = 8
OVERLAP = timedelta(minutes=10)


class Odoo:
    """A prefork server closes the connection after each answer, so each call opens its own."""

    def __init__(self, url, database, login, key):
        place = urlsplit(url)
        self.host, self.port = place.hostname, place.port
        self.database, self.key = database, key
        self.uid = orjson.loads(self.post("common", "authenticate", [database, login, key, {}]))["result"]
        if not self.uid:
            sys.exit("Odoo refuses the login")
        self.context = {"lang": "en_US", "active_test": False}
        user = self.call("res.users", "read", [[self.uid]], fields=["company_ids"], load="")
        self.context["allowed_company_ids"] = user[0]["company_ids"]

    def post(self, service, method, args):
        body = orjson.dumps(
            {"jsonrpc": "2.0", "method": "call", "id": 1, "params": {"service": service, "method": method, "args": args}}
        )
        connection = http.client.HTTPConnection(self.host, self.port, timeout=120)
        try:
            connection.request("POST", "/jsonrpc", body, {"Content-Type": "application/json"})
            return connection.getresponse().read()
        finally:
            connection.close()

    def raw(self, model, method, args, **named):
        named["context"] = self.context
        return self.post("object", "execute_kw", [self.database, self.uid, self.key, model, method, args, named])

    def call(self, model, method, args, **named):
        return result(self.raw(model, method, args, **named))


def result(answer):
    answer = orjson.loads(answer)
    if "error" in answer:
        sys.exit(f"Odoo refuses: {answer['error']['data']['message']}")
    return answer["result"]


class Copy:
    def __init__(self, odoo, database, models):
        self.odoo, self.db, self.models = odoo, database, models
        self.readers = ThreadPoolExecutor(READERS)
        self.writers = ThreadPoolExecutor(WRITERS)
        self.room = threading.Semaphore(AHEAD)
        self.lock = threading.Lock()
        self.newest = {}
        self.read = self.deleted = 0

    def rows_of(self, model):
        return self.db[model["model"].replace(".", "_")]

    def ids(self, model):
        return self.odoo.call(model["model"], "search", [model["filter"]], order="id")

    def page(self, model, domain):
        """Reads a page and leaves it to a writer, which is waited for only when too many pages wait."""
        self.room.acquire()
        answer = self.odoo.raw(
            model["model"], "search_read", [domain + model["filter"]],
            fields=model["fields"], limit=PAGE, order="id", load="",
        )
        return self.writers.submit(self.write, model, answer)

    def write(self, model, answer):
        try:
            rows = result(answer)
            if not rows:
                return 0, None
            newest = max(row.get("write_date") or "" for row in rows)
            last = rows[-1]["id"]
            writes = []
            for row in rows:
                row["_id"] = row.pop("id")
                writes.append(ReplaceOne({"_id": row["_id"]}, row, upsert=True))
            self.rows_of(model).bulk_write(writes, ordered=False)
            with self.lock:
                self.read += len(rows)
                self.newest[model["model"]] = max(self.newest.get(model["model"], ""), newest)
            return len(rows), last
        finally:
            self.room.release()

    def import_all(self):
        """Both connections always have a page to read: the pages of all models stand in one line."""
        listed = self.readers.map(self.ids, self.models)
        pages = []
        for model, ids in zip(self.models, listed):
            for at in range(0, len(ids), PAGE):
                some = ids[at:at + PAGE]
                pages.append(self.readers.submit(self.page, model, [["id", ">=", some[0]], ["id", "<=", some[-1]]]))
        for page in pages:
            page.result().result()
        self.remember()

    def reconcile(self):
        cursors = {row["_id"]: row["newest"] for row in self.db.cursors.find()}
        self.newest = dict(cursors)
        for done in [self.readers.submit(self.reconcile_model, model, cursors) for model in self.models]:
            done.result()
        self.remember()

    def reconcile_model(self, model, cursors):
        since = cursors.get(model["model"])
        window = []
        if since and not model["always_whole"]:
            moment = datetime.strptime(since, "%Y-%m-%d %H:%M:%S") - OVERLAP
            window = [["write_date", ">=", moment.strftime("%Y-%m-%d %H:%M:%S")]]
        after = 0
        while True:
            count, last = self.page(model, window + [["id", ">", after]]).result()
            if count < PAGE:
                break
            after = last
        theirs = set(self.ids(model))
        rows = self.rows_of(model)
        ours = {row["_id"] for row in rows.find({}, {"_id": 1}).batch_size(50_000)}
        gone = list(ours - theirs)
        for at in range(0, len(gone), PAGE):
            rows.delete_many({"_id": {"$in": gone[at:at + PAGE]}})
        new = sorted(theirs - ours)
        for at in range(0, len(new), PAGE):
            self.page(model, [["id", "in", new[at:at + PAGE]]]).result()
        with self.lock:
            self.deleted += len(gone)

    def remember(self):
        writes = [ReplaceOne({"_id": name}, {"newest": newest}, upsert=True) for name, newest in self.newest.items()]
        self.db.cursors.bulk_write(writes, ordered=False)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", choices=["import", "reconcile"])
    for name in ["url", "odoo-database", "login", "mongo", "database", "models"]:
        arguments.add_argument(f"--{name}", required=True)
    given = arguments.parse_args()
    with open(given.models, "rb") as file:
        models = orjson.loads(file.read())
    odoo = Odoo(given.url, given.odoo_database, given.login, os.environ["BENCH_ODOO_KEY"])
    copy = Copy(odoo, MongoClient(given.mongo)[given.database], models)
    if given.what == "import":
        copy.import_all()
    else:
        copy.reconcile()
    print(orjson.dumps({"read": copy.read, "deleted": copy.deleted}).decode())


if __name__ == "__main__":
    main()
