"""Works out activities.json: what users of the golden company have done once business.json is added to it, for each assignee and
period and for each reader, by the definitions of docs/numbers.md §4 and without any code of the product.

Run it in this folder: `python3 activities.py` compares, `python3 activities.py --write` writes. Seen from 2026-11-02.
"""

from datetime import date, datetime

import around
import feed
from around import LAKE, NOW, OWN, ROWS, commercial, golden

STAFF = {row["partner_id"]: row["id"] for row in LAKE["res.users"] if not row["share"]}
# Users: 5 Amira, 6 Bruno, 7 Chen, 8 Dana, 11 Eli. Teams: 1 North, 2 South.
MEMBERS = {team: {m["user_id"] for m in LAKE["crm.team.member"] if m["active"] and m["crm_team_id"] == team} for team in (1, 2)}
ASSIGNEES = {
    "odoo_user_5": {5},
    "odoo_user_6": {6},
    "odoo_user_7": {7},
    "odoo_user_8": {8},
    "odoo_team_1": MEMBERS[1],
    "odoo_team_2": MEMBERS[2],
    # Those whom the test lets in with this role.
    "account_manager": {6, 7, 8, 11},
    "everybody": set(STAFF.values()),
}
PERIODS = {
    "2026": (date(2026, 1, 1), date(2027, 1, 1)),
    "may_2026": (date(2026, 5, 1), date(2026, 6, 1)),
    "october_2026": (date(2026, 10, 1), date(2026, 11, 1)),
    "november_2026": (date(2026, 11, 1), date(2026, 12, 1)),
}
KINDS = ("email", "email_outgoing", "comment")


def in_lake(model, id):
    """Whether it hangs on a record that is served: our own companies are not."""
    return id in ROWS.get(model, {}) and not (model == "res.partner" and (id in OWN or commercial(id) in OWN))


def deeds():
    """(serving id, moment, users who did it, what it hangs on, whose it is where it hangs on nothing)"""
    for row in LAKE["mail.message"]:
        if (row["mail_activity_type_id"] or row["message_type"] in KINDS) and in_lake(row["model"], row["res_id"]):
            users = {STAFF[row["author_id"]]} if row["author_id"] in STAFF else set()
            yield f"odoo_message_{row['id']}", row["date"], users, (row["model"], row["res_id"])
    for row in LAKE["calendar.event"]:
        on = ("crm.lead", row["opportunity_id"]) if row["opportunity_id"] else (row["res_model"], row["res_id"])
        if row["active"] and datetime.fromisoformat(row["stop"]) <= NOW and in_lake(*on):
            coming = [a["partner_id"] for a in LAKE["calendar.attendee"] if a["event_id"] == row["id"] and a["state"] == "accepted"]
            users = {STAFF[partner] for partner in coming if partner in STAFF} | {row["user_id"]}
            yield f"odoo_event_{row['id']}", row["stop"], users, on


def found():
    result = {}
    for assignee, people in ASSIGNEES.items():
        for name, (start, end) in PERIODS.items():
            ours = [d for d in deeds() if d[2] & people and start <= golden.local_day(d[1]) < end]
            ours.sort(key=lambda deed: deed[1], reverse=True)
            seen = {
                reader: sorted(d[0] for d in ours if feed.is_seen(*d[3], None, golden.reach(who)))
                for reader, who in golden.READERS.items()
            }
            result.setdefault(assignee, {})[name] = {"done": len(ours), "seen": seen}
    return result


if __name__ == "__main__":
    golden.check("activities.json", found())
