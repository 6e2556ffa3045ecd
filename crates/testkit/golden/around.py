"""Works out around.json: what is around each account of the golden company once business.json is added to it, for each reader, by
the definitions of docs/numbers.md and without any code of the product.

Run it in this folder: `python3 around.py` compares, `python3 around.py --write` writes.
"""

import json
import sys
from datetime import date, datetime
from decimal import Decimal

import work_out as golden

BUSINESS = json.load(open("business.json"), parse_float=lambda text: Decimal(repr(float(text))))
for model, rows in BUSINESS.items():
    golden.LAKE[model] = golden.LAKE.get(model, []) + rows
    golden.ROWS[model] = {row["id"]: row for row in golden.LAKE[model]}
LAKE, ROWS = golden.LAKE, golden.ROWS

NOW = datetime(2026, 11, 2, 8, 0, 0)
TODAY = date(2026, 11, 2)
PEOPLE = "contact"
TOUCHES = {"email": "email_in", "email_outgoing": "email_out", "comment": "comment"}


def commercial(partner):
    return golden.commercial(partner) if partner else None


def invoices_of(account):
    return [
        row
        for row in LAKE["account.move"]
        if row["move_type"] in ("out_invoice", "out_refund") and commercial(row["partner_id"]) == account
    ]


def deals_of(account):
    return [row for row in LAKE["crm.lead"] if commercial(row["partner_id"]) == account]


def below(account):
    return [p for p in ROWS["res.partner"] if p != account and commercial(p) == account]


OWN = {row["partner_id"] for row in LAKE["res.company"]}


def is_account(partner):
    if partner in OWN or commercial(partner) != partner:
        return False
    opportunities = [d for d in deals_of(partner) if d["type"] == "opportunity"]
    return bool(ROWS["res.partner"][partner]["is_company"] or opportunities or invoices_of(partner) or below(partner))


def is_listed(account):
    row = ROWS["res.partner"][account]
    buys = any(d["type"] == "opportunity" for d in deals_of(account)) or invoices_of(account)
    vendor = row["supplier_rank"] > 0 and row["customer_rank"] == 0 and not buys
    return row["active"] and not vendor


ACCOUNTS = [p for p in sorted(ROWS["res.partner"]) if is_account(p)]


def sees(scope, account):
    if scope is None or ROWS["res.partner"][account]["user_id"] in scope[0]:
        return True
    return any(golden.in_reach(d, scope) for d in deals_of(account)) or any(
        row["invoice_user_id"] in scope[0] for row in invoices_of(account)
    )


def sums(parts):
    """(own amount, code, in USD or None) → what is shown."""
    total, rest = Decimal("0.00"), {}
    for own, code, usd in parts:
        if usd is None:
            rest[code] = rest.get(code, Decimal(0)) + own
        else:
            total += usd
    return {"amount": str(total), "not_converted": {code: str(amount) for code, amount in sorted(rest.items())}}


def part_of(invoice, amount):
    """An unsigned amount of an invoice, signed and in both currencies."""
    company = invoice["company_id"]
    currency = ROWS["res.company"][company]["currency_id"]
    own = golden.rounded(amount * (-1 if invoice["move_type"] == "out_refund" else 1), currency)
    day = date.fromisoformat(invoice["invoice_date"]) if invoice["invoice_date"] else TODAY
    return own, ROWS["res.currency"][currency]["name"], golden.to_usd(own, currency, day, company)


def overdue(invoice):
    lines = [row for row in LAKE["account.move.line"] if row["move_id"] == invoice["id"]]
    if lines:
        return sum((abs(l["amount_residual_currency"]) for l in lines if date.fromisoformat(l["date_maturity"]) < TODAY), Decimal(0))
    due = invoice["invoice_date_due"]
    return invoice["amount_residual"] if due and date.fromisoformat(due) < TODAY else Decimal(0)


def billing(accounts):
    posted = [row for account in accounts for row in invoices_of(account) if row["state"] == "posted"]
    owed = [row for row in posted if row["payment_state"] not in ("paid", "in_payment", "reversed")]
    this_year = [row for row in posted if row["invoice_date"] and row["invoice_date"].startswith("2026-")]
    return {
        "invoiced": sums(part_of(row, row["amount_untaxed"]) for row in posted),
        "invoiced_this_year": sums(part_of(row, row["amount_untaxed"]) for row in this_year),
        "outstanding": sums(part_of(row, row["amount_residual"]) for row in owed),
        "overdue": sums(part_of(row, overdue(row)) for row in owed if overdue(row)),
        "in_payment": sums(part_of(row, row["amount_residual"]) for row in posted if row["payment_state"] == "in_payment"),
    }


def place(model, record, scope):
    """The account that a record belongs to, or None where the reader may not see the record or it is not in the lake."""
    row = ROWS.get(model, {}).get(record)
    if row is None:
        return None
    if model == "res.partner":
        account = commercial(record)
    else:
        account = commercial(row["partner_id"])
        if model == "crm.lead" and not golden.in_reach(row, scope):
            return None
    return account if account in ACCOUNTS else None


