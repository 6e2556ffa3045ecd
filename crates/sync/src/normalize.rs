//! Normalizer: one spelling for one thing, without looking at any other record.
//!
//! References are resolved later, in `domain::facts::derive`, from the records that they lead to.

use domain::canonical::{Record, SourceId};
use rust_decimal::Decimal;

/// Doing it twice changes nothing more.
#[must_use]
pub fn normalize(mut record: Record) -> Record {
    match &mut record {
        Record::Company(company) => trim(&mut company.name),
        Record::Currency(currency) => currency.code = currency.code.trim().to_uppercase(),
        Record::CurrencyRate(rate) => same_scale([&mut rate.rate]),
        Record::Country(country) => {
            trim(&mut country.name);
            country.code = country.code.trim().to_uppercase();
        }
        Record::Industry(industry) => trim(&mut industry.name),
        Record::Stage(stage) => trim(&mut stage.name),
        Record::User(user) => {
            trim(&mut user.name);
            user.login = user.login.trim().to_lowercase();
            email(&mut user.email);
        }
        Record::Employee(employee) => {
            trim(&mut employee.name);
            optional(&mut employee.job_title);
            email(&mut employee.work_email);
            optional(&mut employee.work_phone);
        }
        Record::Department(department) => trim(&mut department.name),
        Record::LostReason(reason) => trim(&mut reason.name),
        Record::Tag(tag) => trim(&mut tag.name),
        Record::ActivityType(kind) => trim(&mut kind.name),
        Record::Order(order) => {
            trim(&mut order.name);
            same_scale([&mut order.untaxed, &mut order.total]);
        }
        Record::Invoice(invoice) => {
            for text in [&mut invoice.number, &mut invoice.reference, &mut invoice.origin] {
                optional(text);
            }
            same_scale([&mut invoice.untaxed_signed, &mut invoice.total_signed, &mut invoice.residual_signed]);
            same_scale([&mut invoice.total, &mut invoice.residual]);
        }
        Record::InvoiceLine(line) => same_scale([&mut line.balance, &mut line.residual]),
        Record::Payment(payment) => {
            optional(&mut payment.number);
            same_scale([&mut payment.amount]);
            ids(&mut payment.invoices);
        }
        Record::Activity(activity) => optional(&mut activity.summary),
        Record::Message(message) => {
            email(&mut message.author_email);
            optional(&mut message.subject);
            optional(&mut message.excerpt);
        }
        Record::Event(event) => {
            trim(&mut event.name);
            ids(&mut event.partners);
        }
        Record::Team(team) => trim(&mut team.name),
        Record::TeamMember(_) | Record::Attendee(_) => {}
        Record::Partner(partner) => {
            trim(&mut partner.name);
            email(&mut partner.email);
            for text in [
                &mut partner.phone,
                &mut partner.website,
                &mut partner.street,
                &mut partner.zip,
                &mut partner.city,
                &mut partner.job_title,
            ] {
                optional(text);
            }
        }
        Record::Deal(deal) => {
            trim(&mut deal.name);
            optional(&mut deal.lead_company);
            optional(&mut deal.lead_contact);
            email(&mut deal.lead_email);
            same_scale([&mut deal.expected_revenue, &mut deal.probability]);
            same_scale(&mut deal.recurring_monthly);
            ids(&mut deal.tags);
        }
    }
    record
}

/// Equal amounts are written in one way.
fn same_scale<'a>(amounts: impl IntoIterator<Item = &'a mut Decimal>) {
    for amount in amounts {
        *amount = amount.normalize();
    }
}

/// Lists of ids mean sets.
fn ids(list: &mut Vec<SourceId>) {
    list.sort_unstable();
    list.dedup();
}

fn trim(text: &mut String) {
    if text.trim().len() != text.len() {
        *text = text.trim().to_owned();
    }
}

/// Nothing but blanks is nothing.
fn optional(text: &mut Option<String>) {
    if let Some(present) = text {
        trim(present);
    }
    if text.as_ref().is_some_and(String::is_empty) {
        *text = None;
    }
}

fn email(text: &mut Option<String>) {
    optional(text);
    if let Some(present) = text {
        *present = present.to_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::builders::{account, amount, deal, user};
    use domain::canonical::{Deal, Partner, User};

    #[test]
    fn names_are_trimmed_and_addresses_written_in_lower_case() {
        let rough = Record::Partner(Partner {
            name: "  Åkerman & Sons ".into(),
            email: Some(" Sales@Example.COM ".into()),
            phone: Some("   ".into()),
            ..account(1)
        });
        let Record::Partner(partner) = normalize(rough) else { panic!("a partner stays one") };
        assert_eq!(partner.name, "Åkerman & Sons");
        assert_eq!(partner.email.as_deref(), Some("sales@example.com"));
        assert_eq!(partner.phone, None);
    }

    #[test]
    fn equal_amounts_are_written_in_one_way() {
        let rough =
            Record::Deal(Deal { expected_revenue: amount("1250.500"), probability: amount("50.00"), ..deal(1) });
        let Record::Deal(deal) = normalize(rough) else { panic!("a deal stays one") };
        assert_eq!((deal.expected_revenue.to_string(), deal.probability.to_string()), ("1250.5".into(), "50".into()));
    }

    #[test]
    fn normalizing_twice_changes_nothing_more() {
        let rough = Record::User(User { name: " Ann ".into(), login: " ANN@Example.com".into(), ..user(1) });
        let once = normalize(rough);
        assert_eq!(normalize(once.clone()), once);
    }
}
