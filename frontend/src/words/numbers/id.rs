//! Indonesian, in a casual tone.

use super::Numbers;
use shared::figures::{FigureName, PeriodName, RowKind, Subject};
use std::cmp::Ordering;

fn name(figure: FigureName) -> &'static str {
    use FigureName as F;
    match figure {
        F::Pipeline => "Pipeline",
        F::Weighted => "Tertimbang",
        F::OpenDeals => "Deal terbuka",
        F::RecurringPipeline => "Pipeline berulang",
        F::RecurringWeighted => "Berulang tertimbang",
        F::Won => "Menang",
        F::WonDeals => "Deal menang",
        F::RecurringWon => "Menang berulang",
        F::Lost => "Kalah",
        F::LostDeals => "Deal kalah",
        F::NewDeals => "Deal baru",
        F::WinRate => "Tingkat menang",
        F::WinRateByValue => "Tingkat menang menurut nilai",
        F::AverageDeal => "Rata-rata deal",
        F::SalesCycle => "Siklus penjualan",
        F::OverdueDeals => "Deal lewat tanggal",
        F::RottingDeals => "Deal mandek",
        F::Closing => "Tutup di periode",
        F::Forecast => "Perkiraan",
        F::ForecastCommit => "Pasti",
        F::ForecastBestCase => "Kasus terbaik",
        F::ForecastPipeline => "Pipeline lain",
        F::ForecastOverdue => "Lewat tanggal",
        F::ForecastOmitted => "Tidak diikutkan",
        F::Undated => "Tanpa tanggal",
        F::Invoiced => "Ditagih",
        F::Outstanding => "Belum dibayar",
        F::Overdue => "Jatuh tempo",
        F::InPayment => "Dalam pembayaran",
        F::Orders => "Pesanan",
        F::Quotations => "Penawaran",
        F::FlowOpening => "Di awal",
        F::FlowNew => "Baru",
        F::FlowReopened => "Dibuka lagi",
        F::FlowReceived => "Diterima",
        F::FlowRaised => "Naik nilai",
        F::FlowLowered => "Turun nilai",
        F::FlowWon => "Menang",
        F::FlowLost => "Kalah",
        F::FlowArchived => "Diarsipkan",
        F::FlowRemoved => "Dihapus",
        F::FlowHandedOver => "Dialihkan",
        F::FlowExchange => "Kurs",
        F::FlowClosing => "Di akhir",
        F::ActivitiesDone => "Aktivitas selesai",
    }
}

