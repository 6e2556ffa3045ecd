//! What the demo remembers between two starts: ports, the stand-in's key, people with their passwords (mode 0600).

use super::people::{self, Person};
use crate::failure::{About, Failure, Result};
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct State {
    path: PathBuf,
    pub odoo_port: u16,
    pub odoo_api_key: String,
    pub server_port: u16,
    pub people: Vec<Person>,
    /// The passwords have not been shown yet.
    pub is_new: bool,
}

impl State {
    /// Ports stay the same while they are free: the lake remembers Odoo's address, people remember ours.
    pub fn load(path: &Path) -> Result<Self> {
        let kept: Value = match fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|error| Failure::new(error.to_string()).by_hand("start with `cargo xtask demo --fresh`"))
                .about(path.display())?,
            Err(_) => Value::Null,
        };
        let number = |key: &str| kept.get(key).and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok());
        let key = kept.get("odoo_api_key").and_then(Value::as_str).map(str::to_owned);
        let people: Vec<Person> =
            kept.get("people").and_then(Value::as_array).into_iter().flatten().filter_map(Person::from_json).collect();
        Ok(Self {
            path: path.to_path_buf(),
            odoo_port: free_port(number("odoo_port"))?,
            odoo_api_key: key.map_or_else(random_secret, Ok)?,
            server_port: free_port(number("server_port").or(Some(8080)))?,
            is_new: people.iter().any(|person| !person.exists),
            people,
        })
    }

    /// Chooses the people when there are none: managers and salespeople of the stand-in's company.
    pub fn complete(&mut self, odoo_control: SocketAddr) -> Result<()> {
        if self.people.is_empty() {
            self.people = people::choose(odoo_control)?;
            self.is_new = true;
        }
        self.save()
    }

    pub fn people_exist(&mut self) -> Result<()> {
        for person in &mut self.people {
            person.exists = true;
        }
        self.save()
    }

    pub fn public_url(&self) -> String {
        format!("http://localhost:{}", self.server_port)
    }

    fn save(&self) -> Result<()> {
        let content = json!({
            "odoo_port": self.odoo_port,
            "odoo_api_key": self.odoo_api_key,
            "server_port": self.server_port,
            "people": self.people.iter().map(Person::to_json).collect::<Vec<_>>(),
        });
        let new = self.path.with_extension("new");
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&new)?;
        file.write_all(format!("{content:#}\n").as_bytes()).about(new.display())?;
        fs::rename(&new, &self.path).about(self.path.display())
    }
}

/// 20 letters and digits that nobody mixes up: 100 bits.
pub fn random_secret() -> Result<String> {
    const LETTERS: [char; 32] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y',
        'z', '2', '3', '4', '5', '6', '7', '8', '9', '0',
    ];
    let mut bytes = [0_u8; 20];
    fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes)).about("/dev/urandom")?;
    Ok(bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32))).collect())
}

fn free_port(wanted: Option<u16>) -> Result<u16> {
    let any = || Ok(TcpListener::bind("127.0.0.1:0").about("a free port")?.local_addr()?.port());
    match wanted {
        Some(port) if TcpListener::bind(("127.0.0.1", port)).is_ok() => Ok(port),
        _ => any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_and_never_the_same() {
        let first = random_secret().unwrap();
        assert_eq!(first.len(), 20);
        assert_ne!(first, random_secret().unwrap());
    }

    #[test]
    fn a_taken_port_is_left_alone() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_ne!(free_port(Some(port)).unwrap(), port);
    }
}
