//! Who is who in the company: the people that a demo or a test signs in as.

use serde::Serialize;

use super::Control;
use crate::caller::Caller;
use crate::model::model;
use crate::orm::Reader;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    pub user_id: i64,
    pub login: String,
    pub name: String,
    /// The sales team, where there is one.
    pub team_id: Option<i64>,
}

/// The same company always has the same people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct People {
    /// The administrator, as whom the API key reads.
    pub admin: Option<Person>,
    /// Leads the team with the most deals.
    pub team_leader: Option<Person>,
    /// Two with the most deals of their own: one of that team, one of another, where there is.
    pub account_managers: Vec<Person>,
    /// The plain salesman who may sign in over RPC as well, with a login and key of his own.
    pub salesman: Option<Person>,
}

impl Control {
    pub fn people(&self) -> People {
        let db = self.world.read();
        let caller = Caller::superuser(&db, self.world.clock.now());
        let reader = Reader::new(&db, &caller);
        let (users, teams, leads) = (model("res.users"), model("crm.team"), model("crm.lead"));
        let team_of = |user: i64| db.row(users, user).and_then(|row| row.named(users, "sale_team_id").as_ref());
        let person = |user: i64, team: Option<i64>| {
            let row = db.row(users, user)?;
            let text = |name: &str| reader.named(users, row, name).as_text().unwrap_or_default().to_owned();
            Some(Person {
                user_id: user,
                login: text("login"),
                name: text("name"),
                team_id: team.or_else(|| team_of(user)),
            })
        };
        let deals = |field: &str, id: i64| {
            db.table(leads).iter().filter(|row| row.named(leads, field).as_ref() == Some(id)).count()
        };
        let account = |restricted: bool| {
            self.world.accounts().iter().find(|account| account.restricted == restricted).map(|account| account.uid)
        };
        let admin = account(false);
        let mut led: Vec<(usize, i64, i64)> = db
            .table(teams)
            .iter()
            .filter(|row| row.named(teams, "active").is_true())
            .filter_map(|row| Some((deals("team_id", row.id), row.id, row.named(teams, "user_id").as_ref()?)))
            .collect();
        led.sort_by_key(|(count, team, _)| (std::cmp::Reverse(*count), *team));
        let leaders: Vec<i64> = led.iter().map(|(_, _, user)| *user).collect();
        let mut managers: Vec<(usize, i64)> = db
            .table(users)
            .iter()
            .filter(|row| row.named(users, "active").is_true() && Some(row.id) != admin && !leaders.contains(&row.id))
            .map(|row| (deals("user_id", row.id), row.id))
            .filter(|(count, _)| *count > 0)
            .collect();
        managers.sort_by_key(|(count, user)| (std::cmp::Reverse(*count), *user));
        let top = led.first().map(|(_, team, _)| *team);
        let inside = managers.iter().find(|(_, user)| team_of(*user) == top).map(|(_, user)| *user);
        let outside = managers.iter().find(|(_, user)| team_of(*user) != top).map(|(_, user)| *user);
        let mut chosen: Vec<i64> = inside.into_iter().chain(outside).collect();
        chosen.extend(
            managers.iter().map(|(_, user)| *user).filter(|user| Some(*user) != inside && Some(*user) != outside),
        );
        People {
            admin: admin.and_then(|user| person(user, None)),
            team_leader: led.first().and_then(|(_, team, user)| person(*user, Some(*team))),
            account_managers: chosen.into_iter().take(2).filter_map(|user| person(user, None)).collect(),
            salesman: account(true).and_then(|user| person(user, None)),
        }
    }
}
