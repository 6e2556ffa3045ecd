//! Activities, messages and meetings: who sees the record that they hang on sees them.

use super::{Derivation, Member, row};
use crate::{
    access::Token,
    canonical::{Activity, Anchor, Event, Kind, Message, SourceId},
    facts::{ActivityFact, Fact, Link, MeetingFact, MessageFact, ServingRow, Subject},
};
use shared::EntityType;
use std::collections::{BTreeMap, BTreeSet};

/// Where something hangs, and what follows from that.
#[derive(Debug, Clone, Default)]
struct Place {
    on: Option<Subject>,
    account: Option<Link>,
    visible_to: BTreeSet<Token>,
    unresolved: Vec<String>,
}

impl Place {
    /// Nothing hangs on rows of other kinds, and what is gone is as if it had never been there.
    fn of(row: &ServingRow) -> Option<(Anchor, Self)> {
        if !row.is_active {
            return None;
        }
        let link = |name: &str| Some(Link { id: row.id, name: name.to_owned() });
        let (anchor, name, account) = match &row.fact {
            Fact::Account(fact) => (Anchor::Partner(row.id), fact.name.as_str(), link(&fact.name)),
            Fact::Contact(fact) => (Anchor::Partner(row.id), fact.name.as_str(), fact.account.clone()),
            Fact::Deal(fact) => (Anchor::Deal(row.id), fact.name.as_str(), fact.account.clone()),
            Fact::Order(fact) => (Anchor::Order(row.id), fact.name.as_str(), fact.account.clone()),
            Fact::Invoice(fact) => {
                (Anchor::Invoice(row.id), fact.number.as_deref().unwrap_or_default(), fact.account.clone())
            }
            _ => return None,
        };
        let place = Self {
            on: Some(Subject { entity: row.entity, id: row.id, name: name.to_owned() }),
            account,
            visible_to: row.visible_to.iter().copied().collect(),
            unresolved: Vec::new(),
        };
        Some((anchor, place))
    }
}

/// By the record that something can hang on.
pub(super) struct Places<'a> {
    derivation: &'a Derivation<'a>,
    places: BTreeMap<Anchor, Place>,
}

impl<'a> Places<'a> {
    pub(super) fn new(derivation: &'a Derivation<'a>, rows: &[ServingRow]) -> Self {
        Self { derivation, places: rows.iter().filter_map(Place::of).collect() }
    }

    pub(super) fn rows(&self) -> Vec<ServingRow> {
        let family = self.derivation.family;
        let activities = family.activities.iter().map(|member| self.activity_row(member));
        let messages = family.messages.iter().map(|member| self.message_row(member));
        let events = family.events.iter().map(|member| self.event_row(member));
        activities.chain(messages).chain(events).collect()
    }

    /// What hangs on nothing, or on what is not in the lake, is its own person's.
    fn find(&self, anchor: Option<Anchor>, person: Option<SourceId>) -> Place {
        let own = || person.map(Token::User).into_iter().collect();
        match anchor {
            None => Place { visible_to: own(), ..Place::default() },
            // Our own company is in the lake and has no row.
            Some(Anchor::Partner(id)) if self.derivation.own_partners.contains(&id) => {
                Place { visible_to: own(), ..Place::default() }
            }
            Some(anchor) => self.places.get(&anchor).cloned().unwrap_or_else(|| Place {
                visible_to: own(),
                unresolved: vec![anchor.record().to_string()],
                ..Place::default()
            }),
        }
    }

    fn activity_row(&self, member: &Member<Activity>) -> ServingRow {
        let activity = &member.record;
        let refs = self.derivation.refs;
        let Place { on, account, visible_to, mut unresolved } = self.find(activity.on, activity.user);
        let fact = ActivityFact {
            summary: activity.summary.clone(),
            activity_type: refs.link(Kind::ActivityType, activity.activity_type, &mut unresolved),
            user: refs.link(Kind::User, activity.user, &mut unresolved),
            due_on: activity.due_on,
            done: activity.done,
            done_on: activity.done_on,
            on,
            account,
            created_at: activity.created_at,
            unresolved,
        };
        row(EntityType::Activity, member, visible_to, Fact::Activity(fact))
    }

    fn message_row(&self, member: &Member<Message>) -> ServingRow {
        let message = &member.record;
        let refs = self.derivation.refs;
        let Place { on, account, visible_to, mut unresolved } = self.find(message.on, None);
        let fact = MessageFact {
            kind: message.kind,
            activity_type: refs.link(Kind::ActivityType, message.activity_type, &mut unresolved),
            category: message
                .activity_type
                .and_then(|id| refs.activity_types.get(&id))
                .and_then(|known| known.category.clone()),
            author: message.author,
            author_email: message.author_email.clone(),
            subject: message.subject.clone(),
            excerpt: message.excerpt.clone(),
            at: message.at,
            on,
            account,
            unresolved,
        };
        row(EntityType::Message, member, visible_to, Fact::Message(fact))
    }

    fn event_row(&self, member: &Member<Event>) -> ServingRow {
        let event = &member.record;
        let refs = self.derivation.refs;
        let anchor = event.deal.map(Anchor::Deal).or(event.on);
        let Place { on, account, visible_to, mut unresolved } = self.find(anchor, event.organiser);
        let fact = MeetingFact {
            name: event.name.clone(),
            start: event.start,
            stop: event.stop,
            all_day: event.all_day,
            archived: event.archived,
            organiser: refs.link(Kind::User, event.organiser, &mut unresolved),
            attendees: self.derivation.attendees.get(&member.id).cloned().unwrap_or_default(),
            on,
            account,
            unresolved,
        };
        row(EntityType::Event, member, visible_to, Fact::Event(fact))
    }
}
