//! Delete guard: a source that suddenly has far fewer records is not believed without a person.

/// What a run would remove of one kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Removal {
    /// Gone in the source, and asked for twice.
    pub(crate) candidates: u64,
    /// Records of the kind that the lake still holds for living, the candidates among them.
    pub(crate) living: u64,
    /// Removed within the last 24 hours.
    pub(crate) gone_today: u64,
}

/// So many may always go: a small company deletes a handful of deals without asking anybody.
pub(crate) const FREE: u64 = 10;

impl Removal {
    /// Why nothing of it may be removed; `None` when it may.
    pub(crate) fn objection(self) -> Option<String> {
        let Self { candidates, living, gone_today } = self;
        if candidates == 0 {
            return None;
        }
        if candidates >= living {
            return Some("the last record of its kind would go".to_owned());
        }
        if candidates > FREE.max(living / 100) {
            return Some(format!("{candidates} of {living} would go in one run"));
        }
        let (today, before) = (gone_today + candidates, living + gone_today);
        if today > FREE.max(before * 3 / 100) {
            return Some(format!("{today} of {before} would be gone within 24 hours"));
        }
        None
    }

    /// Of what there was a day ago: so much may go when two sweeps agree.
    pub(crate) fn is_at_most_a_tenth(self) -> bool {
        let Self { candidates, living, gone_today } = self;
        (gone_today + candidates) * 10 <= living + gone_today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objection(candidates: u64, living: u64, gone_today: u64) -> Option<String> {
        Removal { candidates, living, gone_today }.objection()
    }

    #[test]
    fn ten_records_or_one_per_cent_may_go_in_a_run() {
        assert_eq!(objection(10, 50, 0), None);
        assert_eq!(objection(11, 50, 0).as_deref(), Some("11 of 50 would go in one run"));
        assert_eq!(objection(200, 20_000, 0), None);
        assert_eq!(objection(201, 20_000, 0).as_deref(), Some("201 of 20000 would go in one run"));
    }

    #[test]
    fn three_per_cent_may_go_in_a_day() {
        assert_eq!(objection(5, 995, 25), None);
        assert_eq!(objection(6, 995, 25).as_deref(), Some("31 of 1020 would be gone within 24 hours"));
        assert_eq!(objection(1, 90, 10).as_deref(), Some("11 of 100 would be gone within 24 hours"));
    }

    #[test]
    fn two_sweeps_may_agree_on_a_tenth_of_what_there_was() {
        let few = |candidates, living, gone_today| Removal { candidates, living, gone_today }.is_at_most_a_tenth();
        assert!(few(20, 200, 0));
        assert!(!few(21, 200, 0));
        assert!(!few(20, 180, 20));
        assert!(!few(1, 9, 0));
    }

    #[test]
    fn the_last_record_stays() {
        assert_eq!(objection(1, 1, 0).as_deref(), Some("the last record of its kind would go"));
        assert_eq!(objection(1, 2, 0), None);
        assert_eq!(objection(0, 0, 0), None);
    }
}
