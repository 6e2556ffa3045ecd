//! For whom something that was done counts: authors of messages, organisers and those who accepted (docs/numbers.md §4).

use domain::{
    access::Org,
    builders::{account, event, instant, message, user},
    canonical::{Anchor, Attendance, Attendee, Event, Kind, Message, Record, RecordRef, User},
    facts::{Deed, Family, References, derive},
    metrics::Touch,
};

const BRUNO: i64 = 6;

fn deed(record: Record) -> Option<Deed> {
    let attendee = |partner, state| Record::Attendee(Attendee { event: 90, partner: Some(partner), state });
    let mut family = Family::default();
    for (id, record) in [
        (10, Record::Partner(account(10))),
        (1, attendee(63, Attendance::Accepted)),
        (2, attendee(64, Attendance::Declined)),
        (3, attendee(65, Attendance::Tentative)),
        (4, attendee(63, Attendance::Accepted)),
        (90, record),
    ] {
        family.add(id, record, true);
    }
    let refs = References::new([(BRUNO, Record::User(user(BRUNO)))]);
    derive(&family, &refs).iter().find(|row| row.id == 90)?.fact.deed()
}

fn partner(id: i64) -> RecordRef {
    RecordRef::new(Kind::Partner, id)
}

#[test]
fn a_message_counts_for_its_author_where_it_hangs_on_a_record() {
    let on = |anchor| Message { author: Some(62), ..message(anchor) };
    let written = deed(Record::Message(on(Some(Anchor::Partner(10))))).unwrap();
    assert_eq!(written.touch, Touch::Done { at: Some(instant("2026-11-02T07:00:00Z")) });
    assert_eq!(written.doers, [partner(62)]);
    let nobodys = Message { author: None, ..message(Some(Anchor::Partner(10))) };
    assert_eq!(deed(Record::Message(nobodys)).unwrap().doers, []);
    assert_eq!(deed(Record::Message(on(Some(Anchor::Deal(404))))), None);
    assert_eq!(deed(Record::Message(on(None))), None);
}

#[test]
fn a_meeting_counts_once_for_its_organiser_and_for_each_who_accepted() {
    let meeting = Event { organiser: Some(BRUNO), on: Some(Anchor::Partner(10)), ..event(90) };
    let held = deed(Record::Event(meeting.clone())).unwrap();
    assert_eq!(held.touch, Touch::Meeting { ends: instant("2026-11-03T10:00:00Z") });
    let mut expected = [partner(63), RecordRef::new(Kind::User, BRUNO)];
    expected.sort_unstable();
    assert_eq!(held.doers, expected);
    assert_eq!(deed(Record::Event(Event { archived: true, ..meeting.clone() })), None);
    assert_eq!(deed(Record::Event(Event { stop: None, ..meeting.clone() })), None);
    assert_eq!(deed(Record::Event(Event { on: None, ..meeting })), None);
}

#[test]
fn customers_who_sign_in_are_no_staff_and_of_two_users_with_one_partner_the_first_counts() {
    let of = |partner, portal| User { partner: Some(partner), portal, ..user(1) };
    let users = [(7, of(62, false)), (6, of(62, false)), (8, of(63, true)), (9, User { partner: None, ..user(9) })];
    let left = (10, User { archived: true, ..of(64, false) });
    let org = Org { users: users.into_iter().chain([left]).collect(), ..Org::default() };
    assert_eq!(org.staff_by_partner(), [(62, 6), (64, 10)].into());
}
