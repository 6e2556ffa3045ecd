"""Rules that the API peer shares between its builder and its web process: money, rates, periods, text, who sees what."""

import hashlib
import unicodedata
from bisect import bisect_right
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext
from zoneinfo import ZoneInfo

getcontext().prec = 34
ZERO = Decimal(0)
ONE = Decimal(1)
PERIODS = ("this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year", "all_time")


def quantized(amount, digits):
    return amount.quantize(ONE.scaleb(-digits), rounding=ROUND_HALF_UP)


def plain(amount):
    return format(amount, "f")


def fold(text):
    """As people search and sort: case, accents and width do not count."""
    if text.isascii():
        return text.lower()
    plain_text = unicodedata.normalize("NFKD", text)
    return "".join(c.lower() for c in plain_text if not unicodedata.category(c).startswith("M"))


def parse_instant(text):
    return datetime.fromisoformat(text) if text else None


class Moment:
    """What an answer depends on besides the facts and the reader; stored beside what was built for it."""

    def __init__(self, generation, epoch, settings, today, zone, currency):
        self.generation, self.epoch, self.settings = generation, epoch, settings
        self.today, self.zone = today, ZoneInfo(zone)
        self.currency, self.code, self.digits = currency or (None, "XXX", 2)
        self.fiscal_month = settings.get("fiscal_month") or 1
        self.rotting_days = settings.get("rotting_days")
        self.rotting_days = 30 if self.rotting_days is None else self.rotting_days
        self.rotting_days_of = {row["stage"]: row["days"] for row in settings.get("rotting_days_of", [])}
        self.forecast_of = {row["stage"]: row["category"] for row in settings.get("forecast_of", [])}

    def day_of(self, instant):
        return instant.astimezone(self.zone).date() if instant else None

    def rots_after(self, stage):
        return self.rotting_days_of.get(stage, self.rotting_days)

    def forecast(self, stage):
        return self.forecast_of.get(stage, "pipeline")


def months_later(day, months):
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, day.day)


class Period:
    """Days from `start` to before `end`."""

    def __init__(self, start, end):
        self.start, self.end = start, end
        self.is_whole_months = start.day == 1 and end.day == 1
        self.keys = (start.isoformat()[:7], end.isoformat()[:7]) if self.is_whole_months else (start.isoformat(), end.isoformat())

    @classmethod
    def named(cls, name, today, fiscal_month):
        if name == "all_time":
            return None
        which, unit = name.split("_")
        months = {"month": 1, "quarter": 3, "year": 12}[unit]
        start = months_later(today.replace(day=1), -((today.month + 12 - fiscal_month) % 12 % months))
        period = cls(start, months_later(start, months))
        return period if which == "this" else period.before()

    def before(self):
        if self.is_whole_months:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
            return Period(months_later(self.start, -months), self.start)
        return Period(self.start - (self.end - self.start), self.start)

    def has(self, day):
        """`day`: text; a month where the period is of whole months."""
        return day is not None and self.keys[0] <= day < self.keys[1]

    def contains(self, day):
        return day is not None and self.start <= day < self.end

    def span(self):
        return {"from": self.start.isoformat(), "until": self.end.isoformat()}


def last_months(today):
    """The twelve months up to the present one."""
    first = months_later(today.replace(day=1), -11)
    return [Period(months_later(first, at), months_later(first, at + 1)) for at in range(12)]


