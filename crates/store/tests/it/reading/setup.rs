//! The first super admin comes once: by a token that is good for one hour and one use, or by configuration.

use super::small_lake::{SmallLake, collection};
use mongodb::bson::doc;
use shared::auth::UserRole;
use store::{
    StoreError,
    people::{NewPerson, PasswordHash},
    setup::Redeemed,
};

fn someone(email: &str) -> NewPerson {
    NewPerson::super_admin(email, "First", PasswordHash("$argon2id$".into()))
}

#[tokio::test]
async fn of_two_who_redeem_a_token_at_once_one_becomes_super_admin() {
    let lake = SmallLake::new().await;
    let setup = lake.store.setup();
    let token = setup.issue().await.unwrap();
    let (one, two) = tokio::join!(
        setup.redeem(token.expose(), someone("one@company.example")),
        setup.redeem(token.expose(), someone("two@company.example")),
    );
    let both = [one.unwrap(), two.unwrap()];
    let created: Vec<_> = both.iter().filter(|one| matches!(one, Redeemed::Created(_))).collect();
    let refused: Vec<_> = both.iter().filter(|one| matches!(one, Redeemed::BadToken)).collect();
    assert_eq!((created.len(), refused.len()), (1, 1), "{both:?}");
    assert_eq!(lake.store.people().count_super_admins().await.unwrap(), 1);
}

#[tokio::test]
async fn a_wrong_an_old_and_a_replaced_token_do_nothing() {
    let lake = SmallLake::new().await;
    let setup = lake.store.setup();
    let replaced = setup.issue().await.unwrap();
    let old = setup.issue().await.unwrap();
    let earlier = vec![doc! { "$set": { "ends_at": "$$NOW" } }];
    collection(&lake.db, "setup_tokens").update_one(doc! {}, earlier).await.unwrap();
    for token in ["", "guess", replaced.expose(), old.expose()] {
        let redeemed = setup.redeem(token, someone("one@company.example")).await.unwrap();
        assert_eq!(redeemed, Redeemed::BadToken);
    }
    assert_eq!(lake.store.people().count_super_admins().await.unwrap(), 0);
}

#[tokio::test]
async fn a_taken_address_does_not_use_the_token_up() {
    let lake = SmallLake::new().await;
    let taken = NewPerson { role: UserRole::AccountManager, ..someone("one@company.example") };
    lake.store.people().create(taken).await.unwrap();
    let token = lake.store.setup().issue().await.unwrap();
    let refused = lake.store.setup().redeem(token.expose(), someone("ONE@company.example")).await;
    assert!(matches!(refused, Err(StoreError::EmailTaken)));
    let redeemed = lake.store.setup().redeem(token.expose(), someone("two@company.example")).await.unwrap();
    assert!(matches!(redeemed, Redeemed::Created(person) if person.is_super_admin));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_with_the_same_configuration_make_one_super_admin() {
    let lake = SmallLake::new().await;
    let tries = (0..4).map(|number| {
        let setup = lake.store.setup();
        tokio::spawn(async move { setup.create_first_super_admin(someone(&format!("{number}@company.example"))).await })
    });
    let mut created = 0;
    for one in tries.collect::<Vec<_>>() {
        created += usize::from(one.await.unwrap().unwrap().is_some());
    }
    assert_eq!(created, 1);
    let token = lake.store.setup().issue().await.unwrap();
    let late = lake.store.setup().redeem(token.expose(), someone("late@company.example")).await.unwrap();
    assert_eq!(late, Redeemed::AlreadySetUp);
}
