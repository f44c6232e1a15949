//! Bars that lie and are stacked: how something whole is made of parts, such as money spent, committed and left.

use leptos::prelude::*;

use super::Figure;
use crate::{Cell, Table};

/// Colours of the parts and the colour of a letter that is read on them.
const COLOURS: [(&str, &str); 4] =
    [("#12436D", "#FFFFFF"), ("#28A197", "#000000"), ("#801650", "#FFFFFF"), ("#F46A25", "#000000")];

/// Thousandths of a per cent: the whole width of the picture. Whole numbers, because decimal ones make the page larger.
pub(super) const WHOLE: u64 = 100_000;
/// The width of something that is not shown. It says nothing about how much it is.
const STUB: u64 = 6_000;
/// A part narrower than this has no room for its number.
const ROOM: u64 = 4_000;

const ROW: u32 = 64;
const BAR: u32 = 32;

/// One bar: what it is about, what it is as a whole and its parts in the order of the series.
#[derive(Clone, Debug)]
pub struct BarRow {
    /// What it is about.
    pub label: String,
    /// The whole. It is given and never added up here: a sum would give away a hidden part.
    pub whole: Option<Figure>,
    /// The parts.
    pub parts: Vec<Figure>,
}

/// The figures of a chart.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What the rows are, for the table: "School".
    pub rows_are: String,
    /// What the whole is called, for the table: "Received".
    pub whole_is: String,
    /// What the parts are called; four at most.
    pub series: Vec<String>,
    /// The bars.
    pub rows: Vec<BarRow>,
}

/// What a shape is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The colour of a part, by its place in the series.
    Part(usize),
    /// Not shown.
    Hatched,
}

/// A rectangle. Left and width are thousandths of a per cent of the picture's width, so that a picture fits any page and
/// its words keep their size; top and height are pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// From the left.
    pub x: u64,
    /// From the top.
    pub y: u32,
    /// How wide.
    pub width: u64,
    /// How high.
    pub height: u32,
    /// What it is filled with.
    pub fill: Fill,
}

/// Words in a picture, placed like a [`Rect`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// From the left.
    pub x: u64,
    /// Where the line of writing is, from the top.
    pub y: u32,
    /// The words.
    pub words: String,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// What they stand on, if not on the page.
    pub on: Option<Fill>,
}

/// A line down to the foot of a picture, placed like a [`Rect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// From the left.
    pub x: u64,
    /// Where it begins, from the top.
    pub y: u32,
    /// Whether it is drawn through; else it is dotted.
    pub strong: bool,
}

/// A chart as shapes: the same for the page and for paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// How high, in pixels.
    pub height: u32,
    /// The lines behind the shapes.
    pub lines: Vec<Line>,
    /// The shapes.
    pub rects: Vec<Rect>,
    /// The words.
    pub texts: Vec<Text>,
}

impl Bars {
    /// Where everything stands. Bars start at zero and share one scale.
    pub fn picture(&self) -> Picture {
        let shown = |row: &BarRow| row.parts.iter().filter_map(Figure::size).map(u128::from).sum::<u128>();
        let stubs = |row: &BarRow| row.parts.iter().filter(|part| part.size().is_none()).count() as u64;
        let longest = self.rows.iter().map(shown).max().unwrap_or_default().max(1);
        let room = WHOLE - STUB * self.rows.iter().map(stubs).max().unwrap_or_default().min(WHOLE / STUB);
        let scaled = |size: u64| u64::try_from(u128::from(size) * u128::from(room) / longest).unwrap_or(room);

        let mut picture = Picture::default();
        for row in &self.rows {
            let top = picture.height;
            let line = |x, anchor, words: String| Text { x, y: top + 16, words, anchor, on: None };
            picture.texts.push(line(0, "start", row.label.clone()));
            // A bar of one part needs no key: its figure stands over it.
            if let Some(figure) = row.whole.as_ref().or(row.parts.first().filter(|_| self.is_plain())) {
                picture.texts.push(line(WHOLE, "end", figure.words()));
            }
            let mut x = 0;
            for (place, part) in row.parts.iter().enumerate() {
                let (width, fill) = match part.size() {
                    Some(size) => (scaled(size), Fill::Part(place)),
                    None => (STUB, Fill::Hatched),
                };
                if width == 0 {
                    continue;
                }
                picture.rects.push(Rect { x, y: top + 24, width, height: BAR, fill });
                if width >= ROOM && !(self.is_plain() && matches!(fill, Fill::Part(_))) {
                    let words = match fill {
                        Fill::Part(place) => (place + 1).to_string(),
                        Fill::Hatched => part.words(),
                    };
                    let text = Text { x: x + width / 2, y: top + 24 + 21, words, anchor: "middle", on: Some(fill) };
                    picture.texts.push(text);
                }
                x += width;
            }
            picture.height += ROW;
        }
        picture
    }

    /// Whether every bar is of one part.
    fn is_plain(&self) -> bool {
        self.series.len() == 1
    }

