//! Which schools a name may mean that somebody wrote: `St Michaels, Stoke Gifford`, `North Rd Primary`, `Wick`. Nothing is
//! guessed: a name gets ranked candidates, each with its reason, and a person confirms.
//!
//! The words of a name are read ([`words`]), weighed by how rare they are among the schools of the authority, and held
//! against the words of each school's name and of its place.

mod entry;
mod reason;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{
    ClusterLink, Phase, SchoolStatus,
    names::{Candidate, NameMatch, Verdict},
};
use crate::{
    calendar::written,
    id::{ClusterId, SchoolId},
};
use entry::Entry;
use reason::Fit;
pub use words::key;
use words::{Kind, Words, near};

/// A school as the register has it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Which.
    pub school: SchoolId,
    /// The number of the establishment.
    pub urn: i32,
    /// Its name.
    pub name: String,
    /// Its phase.
    pub phase: Phase,
    /// Whether it is open.
    pub status: SchoolStatus,
    /// The youngest and the oldest age it takes, where they are known.
    pub ages: Option<(i32, i32)>,
    /// When it closed.
    pub closed_on: Option<NaiveDate>,
    /// Authority and establishment number: a school that converted has it from the one before.
    pub laestab: Option<String>,
    /// The part of the town or the village.
    pub locality: Option<String>,
    /// The town.
    pub town: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The cluster it is in, and since when.
    pub cluster: Option<(ClusterLink, NaiveDate)>,
}

/// A name that was confirmed before.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// The name in the form of [`key`].
    pub key: String,
    /// The school.
    pub school: SchoolId,
    /// The phase or site that it means.
    pub note: String,
}

/// How many candidates a name gets.
const CANDIDATES: usize = 3;

/// Scores, of 1: what fits well, how far the next one has to be behind, and what is worth offering at all.
const GOOD: f64 = 0.68;
const APART: f64 = 0.1;
const WORTH: f64 = 0.25;

/// What a word of a place counts beside a word of the name, and a word that is only nearly the same.
const PLACE: f64 = 0.75;
const NEAR: f64 = 0.85;

/// The schools of an authority, read once for a whole list of names.
pub struct Register {
    schools: Vec<Entry>,
    remembered: HashMap<String, (usize, String)>,
    /// In how many schools each word stands.
    spread: BTreeMap<String, usize>,
}

/// How a word that was typed is met by a school.
enum Way {
    /// By a word of its name.
    Own(usize),
    /// By a word of its place.
    Place,
    /// Not at all.
    Missing,
}

/// How well a school fits a name.
struct Scored {
    entry: usize,
    score: f64,
    fit: Fit,
}

impl Register {
    /// The schools of an authority and the names remembered in it.
    pub fn new(schools: Vec<Listed>, remembered: Vec<Remembered>) -> Self {
        let mut schools: Vec<Entry> = schools.into_iter().map(Entry::of).collect();
        let mut spread: BTreeMap<String, usize> = BTreeMap::new();
        for entry in &schools {
            let mut all: Vec<&String> = entry.words.own.iter().chain(&entry.place).collect();
            all.sort_unstable();
            all.dedup();
            for word in all {
                *spread.entry(word.clone()).or_default() += 1;
            }
        }
        let many = schools.len();
        for entry in &mut schools {
            let Entry { words, place, extra, .. } = entry;
            let worth = |it: &String| rare(many, spread[it]) * if place.contains(it) { 0.25 } else { 1.0 };
            *extra = words.own.iter().map(worth).collect();
        }
        let at: HashMap<SchoolId, usize> = schools.iter().enumerate().map(|(at, it)| (it.listed.school, at)).collect();
        let remembered = remembered.into_iter().filter_map(|it| Some((it.key, (*at.get(&it.school)?, it.note))));
        Self { remembered: remembered.collect(), schools, spread }
    }

    /// What each name of a list may mean, for a cluster that the schools are to come into.
    pub fn find(&self, here: ClusterId, names: &[String]) -> Vec<NameMatch> {
        let mut found: Vec<(NameMatch, Vec<Scored>)> = names.iter().map(|it| self.one(here, it)).collect();
        self.doubt_outliers(&mut found);
        found.into_iter().map(|it| it.0).collect()
    }

    fn one(&self, here: ClusterId, name: &str) -> (NameMatch, Vec<Scored>) {
        let mut scored = self.scored(name);
        let mut note = String::new();
        if let Some((at, noted)) = self.remembered.get(&key(name)) {
            note.clone_from(noted);
            scored.retain(|it| it.entry != *at);
            scored.insert(0, Scored { entry: *at, score: 1.0, fit: Fit::remembered(noted) });
        }
        let (verdict, why) = self.verdict(here, name, &scored);
        if verdict == Verdict::Phase && note.is_empty() {
            "Primary phase".clone_into(&mut note);
        }
        let candidates = scored.iter().take(CANDIDATES).map(|it| self.candidate(it)).collect();
        (NameMatch { name: name.to_owned(), verdict, why, note, candidates }, scored)
    }

