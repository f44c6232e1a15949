//! The design system's components for Leptos, one file a component, named as the design system names them. The page uses
//! them in the browser (feature `csr`), the server for what the public reads (feature `ssr`). The HTML is compared with
//! the examples that the design system's own package ships: `tests/fixtures.rs`.
//!
//! No component takes HTML: text is text, anything more is a view. Behaviour is native or written here; none of the
//! design system's JavaScript is loaded.

#![allow(clippy::needless_pass_by_value, reason = "a component owns what it is given, whether it keeps it or not")]

mod back_link;
mod breadcrumbs;
mod button;
mod character_count;
pub mod chart;
mod checkboxes;
mod content;
mod date_input;
mod details;
mod effect;
mod error_message;
mod error_summary;
mod field;
mod fieldset;
mod file_upload;
mod focus;
mod generic_header;
mod hint;
mod input;
mod inset_text;
mod label;
mod notification_banner;
mod pagination;
mod panel;
mod phase_banner;
mod radios;
mod select;
mod service_navigation;
mod skip_link;
mod summary_list;
mod table;
mod tabs;
mod tag;
mod task_list;
mod textarea;
mod warning_text;

pub use back_link::BackLink;
pub use breadcrumbs::{Breadcrumb, Breadcrumbs};
pub use button::{Button, ButtonKind};
pub use character_count::{CharacterCount, Limit};
pub use checkboxes::{CheckboxItem, Checkboxes};
pub use content::Content;
pub use date_input::{DateField, DateInput};
pub use details::Details;
pub use effect::effect;
pub use error_message::ErrorMessage;
pub use error_summary::{ErrorItem, ErrorSummary};
pub use field::{Value, Values};
pub use fieldset::Fieldset;
pub use file_upload::FileUpload;
pub use focus::{focus_field, focus_heading};
pub use generic_header::GenericHeader;
pub use hint::Hint;
pub use input::Input;
pub use inset_text::InsetText;
pub use label::Label;
pub use notification_banner::NotificationBanner;
pub use pagination::{PageItem, PageLink, Pagination};
pub use panel::Panel;
pub use phase_banner::PhaseBanner;
pub use radios::{RadioItem, Radios};
pub use select::{Select, SelectItem};
pub use service_navigation::{NavigationItem, ServiceNavigation};
pub use skip_link::SkipLink;
pub use summary_list::{SummaryAction, SummaryCard, SummaryList, SummaryRow};
pub use table::{Cell, Table};
pub use tabs::{Tab, Tabs};
pub use tag::{Tag, TagColour};
pub use task_list::{Status, Task, TaskList};
pub use textarea::Textarea;
pub use warning_text::WarningText;
