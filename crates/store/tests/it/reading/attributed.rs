//! Sums by attribution: the same for every reader, invoices by their own salesperson, and the past as it was.

use super::{
    company::{WON, open_deal, person, published, scope},
    small_lake::{SmallLake, collection},
};
use domain::{
    Moment, Period, Scope,
    builders::{amount, day, event, instant, invoice, message, user},
    canonical::{Anchor, Attendance, Attendee, Deal, Event, Invoice, Message, PaymentState, Record, User},
    metrics::Sum,
};
use mongodb::bson::{DateTime, doc};
use shared::auth::UserRole;
use store::figures::{Attributed, Attribution, Whose};

fn period(from: &str, until: &str) -> Period {
    Period::new(day(from), day(until)).unwrap()
}

fn year() -> Period {
    period("2026-01-01", "2027-01-01")
}

async fn asked(lake: &SmallLake, scope: &Scope, moment: &Moment, whose: &[Whose], period: Period) -> Vec<Attributed> {
    let asked: Vec<_> =
        whose.iter().map(|whose| Attribution { whose: whose.clone(), period, activities: false }).collect();
    lake.store.figures().attributed(scope, moment, &asked).await.unwrap()
}

fn sum(sum: &Sum) -> String {
    let beside: Vec<_> = sum.not_converted().map(|money| format!(" + {} {}", money.amount, money.currency)).collect();
    format!("{}{}", sum.total(), beside.concat())
}

#[tokio::test]
async fn sums_by_attribution_are_the_same_for_every_reader_and_each_is_told_their_part() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let whose = [
        Whose::Users([7].into()),
        Whose::Users([7, 8].into()),
        Whose::Team(1),
        Whose::Everybody,
        Whose::Users([].into()),
    ];
    let ana = scope(&lake, &moment, person(UserRole::AccountManager, Some(7))).await;
    let cleo = scope(&lake, &moment, person(UserRole::SalesManager, Some(9))).await;
    let admin = scope(&lake, &moment, person(UserRole::Admin, None)).await;
    let nobody = scope(&lake, &moment, person(UserRole::AccountManager, None)).await;
    // 1,000 + 77 of Ana; 200 + 80.01 of Ben; 500 of nobody in team 1; Ben's rials have no rate.
    let whole = ["1077.00", "1357.01 + 12000.000 OMR", "1500.00", "1857.01 + 12000.000 OMR", "0"];
    for (name, reader, seen) in [
        ("admin", &admin, whole),
        ("ana", &ana, ["1077.00", "1077.00", "1000.00", "1077.00", "0"]),
        ("cleo", &cleo, ["1077.00", "1077.00", "1500.00", "1577.00", "0"]),
        ("nobody", &nobody, ["0"; 5]),
    ] {
        let found = asked(&lake, reader, &moment, &whose, year()).await;
        let open = |part: fn(&Attributed) -> &domain::metrics::FigureParts| -> Vec<String> {
            found.iter().map(|answer| sum(&part(answer).sales.open.sum)).collect()
        };
        assert_eq!(open(|answer| &answer.whole), whole, "{name}");
        assert_eq!(open(|answer| &answer.seen), seen, "{name}");
    }
}

#[tokio::test]
async fn invoices_count_for_their_own_salesperson_and_team_with_an_account_or_without() {
    let mut lake = published().await;
    let of = |id, salesperson, team, untaxed: &str| Invoice {
        salesperson,
        team,
        untaxed_signed: amount(untaxed),
        residual_signed: amount(untaxed),
        ..invoice(id, 11)
    };
    lake.put(1, Record::Invoice(of(1, Some(7), Some(1), "400")))
        // A credit note.
        .put(2, Record::Invoice(of(2, Some(7), Some(1), "-150")))
        .put(3, Record::Invoice(Invoice { partner: None, commercial: None, ..of(3, Some(7), None, "30") }))
        .put(4, Record::Invoice(Invoice { payment_state: PaymentState::Paid, ..of(4, Some(8), Some(1), "2000") }))
        .put(5, Record::Invoice(Invoice { due_on: Some(day("2026-12-24")), ..of(5, None, Some(1), "7") }))
        .put(6, Record::Invoice(Invoice { invoice_date: Some(day("2025-12-31")), ..of(6, Some(7), None, "9000") }));
    lake.publish().await;
    let moment = lake.store.moment().await.unwrap();
    let ben = scope(&lake, &moment, person(UserRole::AccountManager, Some(8))).await;
    let whose = [Whose::Users([7].into()), Whose::Users([8].into()), Whose::Team(1), Whose::Everybody];
    let told = async |store: &SmallLake| -> Vec<[String; 3]> {
        let found = asked(store, &ben, &moment, &whose, year()).await;
        let parts = |answer: &Attributed| {
            let invoices = &answer.whole.invoices;
            [sum(&invoices.invoiced.sum), sum(&invoices.outstanding.sum), sum(&invoices.overdue.sum)]
        };
        found.iter().map(parts).collect()
    };
    let expected = [
        // 400 − 150 + 30; with the 9,000 of last year outstanding and overdue.
        ["280.00", "9280.00", "9280.00"],
        ["2000.00", "0", "0"],
        // 400 − 150 + 2,000 + 7.
        ["2257.00", "257.00", "250.00"],
        ["2287.00", "9287.00", "9280.00"],
    ];
    assert_eq!(told(&lake).await, expected);
    // As a process that starts anew reads them, instead of one that moved along.
    let again = lake.another_store().await;
    let everybody = [Attribution { whose: Whose::Everybody, period: year(), activities: false }];
    let found = again.figures().attributed(&ben, &moment, &everybody).await.unwrap();
    assert_eq!(sum(&found[0].whole.invoices.invoiced.sum), "2287.00");
}

