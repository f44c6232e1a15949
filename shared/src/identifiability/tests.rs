use proptest::prelude::*;

use super::*;

/// The schools that the report of November 2018 names, by cluster.
const SCHOOLS: [&str; 41] = [
    "Bowsland Green Primary School",
    "Callicroft Primary School",
    "Holy Family Catholic Primary School",
    "St Chad's Patchway CofE Primary School",
    "St Michael's CofE Primary School, Stoke Gifford",
    "Shield Road Primary School",
    "Stoke Lodge Primary School",
    "Wallscourt Farm Academy",
    "Wheatfield Primary School",
    "Bailey's Court Primary School",
    "Charborough Road Primary School",
    "Coniston Primary School",
    "Filton Hill Primary School",
    "Holy Trinity Primary School",
    "Little Stoke Primary School",
    "Meadowbrook Primary School",
    "St Mary's Catholic Primary School, Bradley Stoke",
    "Bradley Stoke Community School",
    "Patchway Community School",
    "Abbeywood Community School",
    "Bristol Technology and Engineering Academy",
    "Elm Park Primary School",
    "Frampton Cotterell CofE Primary School",
    "Frenchay CofE Primary School",
    "Hambrook Primary School",
    "Rangeworthy CofE Primary School",
    "St Michael's CofE Primary School, Winterbourne",
    "Watermore Primary School",
    "Winterbourne Academy",
    "Abbotswood Primary School",
    "Broadway Infant School",
    "Hawkesbury CofE Primary School",
    "Iron Acton CofE Primary School",
    "Marshfield CofE Primary School",
    "North Road Primary School",
    "Pucklechurch CofE Primary School",
    "St Andrew's CofE Primary School, Cromhall",
    "St Mary's CofE Primary School, Yate",
    "The Ridge Junior School",
    "Wick CofE Primary School",
    "Brimsham Green School",
];

fn found(text: &str) -> Option<Sign> {
    Guard::Prose.find(text).map(|it| it.0)
}

/// F-33: the vectors of the data standard, and the worked example of a vendor whose sum is wrong.
#[test]
fn a_upn_has_its_check_letter() {
    for valid in ["B801200005001", "G803216618001", "T80321661800A", "P207000016049", "b801200005001"] {
        assert!(is_upn(valid.as_bytes()), "{valid}");
        assert_eq!(found(valid), Some(Sign::Upn), "{valid}");
    }
    for other in ["A801200005001", "Q207000016049", "B80120000500", "B8012000050010", "8801200005001", ""] {
        assert!(!is_upn(other.as_bytes()), "{other}");
    }
}

/// F-34.
#[test]
fn an_nhs_number_has_its_check_digit() {
    for valid in ["9434765919", "4010232137", "943 476 5919", "943-476-5919", "943\u{a0}476\u{2009}5919"] {
        assert_eq!(found(valid), Some(Sign::NhsNumber), "{valid}");
    }
    for last in 0..10 {
        assert!(!is_nhs_number(format!("999000000{last}").as_bytes()), "{last}");
    }
    assert_eq!(found("9434765918"), None);
    assert_eq!(found("94 34 76 59 19"), None);
}

#[test]
fn what_points_to_one_person_is_found_as_people_write_it() {
    for (text, sign, told) in [
        ("See “B801200005001”.", Sign::Upn, "B801200005001"),
        ("UPN:B 8012 0000 5001, Year 4", Sign::Upn, "B 8012 0000 5001"),
        ("zero\u{200b}width B8012000\u{200b}05001", Sign::Upn, "B801200005001"),
        ("in full width Ｂ８０１２００００５００１", Sign::Upn, "B801200005001"),
        ("her number is AB 12 34 56 C.", Sign::InsuranceNumber, "AB 12 34 56 C"),
        ("a boy born 12.3.2009", Sign::BirthDate, "born 12.3.2009"),
        ("born on the 12th of March 2009 in Yate", Sign::BirthDate, "born on the 12th of March 2009"),
        ("Born March 12", Sign::BirthDate, "Born March 12"),
        ("DOB 12/03/09", Sign::BirthDate, "DOB 12/03/09"),
        ("D.O.B.: 12 Mar 2009", Sign::BirthDate, "D.O.B.: 12 Mar 2009"),
        ("Date of birth: 2009-03-12", Sign::BirthDate, "Date of birth: 2009-03-12"),
        ("agreed in her EHC plan", Sign::OnePlan, "her EHC plan"),
        ("as HIS EHCP says", Sign::OnePlan, "HIS EHCP"),
        ("ask j.o'neil-smith@school.example.uk.", Sign::Email, "j.o'neil-smith@school.example.uk"),
        ("ring 01454 868 000, mornings", Sign::Telephone, "01454 868 000"),
        ("ring (0117) 900 0000", Sign::Telephone, "(0117) 900 0000"),
        ("ring 07700900123", Sign::Telephone, "07700900123"),
        ("ring +44 (0)117 900 0000", Sign::Telephone, "+44 (0)117 900 0000"),
        ("lives in BS37 8AB", Sign::Postcode, "BS37 8AB"),
        ("lives in EC1A1BB", Sign::Postcode, "EC1A1BB"),
    ] {
        assert_eq!(Guard::Prose.find(text), Some((sign, told.to_owned())), "{text}");
    }
}

