//! What every list has in common: page sizes, direction, cursors.

use serde::{Deserialize, Serialize};

pub const DEFAULT_LIMIT: u32 = 50;
pub const MAX_LIMIT: u32 = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Asc,
    Desc,
}

/// A page of a list. All pages that are reached through `next_cursor` come from the same generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Number of records in the whole list, not on this page.
    pub total: u64,
    /// Generation of the lake that the list was read from.
    pub generation: i64,
    /// Absent on the last page. Opaque and signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A page with something beside it that is of the whole list: one object on the wire. It is read as one, too: what serde's
/// `flatten` does instead buffers everything and doubles the code of each row in the browser.
macro_rules! page_with {
    ($(#[$about:meta])* $name:ident of $item:ty { $($(#[$told:meta])* $field:ident: $kind:ty,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name {
            #[serde(flatten)]
            pub page: Page<$item>,
            $($(#[$told])* pub $field: $kind,)+
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                struct Flat {
                    items: Vec<$item>,
                    total: u64,
                    generation: i64,
                    #[serde(default)]
                    next_cursor: Option<String>,
                    $($field: $kind,)+
                }
                let Flat { items, total, generation, next_cursor, $($field,)+ } = Flat::deserialize(deserializer)?;
                let page = Page { items, total, generation, next_cursor };
                Ok(Self { page, $($field,)+ })
            }
        }
    };
}

pub(crate) use page_with;
