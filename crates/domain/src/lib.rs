//! What the platform knows about sales: canonical records, who sees what, every figure. No I/O, no clock.

pub mod canonical;