#[test]
fn schools_figures_and_prose_pass() {
    for name in SCHOOLS {
        assert_eq!(found(name), None, "{name}");
    }
    for text in [
        "Full-time speech and language therapist, six months, £25,000",
        "Pupils at the expected level rose from 42 to 60 per cent between 5 November 2018 and 31 May 2019.",
        "URN 900001, DfE number 803 2166, UKPRN 10012345",
        "Summer-born pupils in Year 1 and children born in 2014 start 3 to 6 months behind.",
        "Trial of 2016-2018 (n = 1,204), effect 0.21, p < 0.001; pages 104-119",
        "Fewer requests for EHC needs assessments; nothing changes in any pupil's EHC plan.",
        "In KS1 2 groups, in Y5 2nd half; Band E4 2nd row; group A 12 pupils, group B 11",
        "0 to 5, 6 to 10, 11 to 30; 2018/19, 2019/20",
        "Reduce days lost from 0123 to 0100 a year",
        "https://example.org/talk-boost/2018/evaluation?id=12345",
        "Lunchtime nurture groups with what St Chad's and St Michael's learnt @ home",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn a_field_says_what_was_found_and_what_to_do() {
    let told = Guard::Prose.required("title", "a title", "Help for B801200005001", 150).unwrap_err();
    assert_eq!(told[0].field, "title");
    assert_eq!(
        told[0].message,
        "“B801200005001” looks like a unique pupil number (UPN). Take it out and write about the whole group"
    );
    assert_eq!(Guard::Place.check("provider", "The Hub, Yate BS37 8AB"), Ok(()));
    assert!(Guard::Place.check("provider", "The Hub, 01454 868 000").is_err());
    assert_eq!(Guard::Contact.check("how", "hub@example.org, 01454 868 000, BS37 8AB"), Ok(()));
    assert!(Guard::Contact.check("how", "ask about 943 476 5919").is_err());
}

/// Words between which something may be hidden; no two numbers stand side by side, as in prose.
fn prose() -> impl Strategy<Value = String> {
    const WORDS: [&str; 24] = [
        "the", "group", "of", "pupils", "in", "Year", "at", "SEN", "Support", "born", "school", "A", "his", "plan",
        "KS2", "term", "and", "Mrs", "£", "per cent", "I", "BSL", "her", "on",
    ];
    let part = (prop::sample::select(WORDS.to_vec()), prop::option::of(1..200_000_u32), "[ ,.;:()]");
    prop::collection::vec(part, 0..30).prop_map(|parts| {
        let mut text = String::new();
        for (word, number, end) in parts {
            text.push_str(word);
            text.push(' ');
            if let Some(number) = number.filter(|_| word != "born" && word != "A" && word != "I") {
                text.push_str(&number.to_string());
                text.push_str(" of");
            }
            text.push_str(&end);
            text.push(' ');
        }
        text
    })
}

fn upns() -> impl Strategy<Value = String> {
    ("[0-9]{11}", "[0-9ABCDEFGHJKLMNPQRTUVWXYZ]").prop_map(|(digits, last)| {
        let rest = format!("{digits}{last}");
        let letters = "ABCDEFGHJKLMNPQRTUVWXYZ".chars();
        let upn = letters.map(|it| format!("{it}{rest}")).find(|it| is_upn(it.as_bytes()));
        upn.expect("every number has one check letter")
    })
}

fn nhs_numbers() -> impl Strategy<Value = String> {
    "[0-9]{9}".prop_filter_map("no check digit fits", |nine| {
        (0..10).map(|it| format!("{nine}{it}")).find(|it| is_nhs_number(it.as_bytes()))
    })
}

proptest! {
    #[test]
    fn ordinary_prose_is_never_flagged(text in prose(), school in prop::sample::select(SCHOOLS.to_vec())) {
        let text = format!("{text} {school}, {text}");
        prop_assert_eq!(Guard::Prose.find(&text), None, "{}", text);
    }

    #[test]
    fn a_planted_upn_is_always_found(before in prose(), upn in upns(), after in prose(), small in any::<bool>()) {
        let planted = if small { upn.to_lowercase() } else { upn };
        prop_assert_eq!(Guard::Contact.find(&format!("{before} {planted}, {after}")), Some((Sign::Upn, planted)));
    }

    #[test]
    fn a_planted_nhs_number_is_always_found(
        before in prose(), number in nhs_numbers(), after in prose(), between in prop::sample::select(vec!["", " ", "-"])
    ) {
        let planted = [&number[..3], &number[3..6], &number[6..]].join(between);
        let found = Guard::Contact.find(&format!("{before} {planted}; {after}"));
        prop_assert_eq!(found, Some((Sign::NhsNumber, planted)));
    }

    #[test]
    fn no_text_at_all_breaks_the_guard(text in "\\PC{0,80}") {
        let _ = Guard::Prose.find(&text);
    }
}
