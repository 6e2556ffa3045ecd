//! However a company changes, the lake of many runs shows what the lake of one import shows.

use crate::support::{World, put_deal, small_company};
use domain::{
    builders::{account, activity, amount, company, contact, event, instalment, invoice, message, order, stage, user},
    canonical::{
        Activity, Anchor, Attendance, Attendee, Company, Deal, DealKind, Event, Invoice, Kind, Order, Partner, Record,
        Stage, User,
    },
};
use mongodb::bson::Document;
use serde_json::Value;
use testkit::scripted::Scripted;

/// Numbers that are the same in every test run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn id(&mut self, first: i64, count: u64) -> i64 {
        first + i64::try_from(self.roll(count)).unwrap()
    }

    fn maybe(&mut self, first: i64, count: u64) -> Option<i64> {
        (self.roll(4) > 0).then(|| self.id(first, count))
    }
}

pub fn change(source: &Scripted, dice: &mut Dice) {
    match dice.roll(21) {
        0..=3 => {
            let id = dice.id(100, 12);
            let (partner, stage, salesperson) = (dice.maybe(10, 10), dice.maybe(1, 4), dice.maybe(1, 5));
            let kind = if dice.roll(4) == 0 { DealKind::Lead } else { DealKind::Opportunity };
            let (probability, archived) =
                (["0", "40", "100"][usize::try_from(dice.roll(3)).unwrap()], dice.roll(5) == 0);
            let change = Deal {
                kind,
                partner,
                stage,
                salesperson,
                archived,
                probability: amount(probability),
                ..domain::builders::deal(id)
            };
            put_deal(source, id, |deal| *deal = change);
        }
        4..=5 => {
            let id = dice.id(10, 10);
            let is_company = dice.roll(2) == 0;
            let partner =
                Partner { is_company, parent: dice.maybe(10, 10), salesperson: dice.maybe(1, 5), ..account(id) };
            source.put(id, Record::Partner(partner));
        }
        6..=7 => {
            let (id, of) = (dice.id(10, 10), dice.id(10, 10));
            source.put(id, Record::Partner(contact(id, of)));
        }
        8 => source.delete(Kind::Deal, dice.id(100, 12)),
        9 => source.delete(Kind::Partner, dice.id(10, 10)),
        10 => {
            let (id, name) = (dice.id(1, 5), format!("User named {}", dice.roll(100)));
            source.put(id, Record::User(User { name, ..user(id) }));
        }
        11..=16 => hang(source, dice),
        17..=19 => own_matter(source, dice),
        _ => match dice.roll(3) {
            0 => source.put(1, Record::Company(Company { partner: dice.maybe(10, 10), ..company(1, 1) })),
            _ => {
                let (id, won, name) = (dice.id(1, 4), dice.roll(2) == 0, format!("Stage named {}", dice.roll(100)));
                source.put(id, Record::Stage(Stage { name, ..stage(id, won) }));
            }
        },
    }
}

/// What nobody but the deal itself shows.
fn own_matter(source: &Scripted, dice: &mut Dice) {
    let id = dice.id(100, 12);
    let set = |field: &str, value: Value| source.corrupt(Kind::Deal, id, field, Some(value));
    set("expected_revenue", dice.roll(10_000).to_string().into());
    set("stage", dice.maybe(1, 4).into());
    set("archived", (dice.roll(5) == 0).into());
}

/// Something that hangs on what may be there, may come, or may be gone.
fn hang(source: &Scripted, dice: &mut Dice) {
    let anchor = |dice: &mut Dice| match dice.roll(5) {
        0 => Some(Anchor::Partner(dice.id(10, 10))),
        1 => Some(Anchor::Deal(dice.id(100, 12))),
        2 => Some(Anchor::Invoice(dice.id(200, 4))),
        3 => Some(Anchor::Order(dice.id(300, 4))),
        _ => None,
    };
    match dice.roll(9) {
        0..=1 => {
            let (id, of) = (dice.id(200, 4), dice.id(10, 10));
            let (salesperson, partner) = (dice.maybe(1, 5), dice.maybe(10, 10));
            source.put(id, Record::Invoice(Invoice { salesperson, partner, ..invoice(id, of) }));
        }
        2 => {
            let (id, of) = (dice.id(210, 4), dice.id(200, 4));
            source.put(id, Record::InvoiceLine(instalment(of, "2026-12-01", "500")));
        }
        3 => {
            let (id, partner, deal) = (dice.id(300, 4), dice.maybe(10, 10), dice.maybe(100, 12));
            source.put(id, Record::Order(Order { partner, deal, salesperson: dice.maybe(1, 5), ..order(id, 0) }));
        }
        4 => {
            let (id, on) = (dice.id(400, 6), anchor(dice));
            source.put(id, Record::Activity(Activity { user: dice.maybe(1, 5), ..activity(on) }));
        }
        5 => {
            let (id, on) = (dice.id(500, 8), anchor(dice));
            source.put(id, Record::Message(message(on)));
        }
        6 => {
            let (id, on) = (dice.id(600, 4), anchor(dice));
            let event = Event { deal: dice.maybe(100, 12), on, organiser: dice.maybe(1, 5), ..event(id) };
            source.put(id, Record::Event(event));
        }
        7 => {
            let (id, event, partner) = (dice.id(700, 6), dice.id(600, 4), dice.maybe(10, 10));
            source.put(id, Record::Attendee(Attendee { event, partner, state: Attendance::Accepted }));
        }
        _ => {
            let all = [(Kind::Invoice, 200, 4), (Kind::Order, 300, 4), (Kind::Message, 500, 8), (Kind::Event, 600, 4)];
            let (kind, first, count) = all[usize::try_from(dice.roll(4)).unwrap()];
            source.delete(kind, dice.id(first, count));
        }
    }
}

/// The living rows, without their history.
async fn living(world: &World) -> Vec<Document> {
    let rows = world.present().await.remove("data_lake_serving").unwrap();
    let mut rows: Vec<_> = rows.into_iter().filter(|row| row.get_bool("is_active").ok() == Some(true)).collect();
    rows.sort_by_key(|row| row.get_str("key").unwrap().to_owned());
    rows
}

async fn tell(seed: u64) {
    let mut dice = Dice(seed);
    let source = Scripted::new();
    source.set_page_size(5);
    small_company(&source);
    let world = World::with(source).await;
    world.run().await;
    let mut fresh = World::with(world.source.clone()).await;
    for step in 0..8 {
        for _ in 0..1 + dice.roll(6) {
            change(&world.source, &mut dice);
        }
        let run = world.run().await;
        if !world.store.held().await.unwrap().is_empty() {
            // Held deletions make the two lakes differ, as they should.
            assert!(!run.errors.is_empty());
            continue;
        }
        fresh.start_over(world.source.clone()).await;
        fresh.run().await;
        assert_eq!(living(&world).await, living(&fresh).await, "seed {seed}, step {step}");
    }
    let versions = world.versions().await;
    world.pipeline().replay().await.unwrap();
    assert_eq!(world.versions().await, versions, "seed {seed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_runs_show_what_one_import_shows_1() {
    tell(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_runs_show_what_one_import_shows_2() {
    tell(20_261_121).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_runs_show_what_one_import_shows_3() {
    tell(987_654_321).await;
}
