//! Validator: a mapped record is kept, kept without a value, or rejected with a reason.

use domain::canonical::{Record, SourceId};
use rust_decimal::Decimal;
use source::{Issue, Mapped, Severity, Unknown};

/// Currencies with more digits do not exist.
const MOST_DIGITS: u32 = 6;

/// What is left of a mapped record.
#[derive(Debug, Clone, PartialEq)]
pub struct Validated {
    /// Absent when it was rejected.
    pub record: Option<Record>,
    pub issues: Vec<Issue>,
    pub unknown: Vec<Unknown>,
}

pub fn validate(id: SourceId, mapped: Mapped) -> Validated {
    let Mapped { draft, mut issues, unknown } = mapped;
    let rejected = issues.iter().any(|issue| issue.severity == Severity::RecordRejected);
    let Some(mut record) = draft.filter(|_| !rejected) else {
        if !rejected {
            issues.push(reject("it could not be understood"));
        }
        return Validated { record: None, issues, unknown };
    };
    if let Some(reason) = flaw(id, &record) {
        issues.push(reject(reason));
        return Validated { record: None, issues, unknown };
    }
    drop_impossible(id, &mut record, &mut issues);
    Validated { record: Some(record), issues, unknown }
}

fn reject(reason: &str) -> Issue {
    Issue { field: None, message: reason.to_owned(), severity: Severity::RecordRejected }
}

/// Why no figure could be right with this record in the lake.
fn flaw(id: SourceId, record: &Record) -> Option<&'static str> {
    if id <= 0 {
        return Some("its id is not a positive number");
    }
    match record {
        Record::Deal(deal) if deal.probability < Decimal::ZERO || deal.probability > Decimal::ONE_HUNDRED => {
            Some("its probability is not between 0 and 100 %")
        }
        Record::Partner(partner) if partner.commercial <= 0 => Some("it has no commercial entity"),
        Record::Currency(currency) if currency.digits > MOST_DIGITS => Some("it has more than 6 decimal digits"),
        Record::Currency(currency) if currency.code.trim().is_empty() => Some("it has no code"),
        Record::CurrencyRate(rate) if rate.rate <= Decimal::ZERO => Some("its rate is not above 0"),
        Record::InvoiceLine(line) if line.invoice <= 0 => Some("it belongs to no invoice"),
        Record::Attendee(attendee) if attendee.event <= 0 => Some("it belongs to no meeting"),
        _ => None,
    }
}

/// References that cannot lead anywhere.
fn drop_impossible(id: SourceId, record: &mut Record, issues: &mut Vec<Issue>) {
    let mut clear = |reference: &mut Option<SourceId>, what: &str, forbidden: Option<SourceId>| {
        if reference.is_some_and(|to| to <= 0 || Some(to) == forbidden) {
            *reference = None;
            let message = format!("its {what} cannot be one; kept without");
            issues.push(Issue { field: None, message, severity: Severity::ValueDropped });
        }
    };
    match record {
        Record::Partner(partner) => {
            clear(&mut partner.parent, "parent", Some(id));
            clear(&mut partner.country, "country", None);
            clear(&mut partner.industry, "industry", None);
            clear(&mut partner.salesperson, "salesperson", None);
        }
        Record::Deal(deal) => {
            clear(&mut deal.partner, "partner", None);
            clear(&mut deal.salesperson, "salesperson", None);
            clear(&mut deal.team, "team", None);
            clear(&mut deal.stage, "stage", None);
            clear(&mut deal.company, "company", None);
            clear(&mut deal.lost_reason, "lost reason", None);
        }
        Record::Invoice(invoice) => {
            clear(&mut invoice.partner, "partner", None);
            clear(&mut invoice.commercial, "commercial entity", None);
            clear(&mut invoice.salesperson, "salesperson", None);
            clear(&mut invoice.team, "team", None);
            clear(&mut invoice.company, "company", None);
            clear(&mut invoice.reverses, "reversed invoice", Some(id));
        }
        Record::Order(order) => {
            clear(&mut order.partner, "partner", None);
            clear(&mut order.deal, "deal", None);
            clear(&mut order.salesperson, "salesperson", None);
            clear(&mut order.team, "team", None);
            clear(&mut order.company, "company", None);
        }
        Record::Department(department) => clear(&mut department.parent, "parent department", Some(id)),
        Record::Company(company) => clear(&mut company.parent, "parent company", Some(id)),
        Record::Employee(employee) => clear(&mut employee.user, "user", None),
        Record::Team(team) => clear(&mut team.leader, "leader", None),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::builders::{account, amount, currency, deal};
    use domain::canonical::{CurrencyRate, Deal, Partner};

    fn mapped(record: Record) -> Mapped {
        Mapped { draft: Some(record), issues: Vec::new(), unknown: Vec::new() }
    }

    fn reasons(validated: &Validated) -> Vec<&str> {
        validated.issues.iter().map(|issue| issue.message.as_str()).collect()
    }

    #[test]
    fn a_good_record_is_kept_as_it_is() {
        let record = Record::Deal(Deal { partner: Some(3), stage: Some(1), ..deal(7) });
        let validated = validate(7, mapped(record.clone()));
        assert_eq!(validated, Validated { record: Some(record), issues: Vec::new(), unknown: Vec::new() });
    }

    #[test]
    fn a_record_without_a_draft_is_rejected_even_when_nobody_says_why() {
        let validated = validate(7, Mapped { draft: None, issues: Vec::new(), unknown: Vec::new() });
        assert_eq!(validated.record, None);
        assert_eq!(reasons(&validated), ["it could not be understood"]);
    }

    #[test]
    fn a_draft_that_the_mapper_rejected_is_not_kept() {
        let issue = Issue { field: Some("type"), message: "missing".into(), severity: Severity::RecordRejected };
        let mapped = Mapped { issues: vec![issue.clone()], ..mapped(Record::Deal(deal(7))) };
        let validated = validate(7, mapped);
        assert_eq!(validated, Validated { record: None, issues: vec![issue], unknown: Vec::new() });
    }

    #[test]
    fn a_probability_outside_of_0_to_100_is_rejected() {
        for (probability, reasons_of) in [("-0.01", 1), ("0", 0), ("100", 0), ("100.01", 1)] {
            let record = Record::Deal(Deal { probability: amount(probability), ..deal(7) });
            assert_eq!(validate(7, mapped(record)).issues.len(), reasons_of, "{probability}");
        }
    }

    #[test]
    fn a_rate_of_zero_and_a_currency_of_seven_digits_are_rejected() {
        let rate =
            CurrencyRate { currency: 1, company: None, day: domain::builders::day("2026-01-01"), rate: Decimal::ZERO };
        assert_eq!(reasons(&validate(5, mapped(Record::CurrencyRate(rate)))), ["its rate is not above 0"]);
        let digits = Record::Currency(currency("EUR", 7));
        assert_eq!(reasons(&validate(5, mapped(digits))), ["it has more than 6 decimal digits"]);
    }

    #[test]
    fn a_partner_that_is_its_own_parent_is_kept_without_one() {
        let record = Record::Partner(Partner { parent: Some(4), ..account(4) });
        let validated = validate(4, mapped(record));
        assert_eq!(validated.record, Some(Record::Partner(account(4))));
        assert_eq!(reasons(&validated), ["its parent cannot be one; kept without"]);
    }
}
