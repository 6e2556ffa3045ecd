"""Works out expected.json and figures.json from company.json by the definitions of docs/numbers.md, without any code of the product.

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


PERIODS = {
    "all_time": None,
    "2026": (date(2026, 1, 1), date(2027, 1, 1)),
    "q2_2026": (date(2026, 4, 1), date(2026, 7, 1)),
    "q3_2026": (date(2026, 7, 1), date(2026, 10, 1)),
}


def local_day(text):
    return (datetime.fromisoformat(text) + timedelta(hours=HOURS_AHEAD)).date()


def closed_text(deal):
    if state(deal) == "won":
        return deal["date_closed"] or deal["date_last_stage_update"]
    return deal["date_closed"] or deal["write_date"]


def worth(deal, part="revenue"):
    """(own amount, in USD or None): closed ones at the rate of their closing day."""
    if state(deal) != "lost":
        return money_of(deal)[part]
    company = deal["company_id"] or 1
    currency = ROWS["res.company"][company]["currency_id"]
    revenue = rounded(Decimal(deal["expected_revenue"]), currency)
    return revenue, to_usd(revenue, currency, local_day(closed_text(deal)), company)


def total(deals, part="revenue"):
    sum_, rest, converted = Decimal("0.00"), {}, 0
    for deal in deals:
        own, usd = worth(deal, part)
        code = money_of(deal)["code"]
        if usd is None:
            rest[code] = rest.get(code, Decimal(0)) + own
        else:
            sum_ += usd
            converted += 1
    return sum_, {code: str(amount) for code, amount in sorted(rest.items())}, converted


def money(deals, part="revenue"):
    sum_, rest, _ = total(deals, part)
    return {"deals": len(deals), "amount": str(sum_), "not_converted": rest}


def exact(fraction, digits):
    """Rounded half away from zero, without needless zeros."""
    quantum = Decimal(1).scaleb(-digits)
    value = (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(quantum, rounding=ROUND_HALF_UP)
    return value


def plain(value):
    return None if value is None else format(value.normalize(), "f")


def sales(deals, period):
    inside = lambda day: period is None or period[0] <= day < period[1]
    closed = lambda wanted: [d for d in deals if state(d) == wanted and inside(local_day(closed_text(d)))]
    won, lost = closed("won"), closed("lost")
    opened = [d for d in deals if state(d) == "open"]
    new = [d for d in deals if state(d) != "archived" and inside(local_day(d["create_date"]))]
    won_sum, _, won_converted = total(won)
    lost_sum = total(lost)[0]
    spans = [(datetime.fromisoformat(closed_text(d)) - datetime.fromisoformat(d["create_date"])).total_seconds() for d in won]
    spans = [int(span) for span in spans if span >= 0]
    ratio = lambda part, whole: plain(exact(Fraction(part) / Fraction(whole), 4)) if whole else None
    return {
        "pipeline": money(opened),
        "weighted": money(opened, "weighted"),
        "won": money(won),
        "lost": money(lost),
        "new_deals": money(new),
        "win_rate": ratio(len(won), len(won) + len(lost)),
        "win_rate_by_value": ratio(won_sum, won_sum + lost_sum),
        "average_deal": str(exact(Fraction(won_sum) / won_converted, 2)) if won_converted else None,
        "sales_cycle": str(exact(Fraction(sum(spans), len(spans) * 86400), 1)) if spans else None,
    }


# Set for the test; a stage that is not named is "pipeline".
CATEGORIES = {1: "omitted", 2: "best_case", 3: "commit"}
FORECAST_PERIODS = {
    "q3_2026": (date(2026, 7, 1), date(2026, 10, 1)),
    "q4_2026": (date(2026, 10, 1), date(2027, 1, 1)),
    "november_2026": (date(2026, 11, 1), date(2026, 12, 1)),
    # With TODAY, and without the day of what is overdue.
    "late_november_2026": (date(2026, 11, 15), date(2026, 12, 1)),
    "all_time": None,
}


def forecast(deals, period):
    """Each deal in one part; deals whose day is over count in the period of TODAY, those without a day in none."""
    inside = lambda day: period is None or period[0] <= day < period[1]
    parts = {part: [] for part in ("won", "commit", "best_case", "pipeline", "overdue", "omitted", "undated")}
    for deal in deals:
        day = deal["date_deadline"] and date.fromisoformat(deal["date_deadline"])
        if state(deal) == "won" and inside(local_day(closed_text(deal))):
            parts["won"].append(deal)
        elif state(deal) != "open":
            continue
        elif not day:
            parts["undated"].append(deal)
        elif day < TODAY:
            parts["overdue"] += [deal] if inside(TODAY) else []
        elif inside(day):
            parts[CATEGORIES.get(deal["stage_id"], "pipeline")].append(deal)
    total = [deal for part in ("won", "commit", "best_case", "pipeline", "overdue") for deal in parts[part]]
    return {"total": money(total), **{part: money(found) for part, found in parts.items()}}


def all_figures():
    result = {}
    opportunities = [d for d in LAKE["crm.lead"] if d["type"] == "opportunity"]
    for reader, who in READERS.items():
        scope = reach(who)
        visible = [d for d in opportunities if in_reach(d, scope)]
        stages = {}
        for stage, row in ROWS["crm.stage"].items():
            there = [d for d in visible if d["stage_id"] == stage and state(d) == "open"]
            stages[row["name"]] = {
                "deals": sorted(d["id"] for d in there),
                "pipeline": money(there),
                "weighted": money(there, "weighted"),
            }
        periods = {name: sales(visible, period) for name, period in PERIODS.items()}
        expected = {name: forecast(visible, period) for name, period in FORECAST_PERIODS.items()}
        result[reader] = {"stages": stages, "periods": periods, "forecast": expected}
    return result


def check(file, found):
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    if "--write" in sys.argv:
        open(file, "w").write(text)
    elif open(file).read() != text:
        sys.exit(f"{file} differs from what the definitions give")


if __name__ == "__main__":
    check("expected.json", expected())
    check("figures.json", all_figures())
