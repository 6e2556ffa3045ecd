"""Works out orders.json: orders and quotations of each account of the golden company once business.json is added to it, for each
reader and period, by the definitions of docs/numbers.md §4 and without any code of the product.

Run it in this folder: `python3 orders.py` compares, `python3 orders.py --write` writes.
"""

from datetime import date
from decimal import Decimal

import around
from around import LAKE, ROWS, commercial, golden

PERIODS = {
    "all_time": None,
    "2026": (date(2026, 1, 1), date(2027, 1, 1)),
    "may_2026": (date(2026, 5, 1), date(2026, 6, 1)),
    "third_quarter": (date(2026, 7, 1), date(2026, 10, 1)),
}
STATES = {"orders": ("sale", "done"), "quotations": ("draft", "sent")}


def part_of(order):
    """An untaxed amount in both currencies, at the rate of the day of the order."""
    currency = ROWS["res.company"][order["company_id"]]["currency_id"]
    own = golden.rounded(Decimal(order["amount_untaxed"]), currency)
    usd = golden.to_usd(own, currency, golden.local_day(order["date_order"]), order["company_id"])
    return own, ROWS["res.currency"][currency]["name"], usd


def of_account(account):
    result = {}
    for kind, states in STATES.items():
        ours = [o for o in LAKE["sale.order"] if commercial(o["partner_id"]) == account and o["state"] in states]
        for name, period in PERIODS.items():
            rows = [o for o in ours if period is None or period[0] <= golden.local_day(o["date_order"]) < period[1]]
            sums = around.sums(part_of(o) for o in rows)
            result.setdefault(kind, {})[name] = {"rows": sorted(o["id"] for o in rows), **sums}
    return result


def found():
    readers = {}
    for reader, who in golden.READERS.items():
        seen = [account for account in around.ACCOUNTS if around.sees(golden.reach(who), account)]
        readers[reader] = {str(account): of_account(account) for account in seen}
    return readers


if __name__ == "__main__":
    golden.check("orders.json", found())
