"""Works out goals.json from company.json and the definitions of docs/numbers.md §5, without any code of the product.

Run it in this folder: `python3 work_out_goals.py` compares, `python3 work_out_goals.py --write` writes.
Seen from 2026-11-02, a Monday in November, at the organisation in Asia/Dubai.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from work_out import LAKE, check, closed_text, local_day, money_of, state, total

TODAY = date(2026, 11, 2)
DEALS = [deal for deal in LAKE["crm.lead"] if deal["type"] == "opportunity"]

# Users are those of company.json: 5 Amira, 6 Bruno, 7 Chen, 8 Dana, 11 Eli. Teams: 1 North, 2 South.
ASSIGNEES = {
    "odoo_user_5": lambda deal: deal["user_id"] == 5,
    "odoo_user_6": lambda deal: deal["user_id"] == 6,
    "odoo_user_7": lambda deal: deal["user_id"] == 7,
    "odoo_user_8": lambda deal: deal["user_id"] == 8,
    "odoo_team_1": lambda deal: deal["team_id"] == 1,
    "odoo_team_2": lambda deal: deal["team_id"] == 2,
    # Those whom the test lets in with this role: Bruno, Chen, Dana and Eli.
    "account_manager": lambda deal: deal["user_id"] in (6, 7, 8, 11),
    "everybody": lambda deal: True,
}
# (span, from, until)
PERIODS = [
    ("year", date(2026, 1, 1), date(2027, 1, 1)),
    ("quarter", date(2026, 7, 1), date(2026, 10, 1)),
    ("quarter", date(2026, 10, 1), date(2027, 1, 1)),
    ("month", date(2026, 11, 1), date(2026, 12, 1)),
    ("month", date(2026, 12, 1), date(2027, 1, 1)),
    ("days", date(2026, 2, 1), date(2026, 6, 30)),
]
# metric → (kind, limit, target); a stock of a period that is over is read elsewhere: see the tests of the store.
METRICS = {
    "won": ("flow", False, "9000"),
    "won_deals": ("flow", False, "3"),
    "new_deals": ("flow", False, "9"),
    "lost": ("flow", True, "70000"),
    "pipeline": ("stock", False, "20000"),
    "weighted": ("stock", False, "10000.5"),
    "rotting_deals": ("stock", True, "5"),
    "coverage": ("stock", False, "1.5"),
    "overdue_deals": ("stock", True, "1"),
    "win_rate": ("ratio", False, "0.8"),
    "win_rate_by_value": ("ratio", False, "0.9"),
    "average_deal": ("ratio", False, "5000"),
    "sales_cycle": ("ratio", True, "120"),
}
# Of coverages: the won revenue that is to be covered.
WON_TARGET = "20000"
COVERED = "covered"


def rounded(fraction, digits):
    quantum = Decimal(1).scaleb(-digits)
    exact = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return exact.quantize(quantum, rounding=ROUND_HALF_UP)


def actual(metric, deals, start, end):
    """(value or None, number of records)"""
    inside = lambda text: start <= local_day(text) < end
    won = [d for d in deals if state(d) == "won" and inside(closed_text(d))]
    lost = [d for d in deals if state(d) == "lost" and inside(closed_text(d))]
    opened = [d for d in deals if state(d) == "open"]
    new = [d for d in deals if state(d) != "archived" and inside(d["create_date"])]
    rotting = [d for d in opened if (TODAY - local_day(d["date_last_stage_update"])).days > 30]
    overdue = [d for d in opened if d["date_deadline"] and d["date_deadline"] < TODAY.isoformat()]
    of_money = {"won": (won, "revenue"), "lost": (lost, "revenue"), "pipeline": (opened, "revenue"), "weighted": (opened, "weighted")}
    of_count = {"won_deals": won, "new_deals": new, "rotting_deals": rotting, "overdue_deals": overdue}
    if metric in of_money:
        rows, part = of_money[metric]
        return total(rows, part)[0], len(rows)
    if metric in of_count:
        return Decimal(len(of_count[metric])), len(of_count[metric])
    if metric == "coverage":
        closing = [d for d in opened if d["date_deadline"] and start <= date.fromisoformat(d["date_deadline"]) < end]
        left = Decimal(WON_TARGET) - total(won)[0]
        return (rounded(Fraction(total(closing)[0]) / Fraction(left), 4) if left > 0 else COVERED), len(closing)
    closed = len(won) + len(lost)
    won_sum, _, converted = total(won)
    if metric == "win_rate":
        return (rounded(Fraction(len(won), closed), 4) if closed else None), closed
    if metric == "win_rate_by_value":
        both = won_sum + total(lost)[0]
        return (rounded(Fraction(won_sum) / Fraction(both), 4) if both else None), closed
    if metric == "average_deal":
        return (rounded(Fraction(won_sum) / converted, 2) if converted else None), converted
    moments = [(datetime.fromisoformat(d["create_date"]), datetime.fromisoformat(closed_text(d))) for d in won]
    spans = [int((end - start).total_seconds()) for start, end in moments if end >= start]
    return (rounded(Fraction(sum(spans), len(spans) * 86400), 1) if spans else None), len(spans)


def judge(metric, value, start, end):
    kind, limit, target = METRICS[metric]
    target = Fraction(target)
    if TODAY < start:
        return "not_started", None, None
    if value is None:
        return "no_data", None, None
    covered = value == COVERED
    value = Fraction(0 if covered else value)
    days = (end - start).days
    elapsed = min((TODAY - start).days + 1, days)
    met = covered or limit and value <= 0
    achievement = Fraction(1) if met else target / value if limit else value / target
    pace = target * elapsed / days
    index = achievement
    if kind == "flow":
        index = Fraction(1) if met else pace / value if limit else value / pace
    if TODAY >= end:
        status = "achieved" if achievement >= 1 else "missed"
    elif kind == "flow" and not limit and achievement >= 1:
        status = "achieved"
    elif index >= Fraction(9, 10):
        status = "on_track"
    elif elapsed < max(Fraction(days, 10), 3):
        status = "early"
    else:
        status = "at_risk" if index >= Fraction(6, 10) else "behind"
    return status, achievement, index


def plain(value, digits=4):
    return None if value is None else format(rounded(value, digits).normalize(), "f")


def goals():
    result = []
    for assignee, belongs in ASSIGNEES.items():
        deals = [deal for deal in DEALS if belongs(deal)]
        for span, start, end in PERIODS:
            for metric, (kind, _, target) in METRICS.items():
                if kind == "stock" and end <= TODAY:
                    continue
                value, records = actual(metric, deals, start, end)
                status, achievement, index = judge(metric, value, start, end)
                begun = status != "not_started"
                result.append(
                    {
                        "assignee": assignee,
                        "span": span,
                        "from": start.isoformat(),
                        "until": end.isoformat(),
                        "metric": metric,
                        "target": target,
                        "won_target": WON_TARGET if metric == "coverage" else None,
                        "covered": begun and value == COVERED,
                        "actual": None if value in (None, COVERED) or not begun else format(value.normalize(), "f"),
                        "records": records if begun else 0,
                        "status": status,
                        "achievement": plain(achievement),
                        "index": plain(index),
                    }
                )
    return result


if __name__ == "__main__":
    check("goals.json", goals())
