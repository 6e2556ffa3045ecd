"""Works out expected.json from company.json by the definitions of docs/numbers.md, without any code of the product.

Run it in this folder: `python3 work_out.py` compares, `python3 work_out.py --write` writes. Money is decimal throughout.
"""

import json
import sys
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

LAKE = json.load(open("company.json"), parse_float=lambda text: Decimal(repr(float(text))))
ROWS = {model: {row["id"]: row for row in rows} for model, rows in LAKE.items()}
TODAY = date(2026, 11, 21)  # any day from 2026-10-01 on gives the same figures
HOURS_AHEAD = 4  # the organisation's zone is Asia/Dubai
USD = 1


def rounded(amount, currency):
    digits = ROWS["res.currency"][currency]["decimal_places"]
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def commercial(partner):
    row = ROWS["res.partner"][partner]
    return partner if row["is_company"] or not row["parent_id"] else commercial(row["parent_id"])


def root(company):
    parent = ROWS["res.company"][company]["parent_id"]
    return root(parent) if parent else company


def newest(currency, company, day):
    known = [
        (row["name"], row["rate"])
        for row in LAKE["res.currency.rate"]
        if row["currency_id"] == currency and row["company_id"] == company and row["name"] <= day.isoformat()
    ]
    return Decimal(max(known)[1]) if known else None


def shared(currency, day):
    """Units for one of the main company's currency, which needs no row."""
    row = newest(currency, False, day)
    return Decimal(1) if row is None and currency == USD else row


def rate(currency, day, company):
    """Units of a currency for one of the company's own, as a fraction."""
    own = ROWS["res.company"][company]["currency_id"]
    if currency == own:
        return Fraction(1)
    row = newest(currency, company, day)
    if row is not None:
        return Fraction(row)
    theirs, ours = shared(currency, day), shared(own, day)
    return None if theirs is None or ours is None else Fraction(theirs) / Fraction(ours)


def to_usd(amount, currency, day, company):
    if currency == USD:
        return amount
    own, usd = rate(currency, day, root(company)), rate(USD, day, root(company))
    if own is None or usd is None:
        return None
    exact = Fraction(amount) * usd / own
    return rounded(Decimal(exact.numerator) / Decimal(exact.denominator), USD)


def state(deal):
    if ROWS["crm.stage"][deal["stage_id"]]["is_won"]:
        return "won"
    if not deal["active"]:
        return "lost" if deal["probability"] == 0 else "archived"
    return "open"


def closing_day(deal):
    text = deal["date_closed"] or deal["date_last_stage_update"]
    return (datetime.fromisoformat(text) + timedelta(hours=HOURS_AHEAD)).date()


def money_of(deal):
    """(kind of figure → amount in USD or None, own currency's code, own amounts)"""
    company = deal["company_id"] or 1
    currency = ROWS["res.company"][company]["currency_id"]
    revenue = rounded(Decimal(deal["expected_revenue"]), currency)
    weighted = rounded(revenue * Decimal(deal["probability"]) / 100, currency)
    day = closing_day(deal) if state(deal) == "won" else TODAY
    return {
        "code": ROWS["res.currency"][currency]["name"],
        "revenue": (revenue, to_usd(revenue, currency, day, company)),
        "weighted": (weighted, to_usd(weighted, currency, day, company)),
    }


def reach(user):
    """None: everything. Else the users and teams in reach."""
    if user is None:
        return None
    login, role = user
    me = next(row["id"] for row in LAKE["res.users"] if row["login"].lower() == login)
    if role == "account_manager":
        return {me}, set()
    teams = {row["id"] for row in LAKE["crm.team"] if row["user_id"] == me}
    people = {me} | {r["user_id"] for r in LAKE["crm.team.member"] if r["active"] and r["crm_team_id"] in teams}
    level = [row["id"] for row in LAKE["hr.employee"] if row["user_id"] == me]
    seen = set(level)
    while level:
        level = [r["id"] for r in LAKE["hr.employee"] if r["parent_id"] in level and r["id"] not in seen]
        seen |= set(level)
        people |= {ROWS["hr.employee"][i]["user_id"] for i in level} - {False}
    return people, teams


def in_reach(deal, scope):
    return scope is None or deal["user_id"] in scope[0] or deal["team_id"] in scope[1]


def figures(deals):
    result = {"open_deals": 0}
    for name, wanted, part in (("pipeline", "open", "revenue"), ("weighted", "open", "weighted"), ("won", "won", "revenue")):
        total, rest = Decimal("0.00"), {}
        for deal in deals:
            if state(deal) != wanted:
                continue
            money = money_of(deal)
            own, usd = money[part]
            if usd is None:
                rest[money["code"]] = rest.get(money["code"], Decimal(0)) + own
            else:
                total += usd
        result[name] = {"amount": str(total), "not_converted": {code: str(sum_) for code, sum_ in sorted(rest.items())}}
    result["open_deals"] = sum(state(deal) == "open" for deal in deals)
    return result


def accounts():
    """Account id → its opportunities and all that hangs on it, without vendors and archived ones."""
    own = {row["partner_id"] for row in LAKE["res.company"]}
    found = {}
    for partner, row in ROWS["res.partner"].items():
        if commercial(partner) != partner or partner in own:
            continue
        hanging = [d for d in LAKE["crm.lead"] if d["partner_id"] and commercial(d["partner_id"]) == partner]
        opportunities = [d for d in hanging if d["type"] == "opportunity"]
        children = any(p != partner and commercial(p) == partner for p in ROWS["res.partner"])
        vendor = row["supplier_rank"] > 0 and row["customer_rank"] == 0 and not opportunities
        if (row["is_company"] or opportunities or children) and row["active"] and not vendor:
            found[partner] = (opportunities, hanging)
    return found


READERS = {
    "admin": None,
    "amira": ("amira@golden.example", "sales_manager"),
    "bruno": ("bruno@golden.example", "account_manager"),
    "chen": ("chen@golden.example", "account_manager"),
    "dana": ("dana@golden.example", "account_manager"),
    "eli": ("eli@golden.example", "account_manager"),
}


def expected():
    result = {}
    for reader, who in READERS.items():
        scope = reach(who)
        shown, counted = {}, []
        for account, (opportunities, hanging) in sorted(accounts().items()):
            owner = ROWS["res.partner"][account]["user_id"]
            if not (scope is None or owner in scope[0] or any(in_reach(d, scope) for d in hanging)):
                continue
            visible = [d for d in opportunities if in_reach(d, scope)]
            counted += visible
            shown[f"odoo_account_{account}"] = {
                "name": ROWS["res.partner"][account]["name"],
                **figures(visible),
                "your_deals_only": len(visible) < len(opportunities),
            }
        result[reader] = {"accounts": shown, "totals": figures(counted)}
    return result


if __name__ == "__main__":
    text = json.dumps(expected(), indent=1, ensure_ascii=False) + "\n"
    if "--write" in sys.argv:
        open("expected.json", "w").write(text)
    elif open("expected.json").read() != text:
        sys.exit("expected.json differs from what the definitions give")
