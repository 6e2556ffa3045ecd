//! Words that names are made of, by region.

pub(super) struct Region {
    pub(super) code: &'static str,
    pub(super) weight: u32,
    pub(super) cities: &'static [&'static str],
    pub(super) suffixes: &'static [&'static str],
    pub(super) first: &'static [&'static str],
    pub(super) last: &'static [&'static str],
    pub(super) phone: &'static str,
}

type Words = &'static [&'static str];

impl Region {
    pub(super) fn parts(&self) -> (&'static str, Words, Words) {
        (self.code, self.cities, self.suffixes)
    }
}

const GERMAN_FIRST: &[&str] =
    &["Jürgen", "Anke", "Björn", "Käthe", "Lukas", "Sabine", "Tobias", "Heike", "Moritz", "Ulrike"];
const GERMAN_LAST: &[&str] =
    &["Müller", "Schäfer", "Großmann", "Weiß", "Vogel", "Krüger", "Hartmann", "Böhm", "Lindner", "Jäger"];
const FRENCH_FIRST: &[&str] =
    &["Hélène", "François", "Anaïs", "Benoît", "Chloé", "Rémi", "Océane", "Loïc", "Margaux", "Étienne"];
const FRENCH_LAST: &[&str] =
    &["Lefèvre", "Garnier", "Bélanger", "Moreau", "Chevalier", "Noël", "Dupré", "Fabre", "Marchand", "Gauthier"];
const ENGLISH_FIRST: &[&str] =
    &["Oliver", "Imogen", "Rhys", "Siobhán", "Callum", "Freya", "Angus", "Niamh", "George", "Harriet"];
const ENGLISH_LAST: &[&str] =
    &["Whitcombe", "O'Brien", "Fairley", "MacLeod", "Ashdown", "Pryce", "Thorne", "Hallam", "Redfern", "Okafor"];
const NORDIC_FIRST: &[&str] =
    &["Søren", "Åsa", "Bjørn", "Ingrid", "Jörgen", "Kirsten", "Øyvind", "Linnéa", "Mikkel", "Sanna"];
const NORDIC_LAST: &[&str] =
    &["Ångström", "Bjørnsen", "Lindqvist", "Nørgaard", "Sjöberg", "Dahl", "Mäkinen", "Hansen", "Øster", "Berg"];
const LATIN_FIRST: &[&str] =
    &["Íñigo", "María José", "João", "Giulia", "Núria", "Matteo", "Begoña", "Luís", "Chiara", "Álvaro"];
const LATIN_LAST: &[&str] =
    &["Ibáñez", "Conceição", "Rossi", "Muñoz", "Ferreira", "D'Angelo", "Peñalver", "Gonçalves", "Bianchi", "Núñez"];
const SLAVIC_FIRST: &[&str] =
    &["Jiří", "Małgorzata", "Łukasz", "Žaneta", "Piotr", "Kateřina", "Ștefan", "Zsófia", "Ondřej", "Ágnes"];
const SLAVIC_LAST: &[&str] =
    &["Dvořák", "Wójcik", "Nováková", "Kowalczyk", "Szabó", "Popescu", "Černý", "Grzelak", "Horváth", "Šimek"];
const GULF_FIRST: &[&str] =
    &["Fahad", "Maryam", "Khalid", "Noor", "Yousef", "Huda", "Salim", "Aisha", "Tariq", "Layla"];
const GULF_LAST: &[&str] =
    &["Al-Harthy", "Al-Sabah", "Al-Balushi", "Haddad", "Mansour", "Al-Rashid", "Qasim", "Al-Amri", "Nasser", "Khoury"];

