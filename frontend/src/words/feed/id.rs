//! Indonesian, in a casual tone, about activities.

use super::Feed;
use shared::activities::LoggedType as T;

fn kind(kind: T) -> &'static str {
    match kind {
        T::OpportunityCreated => "Deal baru",
        T::OpportunityUpdated => "Deal diubah",
        T::StageChanged => "Pindah tahap",
        T::OpportunityWon => "Deal menang",
        T::OpportunityLost => "Deal kalah",
        T::ForecastChanged => "Perkiraan deal",
        T::AccountCreated => "Akun baru",
        T::AccountUpdated => "Akun diubah",
        T::AccountViewed => "Akun dilihat",
        T::ContactCreated => "Kontak baru",
        T::ContactUpdated => "Kontak diubah",
        T::SignedIn => "Masuk",
        T::SignedOut => "Keluar",
        T::GoalCreated => "Target baru",
        T::GoalChanged => "Target diubah",
        T::GoalDeleted => "Target dihapus",
        T::TargetCreated => "Target peran baru",
        T::TargetDeleted => "Target peran dihapus",
        T::SettingsChanged => "Pengaturan diubah",
        T::SyncStarted => "Sinkronisasi dimulai",
        T::Call => "Telepon",
        T::Email => "E-mail",
        T::Meeting => "Rapat",
        T::Task => "Tugas",
        T::Note => "Catatan",
        T::Planned => "Rencana",
    }
}

fn did(kind: T) -> &'static str {
    match kind {
        T::OpportunityCreated | T::AccountCreated | T::ContactCreated => "bikin",
        T::OpportunityUpdated | T::AccountUpdated | T::ContactUpdated => "mengubah",
        T::StageChanged => "memindahkan",
        T::OpportunityWon => "memenangkan",
        T::OpportunityLost => "kehilangan",
        T::ForecastChanged => "mengubah perkiraan",
        T::AccountViewed => "melihat",
        T::SignedIn => "masuk",
        T::SignedOut => "keluar",
        T::GoalCreated => "bikin target",
        T::GoalChanged => "mengubah target",
        T::GoalDeleted => "menghapus target",
        T::TargetCreated => "bikin target peran",
        T::TargetDeleted => "menghapus target peran",
        T::SettingsChanged => "mengubah pengaturan:",
        T::SyncStarted => "memulai sinkronisasi",
        T::Call => "menelepon soal",
        T::Email => "kirim e-mail soal",
        T::Meeting => "rapat soal",
        T::Task => "menyelesaikan tugas untuk",
        T::Note => "menulis catatan di",
        T::Planned => "bikin rencana untuk",
    }
}

fn did_so(kind: T) -> &'static str {
    match kind {
        T::Call => "menelepon",
        T::Email => "kirim e-mail",
        T::Meeting => "rapat",
        T::Task => "menyelesaikan tugas",
        T::Note => "menulis catatan",
        T::Planned => "bikin rencana",
        other => did(other),
    }
}

fn became(kind: T) -> &'static str {
    match kind {
        T::OpportunityCreated | T::AccountCreated | T::ContactCreated => "baru ada",
        T::StageChanged => "pindah",
        T::OpportunityWon => "menang",
        T::OpportunityLost => "kalah",
        _ => "berubah",
    }
}

fn field(name: &str) -> Option<&'static str> {
    Some(match name {
        "name" => "nama",
        "expected_revenue" => "perkiraan pendapatan",
        "probability" => "peluang",
        "stage" => "tahap",
        "salesperson" => "salesperson",
        "team" => "tim",
        "account" => "akun",
        "partner" => "kontak",
        "close_on" => "tanggal tutup",
        "industry" => "industri",
        "country" => "negara",
        "tags" => "tag",
        "email" => "e-mail",
        "phone" => "telepon",
        "city" => "kota",
        "job_title" => "jabatan",
        _ => return None,
    })
}

pub static WORDS: Feed = Feed {
    title: "Aktivitas",
    today: "Hari ini",
    yesterday: "Kemarin",
    kind,
    did,
    did_so,
    wrote: "menulis e-mail soal",
    became,
    from_to: |from, to| format!("dari {from} ke {to}"),
    field,
    settings: |name| match name {
        "organisation" => Some("organisasi"),
        "goal_thresholds" => Some("target"),
        "sync_times" => Some("waktu sinkronisasi"),
        "activity_log" => Some("catatan aktivitas"),
        _ => None,
    },
    somebody: "Seseorang",
    salesperson: |name| format!("Salesperson {name}"),
    here: "Di sini",
    in_zone: |moment, zone| format!("{moment} ({zone})"),
    types: "Jenis",
    person: "Orang",
    from: "Dari",
    last: "Sampai",
    download: "Unduh CSV",
    failed: "Aktivitasnya nggak bisa dimuat",
    no_match: "Nggak ada yang cocok",
    no_match_why: "Nggak ada aktivitas dalam jangkauanmu yang cocok dengan filternya.",
    none: "Belum ada apa-apa",
    none_why: "Telepon, e-mail, rapat, catatan, dan perubahan akun serta deal kamu bakal muncul di sini.",
    none_yet: "Belum ada isinya",
    none_yet_why: "Aktivitas datang bareng sinkronisasi pertama. Halaman ini menampilkannya sendiri kalau sudah selesai.",
};
