//! What the operating system knows of this process.

use super::gauge;
use prometheus::{Gauge, Opts, Registry};

pub(super) fn add(registry: &Registry) -> Result<(), prometheus::Error> {
    gauge(registry, "build_info", "Always 1; the version is in the label.", &["version"])?
        .with_label_values(&[env!("CARGO_PKG_VERSION")])
        .set(1);
    let help = "Resident memory of this process, without the embedded mongod.";
    let memory = Gauge::with_opts(Opts::new("process_resident_memory_bytes", help))?;
    // Elsewhere than on Linux there is no such file, and no such figure.
    if let Some(kilobytes) = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| resident(&status)) {
        memory.set(kilobytes * 1024.0);
        registry.register(Box::new(memory))?;
    }
    Ok(())
}

fn resident(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::resident;

    #[test]
    fn resident_memory_is_read_in_kilobytes() {
        assert_eq!(resident("Name:\tx\nVmRSS:\t   45120 kB\nThreads:\t4\n"), Some(45_120.0));
        assert_eq!(resident("Name:\tx\n"), None);
    }
}
