//! What is to be done next: whose it is, by which days, and what of it is listed.

use super::{
    company::{admin, person, published, scope},
    small_lake::SmallLake,
};
use domain::{
    Scope,
    builders::{activity, day},
    canonical::{Activity, Anchor, Kind, Record, SourceId},
};
use shared::auth::UserRole;
use store::{accounts::Choice, activities::Due, figures::Selection};

/// On a deal of Ana's; the clock says 21 November.
fn of(user: SourceId, due_on: &str) -> Activity {
    Activity { user: Some(user), due_on: Some(day(due_on)), ..activity(Some(Anchor::Deal(100))) }
}

async fn lake() -> SmallLake {
    let mut lake = published().await;
    let planned = [
        (1, of(7, "2026-11-28")),
        (2, of(7, "2026-11-21")),
        (3, of(7, "2026-11-20")),
        (4, of(7, "2026-11-29")),
        (5, Activity { done: true, ..of(7, "2026-11-20") }),
        (6, Activity { on: None, ..of(7, "2026-11-20") }),
        (7, Activity { due_on: None, ..of(7, "2026-11-20") }),
        // Ben's, where Ana sees the deal, and the other way round.
        (8, of(8, "2026-11-19")),
        (9, Activity { on: Some(Anchor::Deal(103)), ..of(7, "2026-11-19") }),
        (10, Activity { user: None, ..of(7, "2026-11-18") }),
        // On a deal that is on no account.
        (11, Activity { on: Some(Anchor::Deal(105)), ..of(7, "2026-11-22") }),
    ];
    for (id, activity) in planned {
        lake.put(id, Record::Activity(activity));
    }
    lake.publish().await;
    lake
}

async fn due(lake: &SmallLake, scope: &Scope, selection: Selection, limit: usize) -> Due {
    let moment = lake.store.moment().await.unwrap();
    lake.store.activities().due(scope, &moment, &selection, limit).await.unwrap()
}

/// Overdue, today, soon, and the ids in their order.
fn told(due: &Due) -> ([u64; 3], Vec<SourceId>) {
    ([due.overdue, due.today, due.soon], due.items.iter().map(|entry| entry.id).collect())
}

#[tokio::test]
async fn it_is_what_the_people_in_reach_have_planned_up_to_seven_days_from_today() {
    let lake = lake().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = Selection::default;
    let ana = scope(&lake, &moment, person(UserRole::AccountManager, Some(7))).await;
    let cleo = scope(&lake, &moment, person(UserRole::SalesManager, Some(9))).await;
    assert_eq!(told(&due(&lake, &ana, everything(), 30).await), ([1, 1, 2], vec![3, 2, 11, 1]));
    assert_eq!(told(&due(&lake, &cleo, everything(), 30).await), ([1, 1, 2], vec![3, 2, 11, 1]));
    // Ben does not see the deal that his is on.
    let ben = scope(&lake, &moment, person(UserRole::AccountManager, Some(8))).await;
    assert_eq!(told(&due(&lake, &ben, everything(), 30).await), ([0, 0, 0], vec![]));
    let everybody = admin(&lake, &moment).await;
    assert_eq!(told(&due(&lake, &everybody, everything(), 30).await), ([4, 1, 2], vec![10, 8, 9, 3, 2, 11, 1]));
    assert_eq!(told(&due(&lake, &everybody, everything(), 2).await), ([4, 1, 2], vec![10, 8]));
}

#[tokio::test]
async fn a_person_or_a_team_that_is_asked_about_narrows_it() {
    let lake = lake().await;
    let moment = lake.store.moment().await.unwrap();
    let everybody = admin(&lake, &moment).await;
    let of = async |selection| told(&due(&lake, &everybody, selection, 30).await).1;
    let person = |choice| Selection { salesperson: Some(choice), ..Selection::default() };
    let team = |choice| Selection { team: Some(choice), ..Selection::default() };
    assert_eq!(of(person(Choice::Is(8))).await, [8]);
    assert_eq!(of(person(Choice::None)).await, [10]);
    assert_eq!(of(team(Choice::Is(1))).await, [9, 3, 2, 11, 1]);
    assert_eq!(of(team(Choice::None)).await, [10, 8]);
    assert_eq!(of(Selection { salesperson: Some(Choice::Is(8)), ..team(Choice::Is(1)) }).await, Vec::<SourceId>::new());
}

#[tokio::test]
async fn what_is_done_moved_or_gone_in_odoo_is_not_due_any_more_and_days_go_by() {
    let mut lake = lake().await;
    let moment = lake.store.moment().await.unwrap();
    let ana = scope(&lake, &moment, person(UserRole::AccountManager, Some(7))).await;
    lake.put(1, Record::Activity(of(7, "2026-11-21")))
        .put(2, Record::Activity(Activity { done: true, ..of(7, "2026-11-21") }));
    lake.remove(Kind::Activity, 3);
    lake.publish().await;
    assert_eq!(told(&due(&lake, &ana, Selection::default(), 30).await), ([0, 1, 1], vec![1, 11]));
    lake.set_clock("2026-11-22T00:00:00Z");
    assert_eq!(told(&due(&lake, &ana, Selection::default(), 30).await), ([1, 1, 1], vec![1, 11, 4]));
}
