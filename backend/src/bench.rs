//! How fast the schools list is beside the same statement written by hand.

use crate::{access::Door, error::Result};

pub async fn bench(_door: &Door) -> Result<()> {
    Ok(())
}
