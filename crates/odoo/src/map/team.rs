//! `crm.team` and `crm.team.member`: sales teams, their leaders, their members.

use super::row::Row;
use domain::canonical::{Team, TeamMember};

pub(crate) fn team(row: &mut Row<'_>) -> Team {
    Team { name: row.name("name"), leader: row.id("user_id"), archived: row.archived() }
}

pub(crate) fn team_member(row: &mut Row<'_>) -> TeamMember {
    TeamMember { team: row.required_id("crm_team_id"), user: row.required_id("user_id"), archived: row.archived() }
}