class Rates:
    def __init__(self, companies, currencies, rates):
        self.companies, self.currencies = companies, currencies
        roots = [id for id, row in companies.items() if row["parent"] is None]
        self.main = min(roots, default=None)
        self.own = {id: row["currency"] for id, row in companies.items()}
        self.rows = {}
        for row in rates:
            self.rows.setdefault((row["currency"], row["company"]), []).append((row["day"], Decimal(row["rate"])))
        for dated in self.rows.values():
            dated.sort(key=lambda row: row[0])
        self.known = {}

    def root(self, company):
        company = self.main if company is None else company
        if company not in self.companies:
            return None
        for _ in self.companies:
            parent = self.companies[company]["parent"]
            if parent is None or parent not in self.companies:
                break
            company = parent
        return company

    def newest(self, currency, company, day):
        dated = self.rows.get((currency, company))
        at = bisect_right(dated, day, key=lambda row: row[0]) if dated else 0
        return dated[at - 1][1] if at else None

    def shared(self, currency, day):
        found = self.newest(currency, None, day)
        return ONE if found is None and self.own.get(self.main) == currency else found

    def rate(self, currency, day, root):
        """Units of the currency for how many of the root company's own."""
        own = self.own.get(root)
        if own is None:
            return None
        if currency == own:
            return ONE, ONE
        units = self.newest(currency, root, day)
        if units is not None:
            return units, ONE
        units, per = self.shared(currency, day), self.shared(own, day)
        return None if units is None or per is None else (units, per)

    def factor(self, source, target, day, company):
        """A fraction, so that only the result is rounded; `None` without a rate on or before the day."""
        key = (source, target, day, company)
        if key not in self.known:
            root = self.root(company)
            to = root and self.rate(target, day, root)
            own = root and self.rate(source, day, root)
            self.known[key] = (to[0] * own[1], to[1] * own[0]) if to and own else None
        return self.known[key]

    def convert(self, amount, source, target, day, company):
        if source is None or target is None:
            return None
        if source == target:
            return amount
        factor = self.factor(source, target, day.isoformat(), company)
        return factor and quantized(amount * factor[0] / factor[1], self.currencies[target]["digits"])

    def worth_of_one(self, source, target, day, company):
        factor = self.factor(source, target, day, company)
        return quantized(factor[0] / factor[1], 10).normalize() if factor else ZERO

    def reporting(self, code):
        known = [id for id, row in self.currencies.items() if row["code"] == code]
        id = min(known, default=None) or self.own.get(self.main)
        row = self.currencies.get(id)
        return row and (id, row["code"], row["digits"])


class Sum:
    """Converted amounts in the reporting currency, and beside them what has no rate, by currency."""

    __slots__ = ("total", "count", "left")

    def __init__(self):
        self.total, self.count, self.left = ZERO, 0, {}

    def add(self, total, count, code=None, own=None):
        if code is None:
            self.total += total
            self.count += count
        elif own is not None:
            self.left[code] = self.left.get(code, ZERO) + own

    def merge(self, other):
        self.total += other.total
        self.count += other.count
        for code, own in other.left.items():
            self.left[code] = self.left.get(code, ZERO) + own

    def figure(self, moment):
        shown = {"value": {"amount": plain(quantized(self.total, moment.digits)), "currency": moment.code}, "count": self.count}
        if self.left:
            shown["not_converted"] = [{"amount": plain(own), "currency": code} for code, own in sorted(self.left.items())]
        return shown


def health(deals, business, moment):
    """`deals`: open, has_pipeline, rotting, last_won; `business`: planned, last_touch, overdue, lately, last_invoice."""
    long_ago = months_ago(moment.today, 24)
    won_on = moment.day_of(parse_instant(deals["last_won"]))
    invoiced_on = business["last_invoice"]
    if not (deals["open"] or (won_on and won_on >= long_ago) or (invoiced_on and invoiced_on >= long_ago.isoformat())):
        return {"state": "no_business", "score": None, "reasons": []}
    reasons = [touched(business["last_touch"], moment)]
    overdue = business["overdue"]
    much = overdue > max(business["lately"], ZERO) * Decimal("0.25")
    for is_so, kind, points in (
        (business["planned"] > 0, "next_activity", 10),
        (deals["has_pipeline"], "open_pipeline", 10),
        (won_on is not None and (moment.today - won_on).days <= 180, "won_lately", 15),
        (deals["open"] > 0 and deals["rotting"] == deals["open"], "all_rotting", -15),
        (overdue > 0 and not much, "overdue", -10),
        (overdue > 0 and much, "much_overdue", -20),
    ):
        if is_so:
            reasons.append((kind, points))
    total = 50 + sum(points for _, points in reasons)
    score = min(max(total, 0), 100)
    reasons.append(("limit", score - total))
    state = "healthy" if score >= 70 else "watch" if score >= 40 else "at_risk"
    reasons = [{"kind": kind, "points": points} for kind, points in reasons if points]
    return {"state": state, "score": score, "reasons": reasons}