    /// The rows of the table: the same numbers, in the same order.
    fn table(&self) -> (Vec<Cell>, Vec<Vec<Cell>>) {
        let with_whole = self.rows.iter().any(|row| row.whole.is_some());
        let mut head = vec![Cell::text(self.rows_are.clone())];
        if with_whole {
            head.push(Cell::number(self.whole_is.clone()));
        }
        let named = |(place, name): (usize, &String)| {
            Cell::number(if self.is_plain() { name.clone() } else { format!("{} {name}", place + 1) })
        };
        head.extend(self.series.iter().enumerate().map(named));
        let row = |row: &BarRow| {
            let mut cells = vec![Cell::text(row.label.clone())];
            if with_whole {
                cells.push(Cell::number(row.whole.as_ref().map(Figure::words).unwrap_or_default()));
            }
            cells.extend(row.parts.iter().map(|part| Cell::number(part.words())));
            cells
        };
        (head, self.rows.iter().map(row).collect())
    }

    /// The symbols that stand for what is not shown, each once, and what they mean.
    fn symbols(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        for figure in self.rows.iter().flat_map(|row| row.parts.iter().chain(&row.whole)) {
            if let Figure::Hidden { symbol, meaning } = figure
                && !all.iter().any(|(known, _)| known == symbol)
            {
                all.push((symbol.clone(), meaning.clone()));
            }
        }
        all
    }
}

/// Stacked bars with their table.
#[component]
pub fn BarChart(
    /// An id, once on a page: the parts of the picture are named after it.
    #[prop(into)]
    id: String,
    /// What the chart says, in one line.
    #[prop(into)]
    title: String,
    /// What the numbers are, of whom and when.
    #[prop(optional, into)]
    subtitle: String,
    /// Where the numbers come from.
    #[prop(optional, into)]
    source: String,
    /// The figures.
    bars: Bars,
) -> impl IntoView {
    let about = format!(
        "One bar for each: {}. A bar is made of {}. The table that follows has the same numbers.",
        bars.rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>().join(", "),
        bars.series.join(", "),
    );
    let key = bars.series.iter().enumerate().filter(|_| !bars.is_plain());
    let key = key.map(|(place, name)| key_item(place, name)).collect_view();
    let symbols = bars.symbols().into_iter().map(|(symbol, meaning)| {
        view! {
            <li>
                <strong>{symbol}</strong>
                " "
                {meaning}
            </li>
        }
        .into_any()
    });
    let symbols = symbols.collect_view();
    let svg = drawn(bars.picture(), &id, title.clone(), about);
    let (head, rows) = bars.table();
    let table_by = format!("{id}-title");
    view! {
        <figure class="app-chart" id=id>
            <figcaption>
                <span class="app-chart__caption">{title.clone()}</span>
                <span class="app-chart__subtitle">{subtitle}</span>
            </figcaption>
            <ul class="app-chart__key" aria-hidden="true">
                {key}
            </ul>
            <div class="app-chart__body">
                {svg}
                // A wide table scrolls by itself, for the keyboard too, and the page does not.
                <div class="app-chart__table" role="group" aria-labelledby=table_by tabindex="0">
                    <Table
                        caption=title
                        caption_classes="govuk-visually-hidden"
                        head=head
                        rows=rows
                        first_cell_is_header=true
                        classes="govuk-table--small-text-until-tablet"
                    />
                    <ul class="app-chart__key">{symbols}</ul>
                </div>
            </div>
            {(!source.is_empty()).then(|| view! { <p class="govuk-hint">"Source: " {source}</p> }.into_any())}
        </figure>
    }
}

/// A picture as the page shows it: `id` names its parts, `about` says what it shows to who cannot see it.
pub(super) fn drawn(picture: Picture, id: &str, title: String, about: String) -> AnyView {
    let (title_id, about_id, hatch) = (format!("{id}-title"), format!("{id}-about"), format!("{id}-hatch"));
    let labelled_by = format!("{title_id} {about_id}");
    let rect = {
        let hatch = format!("url(#{hatch})");
        move |rect: Rect| {
            let hatched = rect.fill == Fill::Hatched;
            let fill = if hatched { hatch.clone() } else { colours(rect.fill).0.to_owned() };
            view! {
                <rect
                    x=percent(rect.x)
                    y=rect.y.to_string()
                    width=percent(rect.width)
                    height=rect.height.to_string()
                    fill=fill
                    // A gap between neighbours.
                    stroke="#FFFFFF"
                    stroke-width="1"
                />
            }
            .into_any()
        }
    };
    let words = |text: Text| {
        let fill = text.on.map_or("currentColor", |fill| colours(fill).1);
        view! {
            <text
                x=percent(text.x)
                y=text.y.to_string()
                text-anchor=text.anchor
                fill=fill
                // A white edge, so that the symbol can be read on the hatching.
                stroke=(text.on == Some(Fill::Hatched)).then_some("#FFFFFF")
                stroke-width="5"
                paint-order="stroke"
            >
                {text.words}
            </text>
        }
        .into_any()
    };
    let height = picture.height.to_string();
    let line = |line: Line| {
        let (x, to) = (percent(line.x), height.clone());
        view! {
            <line
                x1=x.clone()
                x2=x
                y1=line.y.to_string()
                y2=to
                stroke="#595959"
                stroke-width=if line.strong { "2" } else { "1" }
                stroke-dasharray=(!line.strong).then_some("2 4")
            />
        }
        .into_any()
    };
    let lines = picture.lines.into_iter().map(line).collect_view();
    view! {
        <svg
            class="app-chart__picture"
            xmlns="http://www.w3.org/2000/svg"
            role="img"
            aria-labelledby=labelled_by
            width="100%"
            height=height
        >
            <title id=title_id>{title}</title>
            <desc id=about_id>{about}</desc>
            <pattern id=hatch width="8" height="8" patternUnits="userSpaceOnUse">
                <rect width="8" height="8" fill="#FFFFFF" />
                <path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="#3D3D3D" stroke-width="1.5" />
            </pattern>
            {lines}
            {picture.rects.into_iter().map(rect).collect_view()}
            {picture.texts.into_iter().map(words).collect_view()}
        </svg>
    }
    .into_any()
}

