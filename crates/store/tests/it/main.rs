//! The promises of `store`, on a real mongod.

mod reading;
