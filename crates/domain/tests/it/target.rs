//! What is to be won in a period: goals spread over their days, the nearest one, the whole before its parts (docs/numbers.md §4).

use domain::{
    Period,
    builders::{amount, instant, period},
    metrics::{Target, WonGoal, goal::Assignee, won_target},
};

fn goal(whose: Assignee, from: &str, until: &str, target: &str) -> WonGoal {
    let set_at = instant("2026-01-01T00:00:00Z");
    WonGoal { whose, period: period(from, until), target: amount(target), set_at }
}

fn november() -> Period {
    period("2026-11-01", "2026-12-01")
}

fn told(layers: &[Vec<WonGoal>], period: Period) -> Option<(String, u64)> {
    won_target(layers, period, 2).map(|Target { amount, goals }| (amount.to_string(), goals))
}

fn is(amount: &str, goals: u64) -> Option<(String, u64)> {
    Some((amount.to_owned(), goals))
}

#[test]
fn a_goal_over_a_quarter_spreads_over_its_months_by_days() {
    // 9,200 over 92 days are 100 a day.
    let layers = [vec![goal(Assignee::User(6), "2026-10-01", "2027-01-01", "9200")]];
    assert_eq!(told(&layers, november()), is("3000.00", 1));
    assert_eq!(told(&layers, period("2026-10-01", "2026-11-01")), is("3100.00", 1));
    assert_eq!(told(&layers, period("2026-10-01", "2027-01-01")), is("9200.00", 1));
}

#[test]
fn three_goals_that_do_not_divide_evenly_are_rounded_once() {
    // 0.01 over 30 days, three times: a third of a cent of each for ten days is one cent, not none.
    let each = |user| goal(user, "2026-11-01", "2026-12-01", "0.01");
    let layers = [vec![each(Assignee::User(6)), each(Assignee::User(7)), each(Assignee::User(8))]];
    assert_eq!(told(&layers, period("2026-11-01", "2026-11-11")), is("0.01", 3));
    // 100 over the 31 days of October, for one day, and over the 30 of November, for one: 3.2258… + 3.3333….
    let months = vec![
        goal(Assignee::User(6), "2026-10-01", "2026-11-01", "100"),
        goal(Assignee::User(6), "2026-11-01", "2026-12-01", "100"),
    ];
    assert_eq!(told(&[months], period("2026-10-31", "2026-11-02")), is("6.56", 2));
}

#[test]
fn a_period_with_a_day_without_goal_has_no_target() {
    let layers = [vec![goal(Assignee::User(6), "2026-11-02", "2026-12-01", "2900")]];
    assert_eq!(told(&layers, november()), None);
    assert_eq!(told(&layers, period("2026-11-02", "2026-12-01")), is("2900.00", 1));
    assert_eq!(told(&layers, period("2026-11-30", "2026-12-02")), None);
    assert_eq!(told(&[], november()), None);
}

#[test]
fn of_two_goals_of_the_same_person_the_shorter_one_counts_and_of_equal_ones_the_later_one() {
    let year = goal(Assignee::User(6), "2026-01-01", "2027-01-01", "365000");
    let month = goal(Assignee::User(6), "2026-11-01", "2026-12-01", "600");
    // The last ten days of October by the year, 1,000 a day; the first of November by the month, 20 a day.
    for layer in [vec![year, month], vec![month, year]] {
        assert_eq!(told(std::slice::from_ref(&layer), november()), is("600.00", 1));
        assert_eq!(told(&[layer], period("2026-10-22", "2026-11-02")), is("10020.00", 2));
    }
    // What is asked for is just the year: no month of it matters.
    assert_eq!(told(&[vec![month, year]], period("2026-01-01", "2027-01-01")), is("365000.00", 1));
    let later = WonGoal { target: amount("900"), set_at: instant("2026-01-01T00:00:01Z"), ..month };
    for layer in [vec![later, month], vec![month, later]] {
        assert_eq!(told(&[layer], november()), is("900.00", 1));
    }
    let together = WonGoal { target: amount("900"), ..month };
    assert_eq!(told(&[vec![month, together]], november()), is("600.00", 1), "set at one moment: the first of them");
}

#[test]
fn goals_of_one_layer_add_up_and_the_whole_comes_before_its_parts() {
    let team = vec![goal(Assignee::Team(1), "2026-11-01", "2026-11-16", "1500")];
    let people = vec![
        goal(Assignee::User(6), "2026-11-01", "2026-12-01", "300"),
        goal(Assignee::User(7), "2026-11-01", "2026-12-01", "600"),
    ];
    assert_eq!(told(std::slice::from_ref(&people), november()), is("900.00", 2));
    // Fifteen days of the team at 100 a day, fifteen of its people at 10 and 20.
    assert_eq!(told(&[team.clone(), people.clone()], november()), is("1950.00", 3));
    assert_eq!(told(&[team, people], period("2026-11-01", "2026-11-16")), is("1500.00", 1));
}
