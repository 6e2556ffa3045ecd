"""Works out feed.json: what happened in the Odoo of the golden company once business.json is added to it, newest first, for each
reader, by the definitions of docs/numbers.md and without any code of the product.

Run it in this folder: `python3 feed.py` compares, `python3 feed.py --write` writes.
"""

import json
import sys
from datetime import datetime

import around
from around import LAKE, NOW, OWN, ROWS, commercial, golden

CATEGORIES = {"phonecall": "call", "meeting": "meeting"}
MESSAGES = {"email": "email", "email_outgoing": "email", "comment": "note"}
USERS = {row["partner_id"]: row["id"] for row in LAKE["res.users"]}


def record(model, id):
    """(serving id, name, account) of what something hangs on; the account is None where the record has none."""
    row = ROWS[model][id]
    partner = {"res.partner": id}.get(model) or row["partner_id"]
    account = commercial(partner)
    account = account if account in around.ACCOUNTS else None
    if model == "res.partner":
        return (f"odoo_account_{id}" if id == account else f"odoo_contact_{id}"), row["name"], account
    kind = {"account.move": "invoice", "sale.order": "order"}.get(model) or row["type"]
    return f"odoo_{kind}_{id}", row["name"], account


def is_seen(model, id, owner, scope):
    """Whether the reader sees what hangs on this record, or on one that is in no list: then it is its owner's."""
    if scope is None:
        return True
    row = ROWS.get(model, {}).get(id)
    if row is None or (model == "res.partner" and (id in OWN or commercial(id) in OWN)):
        return owner in scope[0]
    if model == "crm.lead":
        return golden.in_reach(row, scope)
    account = record(model, id)[2]
    own = {"account.move": "invoice_user_id", "sale.order": "user_id"}.get(model)
    return (account is not None and around.sees(scope, account)) or bool(own and row[own] in scope[0])


def knows(partner, scope):
    """Whether the reader may know a customer's name."""
    account = commercial(partner)
    return account in around.ACCOUNTS and around.sees(scope, account)


def happened():
    """(moment, id, type, model, record, owner, author's partner, author's address, subject)"""
    for row in LAKE["mail.activity"]:
        if row["active"]:
            on = row["res_model"], row["res_id"]
            yield row["create_date"], f"odoo_activity_{row['id']}", "planned", *on, row["user_id"], None, None, row["summary"]
    for row in LAKE["mail.message"]:
        kind = MESSAGES.get(row["message_type"])
        if row["mail_activity_type_id"]:
            category = ROWS["mail.activity.type"][row["mail_activity_type_id"]]["category"]
            kind = CATEGORIES.get(category, "task")
        if kind:
            address = row.get("email_from", "").partition("<")[2].rstrip(">") or None
            author, subject = row["author_id"] or None, row["subject"] or None
            yield row["date"], f"odoo_message_{row['id']}", kind, row["model"], row["res_id"], None, author, address, subject
    for row in LAKE["calendar.event"]:
        on = ("crm.lead", row["opportunity_id"]) if row["opportunity_id"] else (row["res_model"], row["res_id"])
        if row["active"] and datetime.fromisoformat(row["stop"]) <= NOW:
            yield row["stop"], f"odoo_event_{row['id']}", "meeting", *on, row["user_id"], None, None, row["name"]


def line(entry, scope):
    at, id, kind, model, on, owner, author, address, subject = entry
    user = owner or USERS.get(author)
    name = ROWS["res.users"][user]["name"] if user else None
    if name is None and author and knows(author, scope):
        name = ROWS["res.partner"][author]["name"]
    known = on in ROWS.get(model, {}) and not (model == "res.partner" and (on in OWN or commercial(on) in OWN))
    entity, title, account = record(model, on) if known else (id, subject, None)
    account = f"odoo_account_{account}" if account else None
    return {
        "at": at.replace(" ", "T") + "Z",
        "id": id,
        "type": kind,
        "title": title,
        "entity_id": entity,
        "account": account if account != entity else None,
        "user_id": f"odoo_user_{user}" if user else None,
        "user_name": name or address,
        "subject": subject,
    }


def expected():
    readers = {}
    for reader, who in golden.READERS.items():
        scope = golden.reach(who)
        seen = [entry for entry in happened() if is_seen(*entry[3:6], scope)]
        # Of the same moment, those with the later letters and digits first.
        readers[reader] = [line(entry, scope) for entry in sorted(seen, key=lambda entry: entry[:2], reverse=True)]
    return readers


def text(readers):
    block = lambda reader, lines: f" {json.dumps(reader)}: [\n" + ",\n".join(f"  {json.dumps(one)}" for one in lines) + "\n ]"
    return "{\n" + ",\n".join(block(*reader) for reader in readers.items()) + "\n}\n"


if __name__ == "__main__":
    found = text(expected())
    if "--write" in sys.argv:
        open("feed.json", "w").write(found)
    elif open("feed.json").read() != found:
        sys.exit("feed.json differs from what the definitions give")