    /// The schools that are worth offering, the best first; one that took over from a closed one stands before it.
    fn scored(&self, name: &str) -> Vec<Scored> {
        let typed = Words::of(name);
        let urn = name.trim().parse::<i32>().ok();
        let weighed: Vec<(f64, Vec<&str>)> = typed.own.iter().map(|it| self.weigh(it, &typed)).collect();
        let total: f64 = weighed.iter().map(|it| it.0).sum();
        let mut scored: Vec<Scored> = Vec::new();
        for (at, entry) in self.schools.iter().enumerate() {
            if urn == Some(entry.listed.urn) {
                scored.push(Scored { entry: at, score: 1.0, fit: Fit::number() });
            } else if total > 0.0 {
                scored.extend(self.fit(at, entry, &typed, &weighed, total).filter(|it| it.score >= WORTH));
            }
        }
        scored.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| self.name(a).cmp(self.name(b))));
        self.successors_first(scored)
    }

    fn name(&self, it: &Scored) -> &str {
        &self.schools[it.entry].listed.name
    }

    /// How much a word says, and the words of the register that are nearly the same.
    fn weigh(&self, word: &str, typed: &Words) -> (f64, Vec<&str>) {
        let rare = |times| rare(self.schools.len(), times);
        if let Some(times) = self.spread.get(word) {
            return (rare(*times), Vec::new());
        }
        let near: Vec<&str> = self.spread.keys().map(String::as_str).filter(|it| near(word, it)).collect();
        // A word that no school has: a name of something else, or a trust or a note behind the name.
        let weight = match near.iter().filter_map(|it| self.spread.get(*it)).max() {
            Some(times) => rare(*times),
            None if typed.behind.iter().any(|it| it == word) => 0.15 * rare(1),
            None => 0.6 * rare(1),
        };
        (weight, near)
    }

    fn fit(&self, at: usize, entry: &Entry, typed: &Words, weighed: &[(f64, Vec<&str>)], total: f64) -> Option<Scored> {
        let (mut got, mut in_name) = (0.0, 0.0);
        // Which words of the school's own are met, and how each word that was typed is.
        let mut met = vec![false; entry.words.own.len()];
        let mut ways = Vec::with_capacity(weighed.len());
        for (word, (weight, nearly)) in typed.own.iter().zip(weighed) {
            let is_near = |it: &String| nearly.contains(&it.as_str());
            let own = entry.words.own.iter().position(|it| it == word);
            let way = if let Some(own) = own.or_else(|| entry.words.own.iter().position(is_near)) {
                met[own] = true;
                let worth = if entry.words.own[own] == *word { *weight } else { weight * NEAR };
                got += worth;
                in_name += worth;
                Way::Own(own)
            } else if entry.place.iter().any(|it| it == word || is_near(it)) {
                got += weight * PLACE;
                Way::Place
            } else {
                Way::Missing
            };
            ways.push(way);
        }
        if got == 0.0 {
            return None;
        }
        // A place behind the name is often left out; another word more often tells another school.
        let extra: f64 = entry.extra.iter().zip(&met).filter(|it| !it.1).map(|it| it.0).sum();
        let against = entry.against(typed);
        let less: f64 = against.iter().map(|it| it.0).sum();
        let score = got / total * (0.75 + 0.25 * in_name / (in_name + extra)) - less;
        if score < WORTH {
            return None;
        }
        let mut fit = Fit::against(against.into_iter().map(|it| it.1));
        for (word, way) in typed.own.iter().zip(ways) {
            match way {
                Way::Own(own) => {
                    let ours = &entry.words.own[own];
                    if ours != word {
                        fit.near.push((typed.written(word), entry.words.written(ours)));
                    }
                    fit.same.push(ours.clone());
                }
                Way::Place => fit.place = true,
                Way::Missing => fit.missing.push(typed.written(word)),
            }
        }
        let more = entry.words.own.iter().zip(&met).filter(|it| !it.1);
        fit.added = more.map(|it| entry.words.written(it.0)).collect();
        fit.faith = entry.words.faith.filter(|_| typed.faith.is_none());
        Some(Scored { entry: at, score, fit })
    }

    /// A closed school is offered after the one that has its establishment number now.
    fn successors_first(&self, scored: Vec<Scored>) -> Vec<Scored> {
        let mut ordered: Vec<Scored> = Vec::with_capacity(scored.len());
        for it in scored {
            let listed = &self.schools[it.entry].listed;
            if listed.status == SchoolStatus::Closed && listed.laestab.is_some() {
                let successor = self.schools.iter().position(|other| {
                    other.listed.laestab == listed.laestab && other.listed.status != SchoolStatus::Closed
                });
                if let Some(at) = successor.filter(|at| !ordered.iter().any(|it| it.entry == *at)) {
                    ordered.push(Scored { entry: at, score: it.score, fit: Fit::successor(listed) });
                }
            }
            if !ordered.iter().any(|other| other.entry == it.entry) {
                ordered.push(it);
            }
        }
        ordered
    }

    fn verdict(&self, here: ClusterId, name: &str, scored: &[Scored]) -> (Verdict, String) {
        let Some(best) = scored.first().filter(|it| it.score >= GOOD) else {
            let why = if scored.is_empty() { "No school of the register fits." } else { "No school fits well." };
            return (Verdict::Nothing, why.to_owned());
        };
        let school = &self.schools[best.entry].listed;
        let same = |it: &&Scored| {
            let other = &self.schools[it.entry].listed;
            other.laestab.is_some() && other.laestab == school.laestab
        };
        let rival = scored.iter().skip(1).find(|it| !same(it) && !self.closed(it));
        if rival.is_some_and(|it| best.score - it.score < APART) && !best.fit.certain() {
            return (Verdict::Several, "More than one school fits.".to_owned());
        }
        if school.status == SchoolStatus::Closed {
            let when = school.closed_on.map(|it| format!(" on {}", written(it))).unwrap_or_default();
            return (Verdict::Closed, format!("{} closed{when}, and the register has none in its place.", school.name));
        }
        if let Some((other, since)) = school.cluster.as_ref().filter(|it| it.0.id != here) {
            return (Verdict::Claimed, format!("{} is in {} since {}.", school.name, other.name, written(*since)));
        }
        let all_through = school.phase == Phase::AllThrough;
        if all_through && Words::of(name).has(Kind::Primary) && !self.schools[best.entry].words.has(Kind::Primary) {
            let ages = school.ages.map(|(low, high)| format!(", ages {low} to {high}")).unwrap_or_default();
            let why = format!(
                "The register has no school of this name. It may mean the primary phase of {}, which is all-through{ages}.",
                school.name
            );
            return (Verdict::Phase, why);
        }
        (Verdict::Clear, String::new())
    }

    fn closed(&self, it: &Scored) -> bool {
        self.schools[it.entry].listed.status == SchoolStatus::Closed
    }

    fn candidate(&self, it: &Scored) -> Candidate {
        let listed = &self.schools[it.entry].listed;
        #[allow(clippy::cast_possible_truncation, reason = "from 0 to 100")]
        let score = (it.score.clamp(0.0, 1.0) * 100.0).round() as i32;
        Candidate {
            school: listed.school,
            urn: listed.urn,
            name: listed.name.clone(),
            place: listed.locality.clone().or_else(|| listed.town.clone()).filter(|it| !it.is_empty()),
            phase: listed.phase,
            status: listed.status,
            cluster: listed.cluster.as_ref().map(|it| it.0.clone()),
            score,
            reason: it.fit.text(listed.status),
        }
    }

    /// A name that is clear by its words is doubtful all the same where its school lies apart from all others of the list
    /// and a school of a like name lies among them: of two St Mary's, the list may mean the near one.
    fn doubt_outliers(&self, found: &mut [(NameMatch, Vec<Scored>)]) {
        /// Neighbours that make an area one of the list's.
        const FEW: usize = 3;
        let area = |it: &Scored| self.schools[it.entry].area.as_deref();
        let mut areas: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, scored) in found.iter() {
            if name.verdict == Verdict::Clear {
                let own = scored.first().and_then(area);
                own.into_iter().for_each(|it| *areas.entry(it).or_default() += 1);
            }
        }
        for (name, scored) in found.iter_mut() {
            let Some(own) = scored.first().filter(|it| name.verdict == Verdict::Clear && !it.fit.certain()) else {
                continue;
            };
            let Some(apart) = area(own).filter(|it| areas.get(it) == Some(&1)) else { continue };
            let alike = |it: &&Scored| {
                let common = it.fit.same.iter().filter(|word| own.fit.same.contains(word)).count();
                let near = area(it).and_then(|it| areas.get(it)).is_some_and(|it| *it >= FEW);
                common >= 2 && near && !self.closed(it)
            };
            let Some(neighbour) = scored.iter().skip(1).find(alike) else { continue };
            let listed = &self.schools[neighbour.entry].listed;
            let place = listed.locality.as_deref().unwrap_or_default();
            name.verdict = Verdict::Several;
            name.why = format!(
                "No other school of your list is near {apart}. {} ({place}) has a like name and lies among the others.",
                listed.name
            );
            let neighbour = self.candidate(neighbour);
            if !name.candidates.iter().any(|it| it.school == neighbour.school) {
                name.candidates.truncate(CANDIDATES - 1);
                name.candidates.push(neighbour);
            }
        }
    }
}

/// How much a word says that stands in so many of so many schools.
#[allow(clippy::cast_precision_loss, reason = "counts of schools")]
fn rare(schools: usize, times: usize) -> f64 {
    (1.0 + schools as f64 / times.max(1) as f64).ln()
}
