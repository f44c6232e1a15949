//! What happens when: a bar from the first day to the last for each thing, months across, today marked. The table has the
//! same days in words.

use leptos::prelude::*;

use super::{
    Fill, Line, Picture, Rect, Text,
    bar::{WHOLE, drawn},
};
use crate::{Cell, Table};

const HEAD: u32 = 28;
const ROW: u32 = 52;
const BAR: u32 = 20;
/// A bar narrower than this would not be seen.
const LEAST: u64 = 600;
/// More letters than these do not fit beside the state on a phone.
const LONGEST: usize = 28;

/// One thing with its days, counted from the left edge of the picture.
#[derive(Clone)]
pub struct Span {
    /// What it is, in the picture.
    pub label: String,
    /// How it stands, in words: the colour never says it alone.
    pub state: String,
    /// What the bar is filled with.
    pub fill: Fill,
    /// Its first day.
    pub from: u32,
    /// The day after its last.
    pub until: u32,
    /// Its row of the table.
    pub cells: Vec<Cell>,
}

/// The figures of a timeline.
#[derive(Clone)]
pub struct Timeline {
    /// The heads of the table's columns.
    pub head: Vec<Cell>,
    /// The things, the first that starts first.
    pub rows: Vec<Span>,
    /// Days that have a name, such as the first of a month.
    pub marks: Vec<(u32, String)>,
    /// Today, if it lies in the picture.
    pub today: Option<u32>,
    /// How many days there are.
    pub days: u32,
}

impl Timeline {
    /// Where everything stands.
    pub fn picture(&self) -> Picture {
        let at = |day: u32| u64::from(day.min(self.days)) * WHOLE / u64::from(self.days.max(1));
        let mut picture = Picture { height: HEAD, ..Picture::default() };
        for (day, words) in &self.marks {
            picture.lines.push(Line { x: at(*day), y: HEAD - 8, strong: false });
            // What stands near the right edge ends there.
            let anchor = if at(*day) > WHOLE / 10 * 9 { "end" } else { "start" };
            picture.texts.push(Text { x: at(*day), y: 14, words: words.clone(), anchor, on: None });
        }
        if let Some(day) = self.today {
            picture.lines.push(Line { x: at(day), y: HEAD - 8, strong: true });
        }
        for row in &self.rows {
            let top = picture.height;
            let line = |x, anchor, words| Text { x, y: top + 16, words, anchor, on: None };
            picture.texts.push(line(0, "start", shortened(&row.label)));
            picture.texts.push(line(WHOLE, "end", row.state.clone()));
            let x = at(row.from).min(WHOLE - LEAST);
            let width = at(row.until).saturating_sub(x).max(LEAST);
            picture.rects.push(Rect { x, y: top + 24, width, height: BAR, fill: row.fill });
            picture.height += ROW;
        }
        picture
    }
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    let mut short: String = label.chars().take(LONGEST - 1).collect();
    short.push('\u{2026}');
    short
}

/// A timeline with its table. On a phone the table comes first.
#[component]
pub fn TimelineChart(
    /// An id, once on a page: the parts of the picture are named after it.
    #[prop(into)]
    id: String,
    /// What the chart says, in one line.
    #[prop(into)]
    title: String,
    /// What it shows, of whom and when.
    #[prop(optional, into)]
    subtitle: String,
    /// The figures.
    timeline: Timeline,
) -> impl IntoView {
    let about = format!(
        "One bar for each: {}. A bar lies from the first day to the last. The table has the same days.",
        timeline.rows.iter().map(|it| it.label.as_str()).collect::<Vec<_>>().join(", "),
    );
    let table_by = format!("{id}-title");
    let svg = drawn(timeline.picture(), &id, title.clone(), about);
    let rows: Vec<Vec<Cell>> = timeline.rows.into_iter().map(|it| it.cells).collect();
    view! {
        <figure class="app-chart app-chart--timeline" id=id>
            <figcaption>
                <span class="app-chart__caption">{title.clone()}</span>
                <span class="app-chart__subtitle">{subtitle}</span>
            </figcaption>
            <div class="app-chart__body">
                {svg}
                // A wide table scrolls by itself, for the keyboard too, and the page does not.
                <div class="app-chart__table" role="group" aria-labelledby=table_by tabindex="0">
                    <Table
                        caption=title
                        caption_classes="govuk-visually-hidden"
                        head=timeline.head
                        rows=rows
                        first_cell_is_header=true
                        stacks=true
                    />
                </div>
            </div>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(label: &str, from: u32, until: u32, fill: Fill) -> Span {
        let cells = vec![Cell::text(label.to_owned()), Cell::text("1 December 2018")];
        Span { label: label.to_owned(), state: "Agreed".to_owned(), fill, from, until, cells }
    }

    fn timeline(rows: Vec<Span>) -> Timeline {
        let head = vec![Cell::text("Title"), Cell::text("First day")];
        Timeline { head, rows, marks: vec![(0, "Dec".into()), (31, "Jan".into())], today: Some(50), days: 100 }
    }

    #[test]
    fn bars_lie_from_their_first_day_to_their_last() {
        let rows = vec![span("Therapist", 0, 50, Fill::Part(0)), span("Dog", 90, 100, Fill::Hatched)];
        let picture = timeline(rows).picture();
        let bars: Vec<_> = picture.rects.iter().map(|it| (it.x, it.width, it.fill)).collect();
        assert_eq!(bars, [(0, 50_000, Fill::Part(0)), (90_000, 10_000, Fill::Hatched)]);
        assert_eq!(
            picture.lines.iter().map(|it| (it.x, it.strong)).collect::<Vec<_>>(),
            [(0, false), (31_000, false), (50_000, true)]
        );
        assert_eq!(picture.height, HEAD + 2 * ROW);
    }

    #[test]
    fn nothing_leaves_the_picture_whatever_the_days_are() {
        for (from, until, days) in [(0, 0, 0), (500, 900, 100), (100, 100, 100), (u32::MAX, u32::MAX, 7), (9, 3, 100)] {
            let picture = Timeline { days, ..timeline(vec![span("Ash", from, until, Fill::Part(0))]) }.picture();
            assert!(picture.rects.iter().all(|it| it.width > 0 && it.x + it.width <= WHOLE), "{picture:?}");
        }
    }

    #[test]
    fn every_bar_has_its_state_in_words_and_its_days_in_the_table() {
        let long = "Lunchtime nurture groups, with what St Chad's learnt";
        let html = Owner::new().with(|| {
            let timeline = timeline(vec![span(long, 0, 50, Fill::Part(0))]);
            view! { <TimelineChart id="plan" title="The plan" subtitle="By month" timeline /> }.to_html()
        });
        for words in ["Agreed", "1 December 2018", "<title id=\"plan-title\">", "Lunchtime nurture groups, w…"] {
            assert!(html.contains(words), "{words} is not in {html}");
        }
        assert!(!html.contains("style="), "the content security policy refuses styles in attributes");
    }
}