fn definition(figure: FigureName) -> &'static str {
    use FigureName as F;
    match figure {
        F::Pipeline => "Perkiraan pendapatan dari deal terbuka.",
        F::Weighted => {
            "Perkiraan pendapatan × probabilitas deal terbuka, masing-masing dibulatkan dalam mata uangnya lalu dikonversi dengan kurs hari ini."
        }
        F::OpenDeals => "Jumlah deal terbuka.",
        F::RecurringPipeline => "Pendapatan berulang per bulan dari deal terbuka, di luar pendapatan sekali bayar.",
        F::RecurringWeighted => "Pendapatan berulang per bulan × probabilitas deal terbuka.",
        F::Won => {
            "Perkiraan pendapatan dari deal yang menang dalam periode ini, dikonversi dengan kurs hari penutupannya."
        }
        F::WonDeals => "Jumlah deal yang menang dalam periode ini.",
        F::RecurringWon => "Pendapatan berulang per bulan dari deal yang menang dalam periode ini.",
        F::Lost => {
            "Perkiraan pendapatan dari deal yang kalah dalam periode ini, dikonversi dengan kurs hari penutupannya."
        }
        F::LostDeals => "Jumlah deal yang kalah dalam periode ini.",
        F::NewDeals => "Jumlah deal yang menjadi peluang dalam periode ini, apa pun hasilnya kemudian.",
        F::WinRate => "Deal menang dalam periode ini ÷ deal menang dan kalah.",
        F::WinRateByValue => "Perkiraan pendapatan deal menang dalam periode ini ÷ deal menang dan kalah.",
        F::AverageDeal => "Pendapatan menang dalam periode ini ÷ jumlah deal menang yang bisa dikonversi.",
        F::SalesCycle => {
            "Rata-rata hari dari peluang sampai ditutup, untuk deal yang menang dalam periode ini. Yang ditutup sebelum dimulai tidak dihitung."
        }
        F::OverdueDeals => "Deal terbuka yang tanggal perkiraan tutupnya sudah lewat.",
        F::RottingDeals => "Deal terbuka yang berada di tahapnya lebih lama dari batas tahap itu.",
        F::Closing => "Perkiraan pendapatan deal terbuka yang diperkirakan tutup dalam periode ini.",
        F::Forecast => {
            "Yang sudah menang dalam periode ini, ditambah perkiraan pendapatan deal terbuka yang diperkirakan tutup di dalamnya, kecuali yang tidak diikutkan, menurut kategori deal itu sendiri atau tahapnya. Di periode sekarang juga deal yang tanggalnya sudah lewat."
        }
        F::ForecastCommit => {
            "Perkiraan pendapatan deal terbuka yang dihitung pasti, lewat deal itu sendiri atau tahapnya, diperkirakan tutup dalam periode ini dan tidak sebelum hari ini."
        }
        F::ForecastBestCase => {
            "Perkiraan pendapatan deal terbuka yang dihitung kasus terbaik, lewat deal itu sendiri atau tahapnya, diperkirakan tutup dalam periode ini dan tidak sebelum hari ini."
        }
        F::ForecastPipeline => {
            "Perkiraan pendapatan deal terbuka lainnya yang diperkirakan tutup dalam periode ini dan tidak sebelum hari ini."
        }
        F::ForecastOverdue => {
            "Perkiraan pendapatan deal terbuka yang tanggal perkiraannya sudah lewat. Dihitung di periode hari ini."
        }
        F::ForecastOmitted => {
            "Perkiraan pendapatan deal terbuka yang tidak diikutkan, lewat deal itu sendiri atau tahapnya, diperkirakan tutup dalam periode ini dan tidak sebelum hari ini."
        }
        F::Undated => {
            "Perkiraan pendapatan deal terbuka tanpa tanggal perkiraan tutup. Tidak masuk perkiraan periode mana pun."
        }
        F::Invoiced => {
            "Jumlah tanpa pajak dari faktur dan nota kredit yang diposting dan bertanggal dalam periode ini, dikonversi dengan kurs tanggalnya."
        }
        F::Outstanding => "Yang belum dibayar dari faktur dan nota kredit yang diposting, tanggal berapa pun.",
        F::Overdue => {
            "Bagian yang belum dibayar dan jatuh tempo sebelum hari ini: per cicilan kalau Odoo menunjukkannya, kalau tidak menurut jatuh tempo keseluruhan."
        }
        F::InPayment => "Sisa faktur yang sudah dibayar tapi pembayarannya belum dikenal bank. Ini bukan tunggakan.",
        F::Orders => {
            "Jumlah tanpa pajak dari pesanan akun ini yang bertanggal dalam periode ini, dikonversi dengan kurs hari pesanannya."
        }
        F::Quotations => {
            "Jumlah tanpa pajak dari penawaran akun ini yang bertanggal dalam periode ini, dikonversi dengan kurs harinya."
        }
        F::FlowOpening => {
            "Perkiraan pendapatan deal yang terbuka di saat pertama, dengan kurs yang diketahui waktu itu."
        }
        F::FlowNew => {
            "Deal yang menjadi peluang di antara kedua saat dan sebelumnya belum ada. Yang juga ditutup di antaranya keluar lagi dengan nilai yang sama."
        }
        F::FlowReopened => "Deal yang tertutup di saat pertama dan terbuka di saat kedua.",
        F::FlowReceived => {
            "Deal yang sudah ada sebelumnya, dan masuk ke jangkauanmu atau ke filter di antara kedua saat."
        }
        F::FlowRaised => "Kenaikan nilai deal yang terbuka di kedua saat, dengan kurs saat kedua.",
        F::FlowLowered => "Penurunan nilai deal yang terbuka di kedua saat, dengan kurs saat kedua.",
        F::FlowWon => "Deal yang terbuka di saat pertama, atau masuk sejak itu, dan menang di saat kedua.",
        F::FlowLost => "Deal yang terbuka di saat pertama, atau masuk sejak itu, dan kalah di saat kedua.",
        F::FlowArchived => "Deal yang terbuka di saat pertama, atau masuk sejak itu, dan diarsipkan di saat kedua.",
        F::FlowRemoved => "Deal yang terbuka di saat pertama dan tidak ada lagi di Odoo di saat kedua.",
        F::FlowHandedOver => {
            "Deal yang terbuka di saat pertama dan keluar dari jangkauanmu atau dari filter sejak itu."
        }
        F::FlowExchange => {
            "Perubahan karena kurs saja dari deal yang terbuka di kedua saat: jumlah awalnya dengan kurs saat kedua dikurangi dengan kurs saat pertama."
        }
        F::FlowClosing => "Perkiraan pendapatan deal yang terbuka di saat kedua, dengan kurs yang diketahui waktu itu.",
        F::ActivitiesDone => {
            "Aktivitas selesai, email, dan komentar yang ditulis pengguna Odoo dalam periode ini, dan rapat yang selesai di dalamnya yang mereka adakan atau terima. Masing-masing dihitung sekali, berapa pun orangnya."
        }
    }
}