fn key_item(place: usize, name: &str) -> AnyView {
    let (fill, letter) = colours(Fill::Part(place));
    view! {
        <li>
            <svg class="app-chart__swatch" xmlns="http://www.w3.org/2000/svg" width="24" height="24" focusable="false">
                <rect width="24" height="24" fill=fill />
                <text x="12" y="18" text-anchor="middle" fill=letter>
                    {(place + 1).to_string()}
                </text>
            </svg>
            " "
            {name.to_owned()}
        </li>
    }
    .into_any()
}

/// The colour of a shape and of the words on it.
fn colours(fill: Fill) -> (&'static str, &'static str) {
    match fill {
        Fill::Part(place) => COLOURS[place % COLOURS.len()],
        Fill::Hatched => ("#FFFFFF", "#000000"),
    }
}

/// 12345 becomes "12.345%".
fn percent(thousandths: u64) -> String {
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(rows: Vec<(&str, Vec<Figure>)>) -> Bars {
        let row = |(label, parts): (&str, Vec<Figure>)| BarRow { label: label.into(), whole: None, parts };
        Bars {
            rows_are: "School".into(),
            whole_is: "Received".into(),
            series: ["Spent", "Committed", "Left"].map(String::from).to_vec(),
            rows: rows.into_iter().map(row).collect(),
        }
    }

    #[test]
    fn bars_share_a_scale_and_start_at_zero() {
        let money = |pounds: [i64; 3]| pounds.map(|pounds| Figure::Pence(pounds * 100)).to_vec();
        let picture = bars(vec![("Ash", money([500, 300, 200])), ("Elm", money([0, 100, 400]))]).picture();
        let bar = |x, y, width, place| Rect { x, y, width, height: BAR, fill: Fill::Part(place) };
        assert_eq!(
            picture.rects,
            [
                bar(0, 24, 50_000, 0),
                bar(50_000, 24, 30_000, 1),
                bar(80_000, 24, 20_000, 2),
                bar(0, 88, 10_000, 1),
                bar(10_000, 88, 40_000, 2),
            ]
        );
        assert_eq!(picture.height, 128);
    }

    #[test]
    fn what_is_hidden_is_a_hatched_stub_that_says_nothing_about_its_size() {
        let hidden = || Figure::hidden("c", "hidden because it is about few");
        let picture =
            bars(vec![("Ash", vec![hidden(), Figure::Count(9)]), ("Elm", vec![Figure::Count(1), hidden()])]).picture();
        let hatched: Vec<u64> =
            picture.rects.iter().filter(|rect| rect.fill == Fill::Hatched).map(|rect| rect.width).collect();
        assert_eq!(hatched, [STUB, STUB]);
        assert_eq!(picture.texts.iter().filter(|text| text.words == "c").count(), 2);
        assert!(picture.rects.iter().all(|rect| rect.x + rect.width <= WHOLE));
    }

    #[test]
    fn nothing_at_all_and_the_largest_numbers_are_drawn_too() {
        assert_eq!(bars(vec![]).picture(), Picture::default());
        let most = || Figure::Pence(i64::MAX);
        for parts in [vec![Figure::Pence(0), Figure::Pence(-5)], vec![most(), most(), most()]] {
            let picture = bars(vec![("Ash", parts)]).picture();
            assert!(picture.rects.iter().all(|rect| rect.x + rect.width <= WHOLE), "{picture:?}");
        }
    }

    #[test]
    fn every_number_of_the_picture_stands_in_the_table() {
        let hidden = Figure::hidden("c", "hidden because it is about few");
        let bars = bars(vec![("Ash", vec![Figure::Pence(12_345_600), hidden, Figure::Pence(50)])]);
        let html = Owner::new().with(|| {
            view! { <BarChart id="money" title="A third is left" subtitle="Cluster, 2018 to 2019" source="Ledger" bars=bars /> }
                .to_html()
        });
        for words in ["£123,456", "£0.50", "hidden because it is about few", "1 Spent", "<title id=\"money-title\">"]
        {
            assert!(html.contains(words), "{words} is not in {html}");
        }
        assert!(!html.contains("style="), "the content security policy refuses styles in attributes");
    }
}
