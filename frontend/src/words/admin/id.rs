//! Indonesian, for admins.

use super::Admin;
use shared::{
    data_lake::LakeConcern,
    explorer::{ChangeKind, HeldVerdict},
    integrations::{ConnectionProblemCode, SecretKind, TransportChoice},
    jobs::{JobName, JobState, Schedule},
    sync::Indicator,
};

fn indicator(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::NotConfigured => "Belum terhubung",
        Indicator::NeedsRefresh => "Kunci perlu diperbarui",
        Indicator::Syncing => "Sedang sinkron",
        Indicator::Error => "Gagal",
        Indicator::Warning => "Perlu perhatian",
        Indicator::Connected => "Terhubung",
    }
}

fn concern(concern: LakeConcern) -> &'static str {
    match concern {
        LakeConcern::Empty => "Belum ada yang dibaca.",
        LakeConcern::Stale => "Sinkron terakhir gagal, atau tidak ada yang berhasil selama tiga interval.",
        LakeConcern::NotCompared => "Belum semua data dicocokkan dengan Odoo dalam dua hari ini.",
        LakeConcern::DeletionsHeld => "Ada penghapusan yang ditahan dan menunggu keputusan.",
        LakeConcern::RecordsQuarantined => "Ada data yang ditolak dan masuk karantina.",
        LakeConcern::Drifted => "Sampel terakhir menemukan data yang beda dengan Odoo.",
    }
}

fn connection_problem(code: ConnectionProblemCode) -> &'static str {
    match code {
        ConnectionProblemCode::Dns => "Tidak ada server dengan nama ini. Cek ejaan alamatnya.",
        ConnectionProblemCode::Unreachable => {
            "Servernya dikenal, tapi tidak ada yang menjawab. Cek port dan firewall-nya."
        }
        ConnectionProblemCode::Timeout => "Server terlalu lama menjawab.",
        ConnectionProblemCode::Tls => "Sertifikat server tidak sah, atau server tidak memakai https.",
        ConnectionProblemCode::NotOdoo => "Alamat ini menjawab, tapi bukan Odoo.",
        ConnectionProblemCode::VersionTooOld => "Versi Odoo ini terlalu lama; minimal versi 17.",
        ConnectionProblemCode::UnknownDatabase => "Odoo tidak mengenal database ini.",
        ConnectionProblemCode::WrongCredentials => {
            "Odoo menolak login: nama atau kuncinya salah, atau kuncinya sudah berakhir."
        }
        ConnectionProblemCode::NoApi => "Paket Odoo ini tidak punya API eksternal.",
        ConnectionProblemCode::MissingRights => "Loginnya bisa, tapi belum boleh membaca semua yang dibutuhkan.",
        ConnectionProblemCode::OdooError => "Odoo menjawab dengan kesalahannya sendiri.",
        ConnectionProblemCode::BadAnswer => "Jawaban Odoo tidak bisa dipahami.",
    }
}

fn transport_name(transport: TransportChoice) -> &'static str {
    match transport {
        TransportChoice::Auto => "Otomatis",
        TransportChoice::Jsonrpc => "JSON-RPC",
        TransportChoice::Xmlrpc => "XML-RPC",
        TransportChoice::Json2 => "JSON-2 (Odoo 19)",
    }
}

fn secret_kind(kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::ApiKey => "Kunci API",
        SecretKind::Password => "Kata sandi",
    }
}

fn change(change: ChangeKind) -> &'static str {
    match change {
        ChangeKind::Inserted => "Baru",
        ChangeKind::Updated => "Berubah",
        ChangeKind::Deleted => "Dihapus",
        ChangeKind::Revived => "Kembali lagi",
    }
}