pub static WORDS: Numbers = Numbers {
    name,
    definition,
    thousands: ["\u{a0}rb", "\u{a0}jt", "\u{a0}M", "\u{a0}T"],
    days: |days| format!("{days} hari"),
    points: |points| format!("{points} poin"),
    none_closed: "Belum ada data: tidak ada deal yang ditutup dalam periode ini",
    before: "vs periode sebelumnya",
    before_was: |value| format!("Periode sebelumnya: {value}"),
    as_before: "sama seperti sebelumnya",
    more: "naik",
    less: "turun",
    show: "Lihat asal angka ini",
    made_of: "Asal angka ini",
    failed: "Baris angka ini tidak bisa dimuat",
    anew: "Data sudah berubah sejak angka ini ditampilkan. Ini yang terbaru.",
    definition_of: |version| format!("Definisi {version}"),
    now: |day| format!("Hari ini, {day}"),
    filter: "Filter",
    all_deals: "Semua deal dalam jangkauanmu",
    all_invoices: "Semua faktur dalam jangkauanmu",
    all_activities: "Semua aktivitas dalam jangkauanmu",
    all_orders: "Semua pesanan dalam jangkauanmu",
    and_below: "dan semua di bawahnya",
    time_zone: "Zona waktu",
    currency: "Mata uang",
    rates: "Kurs",
    other_rates: |count| format!("dan {count} lagi"),
    not_converted: "Tidak dikonversi",
    estimated: "Perkiraan",
    estimated_why: |number, _| {
        format!("Hari tutup {number} deal: tidak ada di Odoo, jadi dipakai perubahan tahap terakhirnya.")
    },
    data: "Data",
    run: |id| format!("sinkron {id}"),
    amount: "Jumlah",
    value: "Nilai",
    no_rows: |subject| match subject {
        Subject::Deals => "Tidak ada deal dalam angka ini",
        Subject::Invoices => "Tidak ada faktur dalam angka ini",
        Subject::Activities => "Tidak ada aktivitas dalam angka ini",
        Subject::Orders => "Tidak ada pesanan dalam angka ini",
    },
    activities: |number, _| format!("{number} aktivitas"),
    documents: |number, _| format!("{number} dokumen"),
    instalments: |count| format!("{count} cicilan"),
    state: |state| match state {
        RowKind::Open => "Terbuka",
        RowKind::Won => "Menang",
        RowKind::Lost => "Kalah",
        RowKind::Archived => "Diarsipkan",
        RowKind::Invoice => "Faktur",
        RowKind::CreditNote => "Nota kredit",
        RowKind::Activity => "Aktivitas selesai",
        RowKind::Email => "Email",
        RowKind::Comment => "Komentar",
        RowKind::Meeting => "Rapat",
        RowKind::Order => "Pesanan",
        RowKind::Quotation => "Penawaran",
        RowKind::Removed => "Sudah dihapus",
        RowKind::HandedOver => "Di luar jangkauan",
    },
    mean_of: |number, _| format!("rata-rata {number} deal"),
    left_out: |number| format!("{number} tidak dihitung"),
    title: "Dasbor",
    period_name: |period| match period {
        PeriodName::ThisMonth => "Bulan ini",
        PeriodName::LastMonth => "Bulan lalu",
        PeriodName::ThisQuarter => "Kuartal ini",
        PeriodName::LastQuarter => "Kuartal lalu",
        PeriodName::ThisYear => "Tahun ini",
        PeriodName::LastYear => "Tahun lalu",
        PeriodName::AllTime => "Sepanjang waktu",
    },
    no_dashboard: "Dasbor tidak bisa dimuat",
    no_deals: "Tidak ada deal dalam jangkauanmu",
    no_deals_why: "Tidak ada deal di Odoo dengan kamu, atau orang yang kamu pimpin, sebagai sales. Angka muncul di sini begitu ada.",
    figures: "Angka",
    by_stage: "Pipeline per tahap",
    by_month: "Menang per bulan",
    beside_forecast: "Di luar perkiraan",
    no_forecast: "Tidak ada yang diperkirakan di periode ini",
    weighted_part: "di antaranya tertimbang",
    as_table: "Tampilkan sebagai tabel",
    as_chart: "Tampilkan sebagai grafik",
    month: "Bulan",
    target: "Target",
    coverage: "Cakupan",
    left_of: |left, target| format!("sisa {left} dari {target}"),
    from_goals: |goals| format!("dari {goals} target"),
    no_target: "Belum ada target: tidak setiap hari periode ini punya target pendapatan menang",
    no_line: "Target pendapatan menang digambar di sini.",
    top: "Deal terbuka terbesar",
    no_open: "Tidak ada deal terbuka",
    attention: "Perlu perhatian",
    no_attention: "Tidak ada deal yang lewat tanggal atau mandek",
    all: |number| format!("Semua {number}"),
    due: "Aktivitas jatuh tempo",
    no_due: "Tidak ada yang jatuh tempo dalam tujuh hari",
    due_overdue: |number| format!("{number} lewat tanggal"),
    due_today: |number| format!("{number} hari ini"),
    due_soon: |number| format!("{number} dalam tujuh hari"),
    due_more: |number| format!("dan {number} lagi"),
    overdue: |day| format!("Lewat sejak {day}"),
    rotting: |days| format!("{days} hari di tahapnya"),
    flow: "Arus pipeline",
    flow_part: "Yang berubah",
    flow_moved: |order, by, to| match order {
        Ordering::Greater => format!("Pipeline naik {by} menjadi {to}"),
        Ordering::Less => format!("Pipeline turun {by} menjadi {to}"),
        Ordering::Equal => format!("Pipeline tetap {to}, seperti sebelumnya"),
    },
    flow_came: |parts| format!("masuk {parts}"),
    flow_went: |parts| format!("keluar {parts}"),
    flow_rates: |order, by| match order {
        Ordering::Less => format!("kurs mengurangi {by}"),
        _ => format!("kurs menambah {by}"),
    },
    and: "dan",
    no_flow: "Arus pipeline tidak bisa dimuat",
    no_history: |moment| format!("Belum ada riwayat sebelum {moment}"),
    no_history_why: "Keadaan pipeline sebelum sinkron pertama, atau sebelum yang disimpan, tidak ada yang tahu.",
    since_then: "Lihat yang berubah sejak itu",
    team_table: "Sales",
};
