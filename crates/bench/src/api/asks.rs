//! What is asked: the cases, each with its mixes of filter and sort, for each of the readers.

use super::people::Reader;
use crate::error::Result;
use reqwest::Client;
use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    Accounts,
    Dashboard,
    Board,
    Around,
    Search,
    Lineage,
}

impl Case {
    pub const ALL: [Self; 6] =
        [Self::Accounts, Self::Dashboard, Self::Board, Self::Around, Self::Search, Self::Lineage];

    pub fn title(self) -> &'static str {
        match self {
            Self::Accounts => "Accounts list, five mixes",
            Self::Dashboard => "Dashboard",
            Self::Board => "Board",
            Self::Around => "360°",
            Self::Search => "Search",
            Self::Lineage => "Rows of a figure",
        }
    }

    /// Requests a second of the open loop.
    pub fn rate(self) -> u32 {
        match self {
            Self::Accounts => 200,
            Self::Board => 20,
            _ => 50,
        }
    }

    /// Milliseconds for 95 of 100.
    pub fn budget(self) -> Option<f64> {
        match self {
            Self::Accounts => Some(15.0),
            Self::Dashboard => Some(5.0),
            Self::Search => Some(30.0),
            _ => None,
        }
    }

    fn mixes(self, choices: &Choices) -> Vec<String> {
        let Choices { country, industry, accounts } = choices;
        match self {
            Self::Accounts => vec![
                "/api/accounts?limit=50".to_owned(),
                "/api/accounts?limit=50&sort=pipeline".to_owned(),
                format!("/api/accounts?limit=50&sort=won&country={country}"),
                "/api/accounts?limit=50&q=co&direction=desc".to_owned(),
                format!("/api/accounts?limit=50&sort=weighted&direction=asc&industry={industry}"),
            ],
            Self::Dashboard => vec!["/api/dashboard/overview".to_owned()],
            Self::Board => vec!["/api/opportunities/board".to_owned()],
            Self::Around => accounts.iter().map(|id| format!("/api/accounts/{id}/360")).collect(),
            Self::Search => ["an", "par", "so", "inv", "mar"].map(|word| format!("/api/search?q={word}")).to_vec(),
            Self::Lineage => vec![
                "/api/explain/pipeline?limit=50".to_owned(),
                "/api/explain/won?limit=50&period=this_year".to_owned(),
            ],
        }
    }
}

/// Of one reader.
#[derive(Debug, Clone)]
pub struct Choices {
    country: String,
    industry: String,
    accounts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub reader: usize,
    pub path: String,
}

/// Every mix of every reader, in an order that looks like chance and is the same each time.
pub fn of(case: Case, choices: &[Choices]) -> Vec<Ask> {
    let of_reader = |(reader, choices)| Case::mixes(case, choices).into_iter().map(move |path| Ask { reader, path });
    let mut asks: Vec<Ask> = choices.iter().enumerate().flat_map(of_reader).collect();
    let mut state = 7_u64;
    for at in (1..asks.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = (state >> 33) % (u64::try_from(at).unwrap_or(u64::MAX) + 1);
        asks.swap(at, usize::try_from(other).unwrap_or_default());
    }
    asks
}

/// The first country, industry and accounts that our server offers; absent where it has nothing to offer.
pub async fn choices(http: &Client, url: &str, reader: &Reader) -> Result<Option<Choices>> {
    let filters = json(http, url, reader, "/api/accounts/filters").await?;
    let first = |list: &str| {
        let id = filters.pointer(&format!("/{list}/0/id")).and_then(Value::as_str);
        id.map(str::to_owned)
    };
    let (Some(country), Some(industry)) = (first("countries"), first("industries")) else { return Ok(None) };
    let list = json(http, url, reader, "/api/accounts?limit=5&sort=pipeline").await?;
    let items = list.get("items").and_then(Value::as_array).into_iter().flatten();
    let accounts = items.filter_map(|item| Some(item.get("id")?.as_str()?.to_owned())).collect();
    Ok(Some(Choices { country, industry, accounts }))
}

async fn json(http: &Client, url: &str, reader: &Reader, path: &str) -> Result<Value> {
    let request = http.get(format!("{url}{path}")).header("Cookie", &reader.cookie);
    Ok(request.send().await?.error_for_status()?.json().await?)
}
