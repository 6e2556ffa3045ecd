//! Goals and targets are kept, changed by their version, and listed by an index.

use super::small_lake::SmallLake;
use domain::{
    builders::{amount, day},
    metrics::goal::Assignee,
};
use shared::{
    auth::UserRole,
    goals::{GoalMetric, GoalSpan},
};
use store::{
    StoreError,
    goals::{Aim, GoalSet, TargetSet},
};
use uuid::Uuid;

fn aim(from: &str, until: &str) -> Aim {
    Aim {
        metric: GoalMetric::Won,
        target: amount("12345.67"),
        currency: Some("EUR".into()),
        won_target: None,
        span: GoalSpan::Days,
        from: day(from),
        until: day(until),
    }
}

#[tokio::test]
async fn a_goal_is_kept_as_it_was_set_and_changed_by_its_version() {
    let lake = SmallLake::new().await;
    let (goals, by) = (lake.store.goals(), Uuid::from_u128(7));
    let set =
        GoalSet { name: Some("Autumn".into()), assignee: Assignee::Team(3), aim: aim("2026-10-01", "2026-12-01") };
    let later = GoalSet { name: None, assignee: Assignee::Everybody, aim: aim("2027-01-01", "2027-02-01") };
    let second = goals.create(later, by).await.unwrap();
    let first = goals.create(set.clone(), by).await.unwrap();
    assert_eq!((first.version, first.created_by, &first.set), (1, by, &set));
    assert_eq!(goals.find(first.id).await.unwrap(), Some(first.clone()));
    let ids: Vec<_> = goals.list().await.unwrap().into_iter().map(|goal| goal.id).collect();
    assert_eq!((ids, goals.count().await.unwrap()), (vec![first.id, second.id], 2));

    let wanted = GoalSet { name: None, assignee: Assignee::Role(UserRole::SalesManager), ..set };
    let changed = goals.change(first.id, 1, &wanted).await.unwrap();
    assert_eq!((changed.version, &changed.set, changed.created_by), (2, &wanted, by));
    let late = goals.change(first.id, 1, &wanted).await.unwrap_err();
    assert!(matches!(late, StoreError::ChangedMeanwhile));
    assert!(matches!(goals.delete(first.id, 1).await.unwrap_err(), StoreError::ChangedMeanwhile));
    goals.delete(first.id, 2).await.unwrap();
    assert_eq!(goals.find(first.id).await.unwrap(), None);
}

#[tokio::test]
async fn a_role_has_one_target_for_a_metric_and_period() {
    let lake = SmallLake::new().await;
    let (goals, by) = (lake.store.goals(), Uuid::from_u128(7));
    let set = |role, from| TargetSet { role, aim: aim(from, "2027-01-01") };
    let target = goals.create_target(set(UserRole::AccountManager, "2026-01-01"), by).await.unwrap();
    let twice = goals.create_target(set(UserRole::AccountManager, "2026-01-01"), by).await.unwrap_err();
    assert!(matches!(twice, StoreError::Exists));
    goals.create_target(set(UserRole::SalesManager, "2026-01-01"), by).await.unwrap();
    goals.create_target(set(UserRole::AccountManager, "2026-07-01"), by).await.unwrap();
    assert_eq!((goals.targets().await.unwrap().len(), goals.count_targets().await.unwrap()), (3, 3));
    assert_eq!(goals.find_target(target.id).await.unwrap(), Some(target.clone()));
    goals.delete_target(target.id, 1).await.unwrap();
    assert!(matches!(goals.delete_target(target.id, 1).await.unwrap_err(), StoreError::ChangedMeanwhile));
}