pub(super) const REGIONS: &[Region] = &[
    Region {
        code: "DE",
        weight: 22,
        cities: &["Köln", "München", "Düsseldorf", "Leipzig", "Nürnberg", "Bremen"],
        suffixes: &["GmbH", "AG", "KG", "GmbH & Co. KG"],
        first: GERMAN_FIRST,
        last: GERMAN_LAST,
        phone: "+49 221",
    },
    Region {
        code: "FR",
        weight: 14,
        cities: &["Lyon", "Besançon", "Nîmes", "Orléans", "Angoulême"],
        suffixes: &["SARL", "SAS", "S.A."],
        first: FRENCH_FIRST,
        last: FRENCH_LAST,
        phone: "+33 4 72",
    },
    Region {
        code: "GB",
        weight: 18,
        cities: &["Leeds", "Bristol", "Glasgow", "Norwich", "Swansea"],
        suffixes: &["Ltd", "plc", "LLP"],
        first: ENGLISH_FIRST,
        last: ENGLISH_LAST,
        phone: "+44 117",
    },
    Region {
        code: "NL",
        weight: 10,
        cities: &["Utrecht", "Eindhoven", "Zwolle", "Den Haag"],
        suffixes: &["B.V.", "N.V."],
        first: GERMAN_FIRST,
        last: ENGLISH_LAST,
        phone: "+31 30",
    },
    Region {
        code: "BE",
        weight: 6,
        cities: &["Gent", "Liège", "Leuven"],
        suffixes: &["NV", "SRL"],
        first: FRENCH_FIRST,
        last: GERMAN_LAST,
        phone: "+32 9",
    },
    Region {
        code: "SE",
        weight: 4,
        cities: &["Göteborg", "Malmö", "Västerås"],
        suffixes: &["AB"],
        first: NORDIC_FIRST,
        last: NORDIC_LAST,
        phone: "+46 31",
    },
    Region {
        code: "DK",
        weight: 3,
        cities: &["Århus", "Odense"],
        suffixes: &["A/S", "ApS"],
        first: NORDIC_FIRST,
        last: NORDIC_LAST,
        phone: "+45 86",
    },
    Region {
        code: "ES",
        weight: 5,
        cities: &["Logroño", "Cádiz", "València"],
        suffixes: &["S.L.", "S.A."],
        first: LATIN_FIRST,
        last: LATIN_LAST,
        phone: "+34 956",
    },
    Region {
        code: "IT",
        weight: 5,
        cities: &["Torino", "Forlì", "Bologna"],
        suffixes: &["S.r.l.", "S.p.A."],
        first: LATIN_FIRST,
        last: LATIN_LAST,
        phone: "+39 051",
    },
    Region {
        code: "PL",
        weight: 4,
        cities: &["Łódź", "Kraków", "Gdańsk"],
        suffixes: &["Sp. z o.o.", "S.A."],
        first: SLAVIC_FIRST,
        last: SLAVIC_LAST,
        phone: "+48 42",
    },
    Region {
        code: "CZ",
        weight: 3,
        cities: &["Plzeň", "Brno"],
        suffixes: &["s.r.o.", "a.s."],
        first: SLAVIC_FIRST,
        last: SLAVIC_LAST,
        phone: "+420 541",
    },
    Region {
        code: "US",
        weight: 4,
        cities: &["Columbus", "Portland", "Raleigh"],
        suffixes: &["Inc.", "LLC", "Corp."],
        first: ENGLISH_FIRST,
        last: ENGLISH_LAST,
        phone: "+1 614",
    },
    Region {
        code: "OM",
        weight: 2,
        cities: &["Muscat", "Salalah"],
        suffixes: &["LLC", "SAOC"],
        first: GULF_FIRST,
        last: GULF_LAST,
        phone: "+968 24",
    },
];

pub(super) const STEMS: &[&str] = &[
    "Alder",
    "Amberg",
    "Arcadia",
    "Aurora",
    "Bellweather",
    "Bergmann",
    "Birkdale",
    "Blauwe Poort",
    "Brückner",
    "Caldera",
    "Château Vert",
    "Cormorant",
    "Corvina",
    "Delacroix",
    "Dornbusch",
    "Eiderdown",
    "Elbe",
    "Fjord",
    "Foxglove",
    "Gallia",
    "Granite Point",
    "Grünwald",
    "Harrier",
    "Heidekraut",
    "Hirondelle",
    "Ibex",
    "Iris",
    "Jasper",
    "Kestrel",
    "Kiefer",
    "Lagan",
    "Larch",
    "Lindenhof",
    "Lorelei",
    "Lumière",
    "Mariner",
    "Meridian",
    "Mistral",
    "Møller",
    "Nordstern",
    "Oakhanger",
    "Orchard",
    "Osprey",
    "Pavé",
    "Quercus",
    "Rheingold",
    "Rivage",
    "Rowan",
    "Sable",
    "Saltmarsh",
    "Schäfer",
    "Sequana",
    "Silvertown",
    "Solstice",
    "Tamarack",
    "Tern",
    "Thistle",
    "Umbra",
    "Vauban",
    "Vesper",
    "Waldmeister",
    "Westerly",
    "Wintergreen",
    "Zephyr",
];