def touches(account, scope):
    """Of each kind, by id."""
    found = {}
    for row in LAKE["mail.activity"]:
        if row["active"] and place(row["res_model"], row["res_id"], scope) == account:
            found.setdefault("planned", []).append(row["id"])
    for row in LAKE["mail.message"]:
        kind = "activity" if row["mail_activity_type_id"] else TOUCHES.get(row["message_type"])
        if kind and place(row["model"], row["res_id"], scope) == account:
            found.setdefault(kind, []).append(row["id"])
    for row in LAKE["calendar.event"]:
        on = ("crm.lead", row["opportunity_id"]) if row["opportunity_id"] else (row["res_model"], row["res_id"])
        if row["active"] and datetime.fromisoformat(row["stop"]) <= NOW and place(*on, scope) == account:
            found.setdefault("meeting", []).append(row["id"])
    return {kind: sorted(ids) for kind, ids in sorted(found.items())}


def people(account, scope):
    row = ROWS["res.partner"][account]
    own = [] if row["is_company"] else [account]
    living = [p for p in below(account) if ROWS["res.partner"][p]["active"]]
    kinds = {p: ROWS["res.partner"][p]["type"] == PEOPLE for p in living}
    visible = [d for d in deals_of(account) if d["type"] == "opportunity" and golden.in_reach(d, scope)]

    def told(partner):
        deals = [d["id"] for d in visible if d["partner_id"] == partner and golden.state(d) != "archived"]
        made_out = [i["id"] for i in invoices_of(account) if i["partner_id"] == partner and i["state"] != "cancel"]
        return {"deals": sorted(deals), "invoices": sorted(made_out)}

    return (
        {str(p): told(p) for p in sorted(own + [p for p in living if kinds[p]])},
        {str(p): told(p) for p in sorted(p for p in living if not kinds[p])},
    )


def won_months(visible):
    months = {}
    for deal in visible:
        if golden.state(deal) == "won":
            months.setdefault(golden.closing_day(deal).strftime("%Y-%m"), []).append(deal)
    first = "2025-12"
    return {month: golden.money(deals) for month, deals in sorted(months.items()) if first <= month <= "2026-11"}


def tree(account, seen):
    for child in ACCOUNTS:
        if ROWS["res.partner"][child]["parent_id"] == account and child not in seen:
            seen.add(child)
            tree(child, seen)
    return seen


def around(account, scope):
    row = ROWS["res.partner"][account]
    opportunities = [d for d in deals_of(account) if d["type"] == "opportunity"]
    visible = [d for d in opportunities if golden.in_reach(d, scope)]
    documents = invoices_of(account)
    orders = [o for o in LAKE["sale.order"] if commercial(o["partner_id"]) == account]
    posted = [i for i in documents if i["state"] == "posted"]
    persons, addresses = people(account, scope)
    shown = lambda a: is_listed(a) and sees(scope, a)
    whole = [account] + [a for a in tree(account, {account}) if a != account and shown(a)]
    in_tree = [d for a in whole for d in deals_of(a) if d["type"] == "opportunity" and golden.in_reach(d, scope)]
    parent = row["parent_id"]
    return {
        "people": persons,
        "addresses": addresses,
        "deals": {s: sum(golden.state(d) == s for d in visible) for s in ("open", "won", "lost", "archived")},
        "invoices": sorted(i["id"] for i in posted if i["move_type"] == "out_invoice"),
        "credit_notes": sorted(i["id"] for i in posted if i["move_type"] == "out_refund"),
        "drafts": sorted(i["id"] for i in documents if i["state"] == "draft"),
        "orders": sorted(o["id"] for o in orders if o["state"] in ("sale", "done")),
        "quotations": sorted(o["id"] for o in orders if o["state"] in ("draft", "sent")),
        "touches": touches(account, scope),
        "billing": billing([account]),
        "figures": golden.figures(visible),
        "months": won_months(visible),
        "parent": parent if parent and parent in ACCOUNTS and sees(scope, parent) else None,
        "children": [a for a in ACCOUNTS if ROWS["res.partner"][a]["parent_id"] == account and shown(a)],
        "rollup": {"accounts": len(whole), "figures": golden.figures(in_tree), "billing": billing(whole)},
    }


def expected():
    readers = {}
    for reader, who in golden.READERS.items():
        scope = golden.reach(who)
        readers[reader] = {str(a): around(a, scope) for a in ACCOUNTS if sees(scope, a)}
    return readers


def text(readers):
    """A line for each account, so that a difference can be read."""
    line = lambda account, found: f"  {json.dumps(account)}: {json.dumps(found)}"
    block = lambda reader, accounts: f" {json.dumps(reader)}: {{\n" + ",\n".join(line(*a) for a in accounts.items()) + "\n }"
    return "{\n" + ",\n".join(block(*reader) for reader in readers.items()) + "\n}\n"


if __name__ == "__main__":
    found = text(expected())
    if "--write" in sys.argv:
        open("around.json", "w").write(found)
    elif open("around.json").read() != found:
        sys.exit("around.json differs from what the definitions give")
