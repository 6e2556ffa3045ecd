//! SQL's LIKE: `%` stands for anything, `_` for one character, a backslash takes their meaning away.

pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut position) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let here = text.get(position);
        let fits = match (pattern.get(at), here) {
            (Some('%'), _) => {
                retry = Some((at + 1, position));
                at += 1;
                continue;
            }
            (Some('_'), Some(_)) => 1,
            (Some('\\'), Some(found)) if pattern.get(at + 1) == Some(found) => 2,
            (Some(wanted), Some(found)) if wanted == found && *wanted != '\\' => 1,
            (None, None) => return true,
            _ => 0,
        };
        if fits > 0 {
            at += fits;
            position += 1;
        } else if let Some((after, from)) = retry {
            if from >= text.len() {
                return false;
            }
            retry = Some((after, from + 1));
            at = after;
            position = from + 1;
        } else {
            return false;
        }
    }
}