fn job_name(name: JobName) -> &'static str {
    match name {
        JobName::Sync => "Sinkron dengan Odoo",
        JobName::SyncUsers => "Sinkron pengguna",
        JobName::SyncDepartments => "Sinkron departemen",
        JobName::Resync => "Pembacaan ulang satu data",
        JobName::FullCompare => "Pencocokan semua data",
        JobName::DriftSample => "Sampel data acak",
        JobName::Audit => "Audit baris dan angka",
        JobName::KpiSnapshots => "Riwayat target",
        JobName::Retention => "Pembersihan versi lama",
        JobName::Alerts => "Pemberitahuan",
    }
}

fn job_state(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "Menunggu",
        JobState::Running => "Berjalan",
        JobState::Done => "Selesai",
        JobState::Dead => "Menyerah",
    }
}

fn scheduled(schedule: Schedule) -> String {
    match schedule {
        Schedule::Off => "Tidak otomatis".to_owned(),
        Schedule::Every { minutes: 60 } => "Setiap jam".to_owned(),
        Schedule::Every { minutes } => format!("Setiap {minutes} menit"),
        Schedule::Daily { hour } => format!("Setiap hari pukul {hour:02}.00"),
    }
}

pub static WORDS: Admin = Admin {
    pages: "Administrasi",
    odoo: "Odoo",
    cancel: "Batal",
    save: "Simpan",
    saved: "Tersimpan",
    load_again: "Muat lagi",
    connect: "Hubungkan Odoo",
    indicator,
    behind: "Paling lama",
    behind_minutes: |minutes| format!("{minutes} mnt di belakang Odoo"),
    employees: "Orang",
    employees_synced: |number, _| format!("{number} karyawan tersinkron"),
    never: "Belum pernah",
    identical: "Sama dengan Odoo",
    not_sampled: "Belum ada sampel",
    compared: "Semua data dicocokkan",
    generation: "Generasi",
    concern,
    no_health: "Keadaan data gagal dimuat",
    system_health: "Kesehatan sistem",
    alerts: "Peringatan",
    no_alerts: "Tidak ada masalah",
    no_alerts_why: "Masalah yang lebih lama dari satu sinkron muncul di sini.",
    alerts_unknown: "Peringatan gagal dimuat",
    alerts_mailed: "Admin juga dapat peringatan lewat email.",
    alerts_not_mailed: "Server email belum diatur: peringatan cuma muncul di sini.",
    sync_users: "Sinkron pengguna",
    sync_departments: "Sinkron departemen",
    started: "Sudah dimulai.",
    follows: "Sedang berjalan; satu lagi menyusul begitu selesai.",
    changes: |number, _| format!("{number} perubahan"),
    in_lake: "Data yang tersimpan",
    no_stats: "Jumlahnya gagal dimuat",
    present: "Ada",
    quarantined_short: "Dikarantina",
    versions: "Versi",
    last_read: "Dibaca terakhir",
    connection: "Koneksi",
    no_connection: "Koneksi gagal dimuat",
    by_environment: "Diatur di environment server. Yang kamu simpan di sini menggantikannya.",
    enabled: "Aktif",
    url: "Alamat",
    url_hint: "Dengan https, tanpa path.",
    database: "Database",
    username: "Login",
    secret: "Kunci API",
    secret_hint: "Kunci API pengguna integrasi, atau kata sandinya. Disimpan terenkripsi dan tidak pernah ditampilkan.",
    secret_stored: "Tersimpan; kosongkan untuk tetap memakainya",
    secret_again: "Isi kuncinya: yang tersimpan tidak pernah dikirim ke server, database, atau login lain.",
    secret_kind_label: "Jenis kunci",
    secret_kind,
    key_ends: "Kunci berakhir",
    databases: "Database di sana",
    transport: "Protokol",
    transport_name,
    test: "Tes koneksi",
    testing: "Sedang dites",
    works: "Koneksinya jalan",
    connection_problem,
    all_readable: "Semua model bisa dibaca.",
    not_readable: "Tidak bisa dibaca",
    interval: "Interval",
    no_settings: "Pengaturan gagal dimuat",
    every_minutes: "Cocokkan dengan Odoo setiap",
    minutes: "menit",
    interval_hint: "Antara 5 dan 60 menit; berlaku mulai sinkron berikutnya.",
    nightly: |hour, zone| format!("Semua data dicocokkan pukul {hour:02}.00, {zone}."),
    no_list: "Daftarnya gagal dimuat",
    more: "Muat lagi",
    select: "Pilih",
    select_all: "Pilih semua",
    selected: |number| format!("{number} dipilih"),
    record: "Data",
    since: "Sejak",
    reason: "Alasan",
    held: "Penghapusan ditahan",
    decide: "Putuskan",
    held_total: |number, _| {
        format!("{number} data hilang di Odoo dan masih tampil di sini. Hapus juga di sini, atau simpan.")
    },
    no_held: "Tidak ada yang ditahan",
    no_held_why: "Penghapusan banyak data sekaligus menunggu keputusan di sini.",
    of_run: |moment| format!("Ditahan sejak {moment}"),
    release: "Hapus juga di sini",
    reject: "Simpan",
    release_run: "Hapus semua dari sinkron ini",
    reject_run: "Simpan semua dari sinkron ini",
    release_title: |number, _| format!("Hapus {number} data?"),
    reject_title: |number, _| format!("Simpan {number} data?"),
    release_text: "Kalau Odoo tetap bilang sudah hilang, sinkron berikutnya mengeluarkannya dari semua daftar dan angka.",
    reject_text: "Tetap ada di semua daftar dan angka walau Odoo tidak mengenalnya lagi.",
    release_do: |number| format!("Hapus {number}"),
    reject_do: |number| format!("Simpan {number}"),
    released: |number, _| format!("{number} data dilepas untuk dihapus."),
    rejected: |number, _| format!("{number} data disimpan."),
    verdict: |verdict| match verdict {
        HeldVerdict::Released => "Dihapus pada sinkron berikutnya",
        HeldVerdict::Rejected => "Disimpan",
    },
    quarantine: "Karantina",
    quarantine_total: |number, _| format!("{number} data ditolak. Dicoba lagi begitu berubah di Odoo."),
    no_quarantine: "Karantina kosong",
    no_quarantine_why: "Data dengan nilai yang tidak masuk akal menunggu di sini, lengkap dengan alasannya, sampai dibetulkan di Odoo.",
    retry: "Coba lagi",
    retried: "Odoo sedang ditanya lagi.",
    history: "Riwayat",
    see_history: "Bagaimana data ini berubah",
    no_history: "Riwayat gagal dimuat",
    no_record: "Data tidak ada",
    no_record_why: "Belum pernah dibaca dari Odoo, atau riwayatnya sudah tidak disimpan.",
    gone: "Hilang di Odoo",
    is_held: "Penghapusannya ditahan",
    is_quarantined: "Di karantina",
    see_run: "Lihat sinkronnya",
    resync: "Tanya Odoo lagi",
    asked_again: "Odoo sedang ditanya; perubahan muncul di sini.",
    change,
    empty_value: "kosong",
    becomes: "menjadi",
    changed_records: "Data yang berubah",
    no_changed_records: "Tidak ada",
    jobs: "Pekerjaan",
    jobs_why: "Ini berjalan di latar belakang; kebanyakan bisa juga dijalankan langsung.",
    no_jobs: "Pekerjaan gagal dimuat",
    job: "Pekerjaan",
    schedule: "Jadwal",
    last: "Terakhir",
    next: "Berikutnya",
    in_queue: "Antrean",
    run_now: "Jalankan",
    never_ran: "Belum",
    job_started: "Sudah dimulai.",
    job_ran_already: "Sudah menunggu atau berjalan; tidak dimulai lagi.",
    dead_letters: "Menyerah",
    no_dead: "Tidak ada pekerjaan yang menyerah.",
    attempts: |done, most| format!("{done} dari {most} percobaan"),
    job_name,
    job_state,
    scheduled,
};
