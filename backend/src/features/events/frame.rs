//! Events as they go over the wire.

use actix_web::web::Bytes;
use domain::Moment;
use shared::events::Event;

/// Which documents a reader has seen: the published generation, and how often it was made again from its raw records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) generation: i64,
    pub(super) epoch: i64,
}

impl Place {
    pub(super) fn of(moment: &Moment) -> Self {
        Self { generation: moment.generation, epoch: moment.epoch }
    }

    /// `17`, or `17.2` where the lake was made again twice.
    pub(super) fn id(self) -> String {
        match self.epoch {
            0 => self.generation.to_string(),
            epoch => format!("{}.{epoch}", self.generation),
        }
    }

    pub(super) fn parse(id: &str) -> Option<Self> {
        let (generation, epoch) = id.split_once('.').unwrap_or((id, "0"));
        Some(Self { generation: generation.parse().ok()?, epoch: epoch.parse().ok()? })
    }
}

/// Without a place, the browser keeps the id that it has: the event is one of several of the same step.
pub(super) fn event(event: &Event, place: Option<Place>) -> Result<Bytes, serde_json::Error> {
    let id = place.map(|place| format!("id: {}\n", place.id())).unwrap_or_default();
    let data = serde_json::to_string(event)?;
    Ok(format!("event: {}\n{id}data: {data}\n\n", event.name()).into())
}

pub(super) const HEARTBEAT: Bytes = Bytes::from_static(b": still here\n\n");
/// The server stops: come back soon, another one may be there already.
pub(super) const COME_BACK: Bytes = Bytes::from_static(b"retry: 2000\n\n");

#[cfg(test)]
mod tests {
    use super::*;
    use shared::events::{Bye, Reload, ReloadReason};

    #[test]
    fn an_event_is_three_lines_and_an_empty_one() {
        let reload = Event::Reload(Reload { generation: 17, reason: ReloadReason::TooMany });
        let place = Place { generation: 17, epoch: 0 };
        let data = r#"{"type":"reload","generation":17,"reason":"too_many"}"#;
        assert_eq!(event(&reload, Some(place)).unwrap(), format!("event: reload\nid: 17\ndata: {data}\n\n"));
        assert_eq!(event(&reload, None).unwrap(), format!("event: reload\ndata: {data}\n\n"));
        let bye = event(&Event::Bye(Bye { code: shared::ProblemCode::Unauthenticated }), None).unwrap();
        assert_eq!(bye, "event: bye\ndata: {\"type\":\"bye\",\"code\":\"unauthenticated\"}\n\n");
    }

    #[test]
    fn an_id_is_read_as_it_was_written() {
        for (place, id) in [(Place { generation: 17, epoch: 0 }, "17"), (Place { generation: 17, epoch: 2 }, "17.2")] {
            assert_eq!(place.id(), id);
            assert_eq!(Place::parse(id), Some(place));
        }
        for garbage in ["", "x", "1.", ".1", "1.2.3", "9999999999999999999999"] {
            assert_eq!(Place::parse(garbage), None, "{garbage}");
        }
    }
}
