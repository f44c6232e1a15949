//! One declaration for a closed list of words: the enum, what people read, and its API and database faces.

/// Declares an enum whose variants each carry the words shown to people.
///
/// In the API a variant is `SCREAMING_SNAKE_CASE`, in the database `snake_case` text.
macro_rules! choice {
    ($(#[$doc:meta])* pub enum $Name:ident { $($(#[$vdoc:meta])* $Variant:ident => $label:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
        #[cfg_attr(
            feature = "db",
            derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
            sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")
        )]
        pub enum $Name { $($(#[$vdoc])* $Variant,)+ }

        impl $Name {
            /// Every choice, in the order in which people are offered them.
            pub const ALL: &'static [Self] = &[$(Self::$Variant,)+];

            /// What people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$Variant => $label,)+ }
            }

            /// The word used in addresses and form values: the name of the variant.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$Variant => stringify!($Variant),)+ }
            }

            /// The choice that [`Self::word`] names, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.word() == word)
            }
        }
    };
}
