//! What pages with a long list of records share: loading it, drawing only the rows in view, its order, what it says when it is not there.

mod heads;
mod list;
mod order;
mod paged;
mod rows;
mod scrolled;
mod states;
mod sums;
mod switch;
mod table;

pub use heads::SortHead;
pub use list::{Asking, Chunk, Kind, List, Phase};
pub use order::Order;
pub use paged::{PagedRows, version};
pub use rows::Rows;
pub use scrolled::{Scrolled, Shape};
pub use states::{Empty, EmptyWords, Shown, Stale, no_list, shown};
pub use sums::{sum_bar, sum_cell};
pub use switch::{View, ViewSwitch};
pub use table::{LongTable, opens_record};
