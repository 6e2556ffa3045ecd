//! Entries as readers get them: names looked up, the account found, whatever they come from.

use super::{ActivityDoc, FeedReader, feed::Entry, people::user_id};
use crate::{
    Result, authors,
    gate::{Gate, Told},
    raw,
};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{
    Moment, Org,
    canonical::{MessageKind, SourceId},
    facts::{Fact, Link, Subject, parse_serving_id, serving_id},
};
use shared::{
    EntityType,
    accounts::Named,
    activities::{LoggedActivity, LoggedDetails, LoggedEntity, LoggedSource, TouchDetails},
};
use std::collections::{BTreeSet, HashMap};

/// What is looked up for a page at once.
struct Known<'a> {
    moment: &'a Moment,
    /// Of partners.
    authors: HashMap<SourceId, String>,
    /// Users by their partner.
    users: HashMap<SourceId, SourceId>,
    /// By the serving id of a deal or a contact of the log.
    accounts: HashMap<String, Named>,
}

/// In the same order.
pub(super) async fn entries(
    entries: Vec<Entry>,
    org: &Org,
    gate: &Gate<'_>,
    reader: FeedReader<'_>,
) -> Result<Vec<LoggedActivity>> {
    let (mut written, mut deals, mut contacts) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for entry in &entries {
        match entry {
            Entry::Told(row) => {
                if let Fact::Message(message) = &row.data {
                    written.extend(message.author);
                }
            }
            Entry::Logged(row) => match parse_serving_id(&row.entity_id) {
                Some((EntityType::Opportunity, id)) => drop(deals.insert(id)),
                Some((EntityType::Contact, id)) => drop(contacts.insert(id)),
                _ => {}
            },
        }
    }
    let (scope, moment) = (reader.scope, reader.moment);
    let mut accounts = HashMap::new();
    for (entity, ids) in [(EntityType::Opportunity, deals), (EntityType::Contact, contacts)] {
        for served in gate.find(scope, moment.generation, entity, &ids).await? {
            let account = match served.data {
                Fact::Deal(deal) => deal.account,
                Fact::Contact(contact) => contact.account,
                _ => None,
            };
            accounts.extend(account.map(|account| (serving_id(entity, served.id), named(account))));
        }
    }
    let known = Known {
        moment,
        authors: authors::names(org, gate, scope, moment.generation, written).await?,
        users: org.users.iter().filter_map(|(id, user)| Some((user.partner?, *id))).collect(),
        accounts,
    };
    let told = |entry| match entry {
        Entry::Logged(row) => known.logged(*row),
        Entry::Told(row) => known.told(*row),
    };
    Ok(entries.into_iter().map(told).collect())
}

fn named(account: Link) -> Named {
    Named { id: serving_id(EntityType::Account, account.id), name: account.name }
}

impl Known<'_> {
    fn logged(&self, row: ActivityDoc) -> LoggedActivity {
        LoggedActivity {
            account: self.accounts.get(&row.entity_id).cloned(),
            id: row.id,
            activity_type: row.activity_type,
            title: row.title,
            entity_type: row.entity_type,
            entity_id: row.entity_id,
            user_id: row.user_id,
            user_name: row.user_name,
            source: row.source,
            metadata: row.metadata,
            timestamp: raw::instant(row.timestamp),
            local: self.local(raw::instant(row.timestamp)),
            touch: None,
        }
    }

    fn told(&self, row: Told) -> LoggedActivity {
        let (activity_type, timestamp) = (row.feed.kind, row.at());
        let user = |user: Option<Link>| user.map(|user| (user_id(user.id), user.name)).unzip();
        let word = |kind: Option<Link>| kind.map(|kind| kind.name);
        let (on, account, (user_id, user_name), touch) = match row.data {
            Fact::Activity(activity) => {
                let details = TouchDetails {
                    kind: word(activity.activity_type),
                    subject: activity.summary,
                    due_on: activity.due_on,
                    is_overdue: activity.due_on.is_some_and(|day| day < self.moment.today),
                    ..TouchDetails::default()
                };
                (activity.on, activity.account, user(activity.user), details)
            }
            Fact::Message(message) => {
                let author = message.author;
                let name = author.and_then(|author| self.authors.get(&author)).cloned().or(message.author_email);
                let id = author.and_then(|author| self.users.get(&author)).copied().map(user_id);
                let details = TouchDetails {
                    kind: word(message.activity_type),
                    subject: message.subject,
                    excerpt: message.excerpt,
                    is_incoming: message.kind == MessageKind::Email,
                    ..TouchDetails::default()
                };
                (message.on, message.account, (id, name), details)
            }
            Fact::Event(meeting) => {
                let details = TouchDetails { subject: Some(meeting.name), ..TouchDetails::default() };
                (meeting.on, meeting.account, user(meeting.organiser), details)
            }
            _ => (None, None, (None, None), TouchDetails::default()),
        };
        let subject = touch.subject.clone().unwrap_or_default();
        let (entity_type, entity_id, title) = match on {
            Some(Subject { entity, id, name }) => (logged_entity(entity), serving_id(entity, id), name),
            None => (LoggedEntity::Activity, row.serving_id.clone(), subject),
        };
        LoggedActivity {
            id: row.serving_id,
            activity_type,
            title,
            account: account.map(named).filter(|account| account.id != entity_id),
            entity_type,
            entity_id,
            user_id,
            user_name,
            source: LoggedSource::Odoo,
            metadata: LoggedDetails::default(),
            timestamp,
            local: self.local(timestamp),
            touch: Some(touch),
        }
    }

    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.moment.time_zone).naive_local()
    }
}

fn logged_entity(entity: EntityType) -> LoggedEntity {
    match entity {
        EntityType::Account => LoggedEntity::Account,
        EntityType::Contact => LoggedEntity::Contact,
        EntityType::Opportunity => LoggedEntity::Opportunity,
        EntityType::Lead => LoggedEntity::Lead,
        EntityType::Order => LoggedEntity::Order,
        EntityType::Invoice => LoggedEntity::Invoice,
        _ => LoggedEntity::Activity,
    }
}
