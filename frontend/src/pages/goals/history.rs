//! How a goal came to where it is: its achievement day by day, as a line and as a list, asked for when somebody looks.

use super::look;
use crate::{
    components::{
        Icon,
        answered::answered,
        popover::{Popover, Side},
    },
    format,
    state::{asked::Asked, session::use_client},
    words::Words,
};
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use shared::goals::{Goal, GoalDay, GoalHistory, GoalMetric};

/// Units of the drawing, across and up.
const WIDE: i64 = 1_000;
const HIGH: i64 = 100;

pub fn history(goal: &Goal, w: &'static Words) -> AnyView {
    let (open, client) = (RwSignal::new(false), use_client());
    let (id, name) = (StoredValue::new(goal.id.clone()), look::title(goal, w));
    let label = format!("{}: {name}", w.goals.history);
    let trigger = move || view! { {Icon::History.sized("size-3.5 shrink-0")} {w.goals.history} }.into_any();
    view! {
        <Popover
            open
            label=label
            side=Side::Left
            class="md:max-h-96 md:w-80"
            trigger=ViewFn::from(trigger)
            trigger_class="inline-flex h-7 items-center gap-1 rounded-control px-1.5 text-12 text-muted hover:bg-hover hover:text-ink"
        >
            {
                let asked = Asked::start(
                    move |line| async move { client.goal_history(&id.get_value(), &line).await },
                    || (),
                );
                answered(asked, w.goals.history_failed, move |history| shown(&history, w))
            }
        </Popover>
    }
    .into_any()
}

fn shown(history: &GoalHistory, w: &'static Words) -> AnyView {
    if history.items.is_empty() {
        return view! { <p class="px-4 py-6 text-center text-13 text-muted text-pretty">{w.goals.no_history}</p> }
            .into_any();
    }
    let rows = history.items.iter().rev().map(|day| row(history.metric, day, w)).collect_view();
    let head = "border-b border-line px-2 py-1.5 text-right text-12 font-medium text-muted first:pl-4 first:text-left last:pr-4";
    view! {
        {line(&history.items, w)}
        <div class="focus-inset min-h-0 overflow-y-auto border-t border-line" tabindex="0" role="group" aria-label=w.goals.history>
            <table class="w-full border-separate border-spacing-0 text-13">
                <thead><tr>
                    <th scope="col" class=head>{w.goals.day}</th>
                    <th scope="col" class=head>{w.goals.actual}</th>
                    <th scope="col" class=head>{w.goals.achievement}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(metric: GoalMetric, day: &GoalDay, w: &'static Words) -> AnyView {
    let nothing = || "–".to_owned();
    let actual = day.actual.map_or_else(nothing, |actual| look::value(metric, actual, day.currency.as_deref(), w));
    let achievement = day.achievement.map_or_else(nothing, |share| look::share(share, w));
    view! {
        <tr data-day=day.date.to_string() title=(w.goals.status)(day.status)>
            <th scope="row" class="py-1 pr-2 pl-4 text-left font-normal whitespace-nowrap">{format::day(day.date, w)}</th>
            <td class="figures px-2 py-1 text-right">{actual}</td>
            <td class="figures py-1 pr-4 pl-2 text-right">{achievement}</td>
        </tr>
    }
    .into_any()
}

/// Its table stands below it.
fn line(days: &[GoalDay], w: &'static Words) -> AnyView {
    let drawn = Drawn::of(days);
    let points: Vec<_> = drawn.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    view! {
        <svg
            class="block h-20 w-full shrink-0 px-4 py-3"
            viewBox=format!("0 0 {WIDE} {HIGH}")
            preserveAspectRatio="none"
            role="img"
            aria-label=w.goals.achievement
        >
            <title>{w.goals.achievement}</title>
            <line class="stroke-line-strong" stroke-dasharray="4" vector-effect="non-scaling-stroke" x1="0" x2=WIDE y1=drawn.target y2=drawn.target />
            <polyline class="stroke-accent" fill="none" stroke-width="2" stroke-linecap="round" vector-effect="non-scaling-stroke" points=points.join(" ") />
        </svg>
    }
    .into_any()
}

/// Where the days stand, and the target; days that nothing was measured on are left out.
#[derive(Debug, PartialEq, Eq)]
struct Drawn {
    points: Vec<(i64, i64)>,
    target: i64,
}

impl Drawn {
    fn of(days: &[GoalDay]) -> Self {
        let measured: Vec<_> = days.iter().filter_map(|day| Some((day.date, day.achievement?))).collect();
        let most = measured.iter().map(|(_, share)| *share).fold(Decimal::ONE, Decimal::max);
        let height = |share: Decimal| {
            let part = (share * Decimal::from(HIGH)).checked_div(most).and_then(|part| part.round().to_i64());
            HIGH - part.unwrap_or_default().clamp(0, HIGH)
        };
        let begin = measured.first().map(|(day, _)| *day).unwrap_or_default();
        let across = |day: chrono::NaiveDate| (day - begin).num_days();
        let length = measured.last().map_or(1, |(day, _)| across(*day)).max(1);
        let mut points: Vec<_> =
            measured.iter().map(|(day, share)| (across(*day) * WIDE / length, height(*share))).collect();
        // One day alone is a line across.
        if let [(_, only)] = points[..] {
            points.push((WIDE, only));
        }
        Self { points, target: height(Decimal::ONE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::goals::GoalStatus;

    fn day(date: &str, achievement: Option<&str>) -> GoalDay {
        GoalDay {
            date: date.parse().unwrap(),
            actual: None,
            target: Decimal::ONE,
            currency: None,
            achievement: achievement.map(|share| share.parse().unwrap()),
            status: GoalStatus::OnTrack,
        }
    }

    #[test]
    fn days_stand_where_they_are_in_time_and_the_target_is_always_in_sight() {
        let days = [
            day("2026-11-01", Some("0.25")),
            day("2026-11-02", None),
            day("2026-11-03", Some("0.5")),
            day("2026-11-05", Some("1")),
        ];
        assert_eq!(Drawn::of(&days), Drawn { points: vec![(0, 75), (500, 50), (1_000, 0)], target: 0 });
        // Twice what was to be reached.
        let beyond = [day("2026-11-01", Some("0")), day("2026-11-02", Some("2"))];
        assert_eq!(Drawn::of(&beyond), Drawn { points: vec![(0, 100), (1_000, 0)], target: 50 });
    }

    #[test]
    fn one_day_is_a_line_across_and_none_is_nothing() {
        assert_eq!(Drawn::of(&[day("2026-11-01", Some("0.4"))]).points, [(0, 60), (1_000, 60)]);
        assert_eq!(Drawn::of(&[day("2026-11-01", None)]).points, []);
    }
}
