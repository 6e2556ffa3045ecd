//! Where configuration comes from: the process environment, and a `.env` file for what it does not say.

use super::{
    ConfigProblem,
    variables::{PREFIX, TEST_PREFIX, VARIABLES},
};
use std::{collections::BTreeMap, fmt, path::Path};

/// Our variables only. Holds secrets: its debug form shows names.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    /// Variables of the process win over those of the file. A missing file is no problem, one that cannot be read is.
    pub fn load(dotenv: &Path) -> Result<Self, ConfigProblem> {
        let mut all = BTreeMap::new();
        if dotenv.is_file() {
            // The reason is left out: it repeats the line, which may hold a secret.
            let unreadable = || ConfigProblem {
                name: dotenv.display().to_string(),
                message: "cannot be read; each line must be NAME=value, with quotes around values that hold spaces"
                    .into(),
            };
            for line in dotenvy::from_path_iter(dotenv).map_err(|_| unreadable())? {
                let (name, value) = line.map_err(|_| unreadable())?;
                all.insert(name, value);
            }
        }
        all.extend(
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        );
        Ok(all.into_iter().collect())
    }

    /// An empty value counts as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Names with our prefix that no table knows: most likely typing errors.
    pub fn unknown(&self) -> Vec<&str> {
        let known =
            |name: &str| name.starts_with(TEST_PREFIX) || VARIABLES.iter().any(|variable| variable.name == name);
        self.0.keys().map(String::as_str).filter(|name| !known(name)).collect()
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self(variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect())
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Self {
        variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