#[tokio::test]
async fn activities_count_once_for_those_who_did_them_and_a_team_has_those_of_its_members() {
    let mut lake = published().await;
    let of_staff = |id, partner| Record::User(User { partner: Some(partner), ..user(id) });
    let written =
        |author, account| Record::Message(Message { author: Some(author), ..message(Some(Anchor::Partner(account))) });
    let coming = Attendee { event: 1, partner: Some(27), state: Attendance::Accepted };
    let last_year = Some(instant("2025-11-03T10:00:00Z"));
    lake.put(7, of_staff(7, 27))
        .put(8, of_staff(8, 28))
        .put(1, written(27, 10))
        .put(2, written(28, 11))
        // A customer's own words.
        .put(3, written(20, 10))
        // Ben with Ana.
        .put(1, Record::Event(Event { organiser: Some(8), deal: Some(103), ..event(1) }))
        .put(1, Record::Attendee(coming))
        .put(2, Record::Event(Event { organiser: Some(7), deal: Some(100), stop: last_year, ..event(2) }));
    lake.publish().await;
    let moment = lake.store.moment().await.unwrap();
    let ana = scope(&lake, &moment, person(UserRole::AccountManager, Some(7))).await;
    let admin = scope(&lake, &moment, person(UserRole::Admin, None)).await;
    let nobody = scope(&lake, &moment, person(UserRole::AccountManager, None)).await;
    let of = |whose: Whose, activities| Attribution { whose, period: year(), activities };
    let asked = [
        of(Whose::Users([7].into()), true),
        of(Whose::Users([8].into()), true),
        of(Whose::Users([7, 8].into()), true),
        of(Whose::Team(1), true),
        of(Whose::Everybody, true),
        of(Whose::Users([].into()), true),
        of(Whose::Users([7].into()), false),
    ];
    let whole = [2, 2, 3, 2, 3, 0, 0];
    for (name, reader, seen) in
        [("admin", &admin, whole), ("ana", &ana, [1, 0, 1, 1, 1, 0, 0]), ("nobody", &nobody, [0; 7])]
    {
        let found = lake.store.figures().attributed(reader, &moment, &asked).await.unwrap();
        let done: Vec<_> = found.iter().map(|answer| answer.whole.activities.done).collect();
        assert_eq!(done, whole, "{name}");
        let done: Vec<_> = found.iter().map(|answer| answer.seen.activities.done).collect();
        assert_eq!(done, seen, "{name}");
    }
}

#[tokio::test]
async fn the_end_of_a_past_day_is_seen_as_the_lake_stood_then() {
    let mut lake = published().await;
    let closed = Some(instant("2026-11-05T10:00:00Z"));
    lake.put(105, Record::Deal(Deal { stage: Some(WON), closed_at: closed, ..open_deal(105, None, Some(7), "77") }))
        .put(108, Record::Deal(open_deal(108, Some(10), Some(7), "5000")))
        .publish()
        .await;
    for (generation, published_at) in [(1, "2026-10-15T06:00:00Z"), (2, "2026-11-10T06:00:00Z")] {
        let at = DateTime::from_millis(instant(published_at).timestamp_millis());
        let update = doc! { "$set": { "published_at": at } };
        collection(&lake.db, "generations").update_one(doc! { "_id": generation }, update).await.unwrap();
    }
    let pipeline = async |before: &str| {
        let moment = lake.store.moment_before(day(before)).await.unwrap()?;
        let admin = scope(&lake, &moment, person(UserRole::Admin, None)).await;
        let found = asked(&lake, &admin, &moment, &[Whose::Users([7].into())], year()).await;
        Some((moment.generation, moment.today.to_string(), sum(&found[0].whole.sales.open.sum)))
    };
    assert_eq!(pipeline("2026-11-01").await, Some((1, "2026-10-31".into(), "1077.00".into())));
    assert_eq!(pipeline("2026-11-11").await, Some((2, "2026-11-10".into(), "6000.00".into())));
    // Before the first publication there is no history, which is not 0.
    assert_eq!(pipeline("2026-10-15").await, None);
}