def touched(last, moment):
    if last is None:
        return "never_touched", -20
    days = (moment.today - moment.day_of(parse_instant(last))).days
    if days <= 14:
        return "touched_lately", 15
    return ("touched_this_month", 5 if days <= 30 else 0) if days <= 60 else ("long_untouched", -15)


def months_ago(day, months):
    first = months_later(day.replace(day=1), -months)
    last = (months_later(first, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


class Org:
    """Teams, leaders, members and the tree of employees, from which a reach follows."""

    def __init__(self, users, teams, members, employees):
        self.users, self.teams, self.members, self.employees = users, teams, members, employees

    def user_by_login(self, email):
        email = email.strip().lower()
        found = [id for id, user in self.users.items() if not user["archived"] and not user["portal"] and user["login"].lower() == email]
        return found[0] if len(found) == 1 else None

    def below(self, user):
        reports = {}
        for id, row in self.employees.items():
            reports.setdefault(row["manager"], []).append((id, row["user"]))
        waiting = [id for id, row in self.employees.items() if row["user"] == user]
        seen, users = set(waiting), set()
        while waiting:
            for id, whose in reports.get(waiting.pop(), []):
                if id not in seen:
                    seen.add(id)
                    waiting.append(id)
                    users.add(whose)
        return users - {None}

    def manager_tokens(self, user):
        led = {id for id, team in self.teams.items() if team["leader"] == user}
        members = {row["user"] for row in self.members if not row["archived"] and row["team"] in led}
        return {f"t:{team}" for team in led} | {f"u:{id}" for id in members | self.below(user) | {user}}

    def tokens(self, person):
        """`None`: everything."""
        if not person["is_active"] or person["approval_status"] != "approved":
            return frozenset()
        if person["role"] in ("admin", "super_admin"):
            return None
        user = person.get("odoo_user") or self.user_by_login(person["email"])
        if user is None:
            return frozenset()
        own = self.manager_tokens(user) if person["role"] == "sales_manager" else {f"u:{user}"}
        return frozenset(own | {"all"})

    def somebody(self, user):
        """An Odoo user who is no person here: a manager where they lead a team or people, else an account manager."""
        leads = self.below(user) or any(team["leader"] == user for team in self.teams.values())
        role = "sales_manager" if leads else "account_manager"
        return {"role": role, "is_active": True, "approval_status": "approved", "odoo_user": user, "email": ""}


def reach_name(tokens):
    if tokens is None:
        return "*"
    return hashlib.sha1(",".join(sorted(tokens)).encode()).hexdigest()[:12]


def written(tokens):
    return None if tokens is None else sorted(tokens)


def seen_by(tokens):
    return {} if tokens is None else {"v": {"$in": sorted(tokens)}}


def fits_word(word, folded):
    """2: begins a word of it; 3: stands inside one; `None`: is not in it."""
    at = folded.find(word)
    if at < 0:
        return None
    while at >= 0:
        if at == 0 or not folded[at - 1].isalnum():
            return 2
        at = folded.find(word, at + len(word))
    return 3


def fit(whole, words, folded):
    """0: the whole name, 1: its start, then as `fits_word`."""
    fits = [fits_word(word, folded) for word in words]
    if None in fits:
        return None
    if folded.startswith(whole):
        return 0 if folded[len(whole):len(whole) + 1] in ("", "\n") else 1
    return max(fits)


def grams(text):
    return {text[at:at + 3] for at in range(len(text) - 2)}
