//! A row tells nothing of records that its reader may not see.

use crate::support::{World, put_deal};
use domain::{
    Scope,
    access::Person,
    builders::{amount, invoice, order},
    canonical::{Invoice, Order, Payment, PaymentDirection, Record},
};
use serde_json::{Value, json};
use shared::{
    EntityType,
    auth::{ApprovalStatus, UserRole},
};

/// The account 13 is a part of 12. On 13: the deal 130 of the user 3, orders from a deal of theirs and from one of the user
/// 2, a credit note for an invoice on 12, and a payment of both.
async fn world() -> World {
    let world = World::new().await;
    put_deal(&world.source, 130, |deal| (deal.partner, deal.salesperson, deal.team) = (Some(13), Some(3), None));
    for (id, deal) in [(60, 100), (61, 130)] {
        let record = Order { salesperson: Some(3), deal: Some(deal), ..order(id, 13) };
        world.source.put(id, Record::Order(record));
    }
    world.source.put(70, Record::Invoice(Invoice { salesperson: Some(2), ..invoice(70, 12) }));
    let note = Invoice { salesperson: Some(3), reverses: Some(70), ..invoice(71, 13) };
    world.source.put(71, Record::Invoice(note));
    let payment = Payment {
        number: None,
        partner: Some(13),
        direction: PaymentDirection::Inbound,
        state: None,
        amount: amount("5"),
        currency: Some(1),
        company: Some(1),
        day: None,
        invoices: vec![70, 71],
    };
    world.source.put(80, Record::Payment(payment));
    world.run().await;
    world
}

async fn shown(world: &World, scope: &Scope, entity: EntityType, id: i64, field: &str) -> Value {
    let moment = world.store.moment().await.unwrap();
    let page = world.store.entities(scope, &moment, entity, None, 50).await.unwrap();
    let row = page.items.into_iter().find(|row| row.id == id).unwrap_or_else(|| panic!("{entity} {id} is in reach"));
    row.data[field].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_out_of_reach_is_not_named() {
    let world = world().await;
    let moment = world.store.moment().await.unwrap();
    let org = world.store.org(&moment).await.unwrap();
    let person = |role, odoo_user| Person { role, approval: ApprovalStatus::Approved, is_active: true, odoo_user };
    let three = Scope::of(&person(UserRole::AccountManager, Some(3)), &org);
    let admin = Scope::of(&person(UserRole::Admin, None), &org);
    let twelve = json!({ "id": 12, "name": "Account 12" });
    for (entity, id, field, all, theirs) in [
        (EntityType::Order, 60, "deal", json!(100), Value::Null),
        (EntityType::Order, 61, "deal", json!(130), json!(130)),
        (EntityType::Invoice, 71, "reverses", json!(70), Value::Null),
        (EntityType::Payment, 80, "invoices", json!([70, 71]), json!([71])),
        (EntityType::Account, 13, "parent", twelve, Value::Null),
    ] {
        assert_eq!(shown(&world, &admin, entity, id, field).await, all, "{entity} {id} {field}");
        assert_eq!(shown(&world, &three, entity, id, field).await, theirs, "{entity} {id} {field}");
    }
}
