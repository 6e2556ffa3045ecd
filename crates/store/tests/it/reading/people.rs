//! People: one per e-mail address, linked to the Odoo user of that login.

use super::{company::published, small_lake::SmallLake};
use domain::{builders::user, canonical::Record, canonical::User};
use mongodb::bson::doc;
use shared::auth::{ApprovalStatus, UserRole};
use store::{
    StoreError,
    people::{AuthProvider, NewPerson, OdooLink, PasswordHash},
};
use uuid::Uuid;

fn new_person(email: &str, role: UserRole) -> NewPerson {
    NewPerson {
        email: email.into(),
        name: "Ana A.".into(),
        role,
        approval_status: ApprovalStatus::Approved,
        auth_provider: AuthProvider::Password,
        password_hash: Some(PasswordHash("$argon2id$secret".into())),
    }
}

#[tokio::test]
async fn an_address_is_one_person_whatever_its_case() {
    let lake = SmallLake::new().await;
    let people = lake.store.people();
    let ana = people.create(new_person(" Ana@Company.Example ", UserRole::AccountManager)).await.unwrap();
    assert_eq!(ana.email, "ana@company.example");
    let again = people.create(new_person("ANA@company.example", UserRole::Admin)).await;
    assert!(matches!(&again, Err(StoreError::EmailTaken)));
    assert!(!format!("{again:?} {}", again.as_ref().unwrap_err()).contains("ana@"));
    assert_eq!(people.find_by_email("aNa@company.example ").await.unwrap(), Some(ana.clone()));
    assert_eq!(people.find(ana.id).await.unwrap(), Some(ana.clone()));
    assert_eq!(people.find(Uuid::new_v4()).await.unwrap(), None);
    let (found, hash) = people.find_credentials("ana@company.example").await.unwrap().unwrap();
    assert_eq!((found, hash.as_ref().map(|hash| hash.0.as_str())), (ana, Some("$argon2id$secret")));
    assert!(!format!("{hash:?}").contains("secret"));
}

#[tokio::test]
async fn the_document_has_every_named_field_from_the_start() {
    let lake = SmallLake::new().await;
    let ana = lake.store.people().create(new_person("ana@company.example", UserRole::SuperAdmin)).await.unwrap();
    let users = super::small_lake::collection(&lake.db, "users");
    let row = users.find_one(doc! { "_id": ana.id.to_string() }).await.unwrap().unwrap();
    let mut fields: Vec<_> = row.keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "_id",
            "approval_status",
            "auth_provider",
            "email",
            "is_active",
            "is_super_admin",
            "name",
            "odoo_department_id",
            "odoo_department_name",
            "odoo_matched",
            "odoo_salesperson_name",
            "odoo_team_id",
            "odoo_team_name",
            "odoo_user_id",
            "password_hash",
            "role",
        ]
    );
    assert_eq!(row.get_str("role").ok(), Some("super_admin"));
    assert_eq!(row.get_bool("is_super_admin").ok(), Some(true));
}

#[tokio::test]
async fn the_link_follows_odoo() {
    let mut lake = published().await;
    let login = |name: &str, login: &str| Record::User(User { name: name.into(), login: login.into(), ..user(7) });
    let people = lake.store.people();
    let ana = people.create(new_person("Ana@company.example", UserRole::AccountManager)).await.unwrap();
    let link = async |lake: &SmallLake| {
        let moment = lake.store.moment().await.unwrap();
        let org = lake.store.org(&moment).await.unwrap();
        let person = lake.store.people().find(ana.id).await.unwrap().unwrap();
        let followed = lake.store.people().follow_odoo(person, &org).await.unwrap();
        assert_eq!(lake.store.people().find(ana.id).await.unwrap().as_ref(), Some(&followed));
        assert_eq!(followed.access(&org).odoo_user, followed.odoo.odoo_user_id);
        followed.odoo
    };
    assert_eq!(link(&lake).await, OdooLink::default());
    lake.put(7, login("Ana", "ANA@Company.example")).publish().await;
    let linked = OdooLink {
        odoo_matched: true,
        odoo_user_id: Some(7),
        odoo_salesperson_name: Some("Ana".into()),
        odoo_team_id: Some(1),
        odoo_team_name: Some("Team 1".into()),
        ..OdooLink::default()
    };
    assert_eq!(link(&lake).await, linked);
    lake.put(7, login("Ana Maria", "ana@company.example")).publish().await;
    assert_eq!(link(&lake).await.odoo_salesperson_name.as_deref(), Some("Ana Maria"));
    lake.put(8, login("Imposter", "ana@company.example")).publish().await;
    assert_eq!(link(&lake).await, OdooLink::default(), "a login of two Odoo users links nobody");
}

#[tokio::test]
async fn roles_change_super_admins_are_counted_and_the_deactivated_are_signed_out() {
    let lake = SmallLake::new().await;
    let people = lake.store.people();
    let ana = people.create(new_person("ana@company.example", UserRole::AccountManager)).await.unwrap();
    people.create(new_person("ben@company.example", UserRole::SuperAdmin)).await.unwrap();
    assert_eq!(people.count_super_admins().await.unwrap(), 1);
    let raised = people.set_role(ana.id, UserRole::SuperAdmin).await.unwrap().unwrap();
    assert!(raised.is_super_admin);
    assert_eq!(people.count_super_admins().await.unwrap(), 2);
    let token = lake.store.sessions().start(ana.id, None).await.unwrap();
    assert!(!people.deactivate(ana.id).await.unwrap().unwrap().is_active);
    assert_eq!(people.count_super_admins().await.unwrap(), 1);
    assert_eq!(lake.store.sessions().find(token.expose()).await.unwrap(), None);
    assert_eq!(people.set_role(Uuid::new_v4(), UserRole::Admin).await.unwrap(), None);
    let listed: Vec<_> = people.list(None, 10).await.unwrap().into_iter().map(|person| person.email).collect();
    assert_eq!(listed, ["ana@company.example", "ben@company.example"]);
    assert_eq!(people.list(Some("ana@company.example"), 10).await.unwrap().len(), 1);
}