/// A trade and the industries (ids of Odoo's own list) that it belongs to.
pub(super) const TRADES: &[(&str, i64)] = &[
    ("Präzision", 3),
    ("Instruments", 13),
    ("Logistics", 8),
    ("Foods", 9),
    ("Energie", 4),
    ("Bau", 6),
    ("Retail", 7),
    ("Software", 10),
    ("Finance", 11),
    ("Immobilien", 12),
    ("Health", 17),
    ("Engineering", 3),
    ("Agrar", 1),
    ("Water", 5),
    ("Médias", 18),
    ("Academy", 16),
    ("Consulting", 13),
    ("Maschinenbau", 3),
    ("Pharma", 3),
    ("Transport", 8),
    ("Services", 19),
    ("Mining", 2),
    ("Facility", 14),
    ("Stadtwerke", 15),
    ("Optik", 3),
    ("Cloud", 10),
    ("Verpackung", 3),
    ("Hôtels", 9),
];

/// Names in other scripts, with their country and city.
pub(super) const FOREIGN: &[(&str, &str, &str)] = &[
    ("株式会社 東海精密", "JP", "名古屋市"),
    ("北京华信科技有限公司", "CN", "北京"),
    ("شركة الخليج للتجارة والمقاولات", "OM", "مسقط"),
    ("Αφοί Παπαδόπουλοι Α.Ε.", "GR", "Θεσσαλονίκη"),
    ("한빛전자 주식회사", "KR", "수원시"),
    ("ТОВ «Дніпровські машини»", "UA", "Дніпро"),
    ("אורן תעשיות בע״מ", "IL", "חיפה"),
    ("บริษัท สยามเครื่องจักร จำกัด", "TH", "กรุงเทพมหานคร"),
    ("हिमालय इंजीनियरिंग प्रा. लि.", "IN", "देहरादून"),
    ("臺灣光電股份有限公司", "TW", "新竹市"),
];

pub(super) const LONG: &[(&str, &str, &str)] = &[
    (
        "Gemeinnützige Forschungs- und Entwicklungsgesellschaft für nachhaltige Werkstofftechnologien, Mess- und \
         Regelungstechnik sowie Prozessautomatisierung in der mittelständischen Industrie mbH & Co. Kommanditgesellschaft",
        "DE",
        "Nürnberg",
    ),
    (
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Community Energy and Agricultural Supplies Co-operative \
         Society Limited",
        "GB",
        "Swansea",
    ),
];

pub(super) const FUNCTIONS: &[&str] = &[
    "Head of Procurement",
    "Chief Financial Officer",
    "Plant Manager",
    "IT Manager",
    "Managing Director",
    "Buyer",
    "Quality Engineer",
    "Operations Lead",
    "Chef de projet",
    "Einkaufsleiterin",
    "Lab Manager",
    "Office Manager",
];

pub(super) const STREETS: &[&str] = &[
    "Hafenstraße",
    "Rue de la République",
    "Mill Lane",
    "Kerkplein",
    "Storgatan",
    "Calle Mayor",
    "Via Garibaldi",
    "Quai du Port",
    "Am Südring",
    "Station Road",
];

pub(super) const GOODS: &[&str] = &[
    "Flow meters",
    "Pressure sensors",
    "Calibration service",
    "Control cabinets",
    "Spectrometers",
    "Maintenance contract",
    "Data loggers",
    "Retrofit line 4",
    "Spare parts",
    "Lab equipment",
    "Monitoring platform",
    "Training days",
    "Leak detection",
    "Thermal cameras",
    "Framework agreement",
    "Pilot installation",
];
