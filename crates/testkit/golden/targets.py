"""Works out targets.json from company.json and the definitions of docs/numbers.md §4, without any code of the product.

Run it in this folder: `python3 targets.py` compares, `python3 targets.py --write` writes.
Seen from 2026-11-02 at the organisation in Asia/Dubai. What is to be won is added up day by day.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from work_out import LAKE, READERS, check, closed_text, in_reach, local_day, reach, state, total

DEALS = [deal for deal in LAKE["crm.lead"] if deal["type"] == "opportunity"]
# Users: 5 Amira, 6 Bruno, 7 Chen, 8 Dana, 11 Eli. Teams: 1 North, 2 South.
GOALS = [
    # (assignee, metric, target, currency, span, from, until)
    ("everybody", "won", "92000", "USD", "quarter", date(2026, 10, 1), date(2027, 1, 1)),
    ("odoo_team_1", "won", "100000", "USD", "year", date(2026, 1, 1), date(2027, 1, 1)),
    ("odoo_team_1", "won", "10000.01", "USD", "month", date(2026, 11, 1), date(2026, 12, 1)),
    ("odoo_team_2", "won", "5000", "USD", "month", date(2026, 9, 1), date(2026, 10, 1)),
    ("odoo_user_5", "won", "20000", "USD", "quarter", date(2026, 7, 1), date(2026, 10, 1)),
    ("odoo_user_6", "won", "12345.67", "USD", "month", date(2026, 11, 1), date(2026, 12, 1)),
    ("odoo_user_6", "won", "30000", "USD", "quarter", date(2026, 10, 1), date(2027, 1, 1)),
    ("odoo_user_6", "won", "4100", "USD", "days", date(2026, 6, 10), date(2026, 7, 21)),
    ("odoo_user_6", "won", "9000", "USD", "quarter", date(2026, 7, 1), date(2026, 10, 1)),
    ("odoo_user_7", "won", "50000", "USD", "year", date(2026, 1, 1), date(2027, 1, 1)),
    ("odoo_user_7", "won", "310", "USD", "month", date(2025, 12, 1), date(2026, 1, 1)),
    ("odoo_user_8", "won", "700", "USD", "month", date(2025, 12, 1), date(2026, 1, 1)),
    # Of another metric, in a currency that is not reported in: no part of any target.
    ("odoo_user_8", "invoiced", "1000", "USD", "year", date(2026, 1, 1), date(2027, 1, 1)),
    ("odoo_user_11", "won", "1000", "EUR", "year", date(2026, 1, 1), date(2027, 1, 1)),
]
# A target of the role account_manager: a goal of each of those whom the test lets in with it.
ROLE = ("won", "3100", "USD", "month", date(2026, 10, 1), date(2026, 11, 1))
MADE = [(f"odoo_user_{user}", *ROLE) for user in (6, 7, 8, 11)]

PERIODS = {
    "2026": (date(2026, 1, 1), date(2027, 1, 1)),
    "q3_2026": (date(2026, 7, 1), date(2026, 10, 1)),
    "q4_2026": (date(2026, 10, 1), date(2027, 1, 1)),
    "november_2026": (date(2026, 11, 1), date(2026, 12, 1)),
    "summer_2026": (date(2026, 6, 15), date(2026, 8, 10)),
    "all_time": None,
}
MONTHS = [(date(2025 + (11 + n) // 12, (11 + n) % 12 + 1, 1), date(2025 + (12 + n) // 12, (12 + n) % 12 + 1, 1)) for n in range(12)]
FILTERS = {
    "none": {},
    "bruno": {"salesperson": 6},
    "chen": {"salesperson": 7},
    "dana": {"salesperson": 8},
    "north": {"team": 1},
    "south": {"team": 2},
    "bruno_in_north": {"salesperson": 6, "team": 1},
}


def number(assignee):
    return int(assignee.rsplit("_", 1)[1])


def reaches(scope, assignee):
    if scope is None:
        return True
    if assignee.startswith("odoo_user_"):
        return number(assignee) in scope[0]
    return assignee.startswith("odoo_team_") and number(assignee) in scope[1]


def layers(scope, chosen):
    goals = [g for g in GOALS + MADE if g[1] == "won" and g[3] == "USD" and reaches(scope, g[0])]
    of = lambda start: [g for g in goals if g[0].startswith(start)]
    if not chosen:
        return [of("everybody"), of("odoo_team_"), of("odoo_user_")]
    if "salesperson" in chosen and "team" in chosen:
        return []
    if "salesperson" in chosen:
        return [[g for g in goals if g[0] == f"odoo_user_{chosen['salesperson']}"]]
    members = {m["user_id"] for m in LAKE["crm.team.member"] if m["active"] and m["crm_team_id"] == chosen["team"]}
    return [[g for g in goals if g[0] == f"odoo_team_{chosen['team']}"], [g for g in of("odoo_user_") if number(g[0]) in members]]


def target(found, period):
    """(exact sum, goals in it), or None where a day has none."""
    if period is None:
        return None
    sum_, used, day = Fraction(0), set(), period[0]
    while day < period[1]:
        for layer in found:
            there = [g for g in layer if g[5] <= day < g[6]]
            if there:
                break
        else:
            return None
        for assignee in {g[0] for g in there}:
            nearest = min((g for g in there if g[0] == assignee), key=lambda g: (g[5:7] != period, g[6] - g[5]))
            sum_ += Fraction(nearest[2]) / (nearest[6] - nearest[5]).days
            used.add(nearest)
        day += timedelta(days=1)
    return sum_, len(used)


def rounded(fraction, digits):
    exact = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def covered(deals, found, period):
    told = target(found, period)
    if told is None:
        return None
    inside = lambda day: period[0] <= day < period[1]
    amount = rounded(told[0], 2)
    won = total([d for d in deals if state(d) == "won" and inside(local_day(closed_text(d)))])[0]
    closing = total([d for d in deals if state(d) == "open" and d["date_deadline"] and inside(date.fromisoformat(d["date_deadline"]))])[0]
    left = amount - won
    coverage = format(rounded(Fraction(closing) / Fraction(left), 4).normalize(), "f") if left > 0 else None
    return {
        "amount": str(amount),
        "goals": told[1],
        "left": str(left) if left > 0 else None,
        "closing": str(closing),
        "coverage": coverage,
    }


def of_reader(scope, chosen):
    deals = [d for d in DEALS if in_reach(d, scope)]
    deals = [d for d in deals if "salesperson" not in chosen or d["user_id"] == chosen["salesperson"]]
    deals = [d for d in deals if "team" not in chosen or d["team_id"] == chosen["team"]]
    found = layers(scope, chosen)
    months = {}
    for start, end in MONTHS:
        told = target(found, (start, end))
        months[start.isoformat()] = told and str(rounded(told[0], 2))
    return {"months": months, "periods": {name: covered(deals, found, period) for name, period in PERIODS.items()}}


def goal(row):
    fields = dict(zip(("assignee", "metric", "target", "currency", "span", "from", "until"), row))
    return {**fields, "from": row[5].isoformat(), "until": row[6].isoformat()}


def all_targets():
    readers = {name: {key: of_reader(reach(who), chosen) for key, chosen in FILTERS.items()} for name, who in READERS.items()}
    role = {**goal(("", *ROLE)), "role": "account_manager"}
    del role["assignee"]
    return {"goals": [goal(row) for row in GOALS], "role_target": role, "readers": readers}


if __name__ == "__main__":
    check("targets.json", all_targets())
