//! What became of the interventions of the demonstration: paid by the month, one amended, one ended early with its money
//! released, one withdrawn. All of it is invented.

use chrono::NaiveDate;
use shared::{
    fund::{Reversal, Spend},
    id::{InterventionId, MovementId},
    intervention::{
        Agreement, Proposal,
        life::{Amendment, Ending, Withdrawal},
    },
    money::Pence,
};

use super::{day, player::Player};
use crate::error::Result;

const LEAD: &str = "Strategic lead for SEND";
const CHAIR_2: &str = "Headteacher, St Michael's, Stoke Gifford";

const THERAPIST: &str = "Full-time speech and language therapist for six months";
const ASSISTANTS: &str = "Emotional literacy support assistants: training and supervision";
const LEADERS: &str = "Specialist leaders of education in classrooms where behaviour challenges";
const READING: &str = "Reading intervention by trained teaching assistants";
/// Ended by the Board after three months.
pub const DRUMMING: &str = "Drumming groups before the afternoon lessons";
/// Withdrawn before the Board agreed it.
pub const DOG: &str = "Reading to a therapy dog";

/// Something that happens to an intervention after its agreement, or instead of it.
pub enum Deed {
    /// The lead records an invoice, in pence.
    Spend(&'static str, i64, &'static str),
    /// The lead takes back the invoice that was recorded twice.
    Reverse(&'static str),
    /// A member asks for two weeks more.
    Amend,
    /// Another records that the Board agrees.
    AgreeAmendment,
    /// The Board ends what does not work.
    End,
    /// The proposer takes back a proposal.
    Withdraw,
}

/// The deeds of the year with their days.
pub const fn deeds() -> [(NaiveDate, Deed); 22] {
    use Deed::{AgreeAmendment, Amend, End, Reverse, Spend, Withdraw};
    [
        (day(2018, 12, 31), Spend(THERAPIST, 416_667, "Invoice SL-1812, December")),
        (day(2019, 1, 31), Spend(THERAPIST, 416_667, "Invoice SL-1901, January")),
        (day(2019, 1, 31), Spend(DRUMMING, 60_000, "Invoice 204, January")),
        (day(2019, 2, 14), Spend(ASSISTANTS, 108_000, "Invoice EP-77, first month of training")),
        (day(2019, 2, 22), Spend(READING, 186_667, "Invoice IN-3301, first month")),
        (day(2019, 2, 28), Spend(THERAPIST, 416_667, "Invoice SL-1902, February")),
        (day(2019, 2, 28), Spend(DRUMMING, 60_000, "Invoice 219, February")),
        (day(2019, 3, 15), Spend(ASSISTANTS, 108_000, "Invoice EP-81, second month")),
        (day(2019, 3, 20), Withdraw),
        (day(2019, 3, 22), Spend(READING, 186_667, "Invoice IN-3318, second month")),
        (day(2019, 3, 29), Spend(THERAPIST, 416_667, "Invoice SL-1903, March")),
        (day(2019, 3, 29), End),
        (day(2019, 4, 3), Spend(DRUMMING, 60_000, "Invoice 231, March")),
        (day(2019, 4, 5), Spend(LEADERS, 195_000, "Invoice TS-12, first month")),
        (day(2019, 4, 12), Spend(LEADERS, 195_000, "Invoice TS-12, first month again")),
        (day(2019, 4, 15), Reverse("Invoice TS-12 was recorded twice")),
        (day(2019, 4, 16), Spend(ASSISTANTS, 108_000, "Invoice EP-90, third month")),
        (day(2019, 4, 30), Spend(THERAPIST, 416_666, "Invoice SL-1904, April")),
        (day(2019, 5, 1), Amend),
        (day(2019, 5, 3), Spend(LEADERS, 195_000, "Invoice TS-19, second month")),
        (day(2019, 5, 8), AgreeAmendment),
        (day(2019, 5, 17), Spend(ASSISTANTS, 108_000, "Invoice EP-97, fourth month")),
    ]
}

/// Does it.
pub async fn act(player: &mut Player, on: NaiveDate, deed: &Deed, leaders: impl Fn(&Player) -> Proposal) -> Result<()> {
    match deed {
        Deed::Spend(title, pence, reason) => {
            player.enter(on, LEAD);
            let (id, intervention) = (paid(player, reason), intervention(player, title));
            let spend = Spend { id, intervention, amount: Pence(*pence), day: on, reason: (*reason).to_owned() };
            player.send("recordSpend", "Spend", &spend).await
        }
        Deed::Reverse(reason) => {
            player.enter(on, LEAD);
            let movement = paid(player, "Invoice TS-12, first month again");
            let back = Reversal { id: paid(player, reason), movement, day: on, reason: (*reason).to_owned() };
            player.send("reverseMovement", "Reversal", &back).await
        }
        Deed::Amend => {
            player.enter(on, "Headteacher, Patchway Community School");
            let before = leaders(player);
            let proposal = Proposal { ends_on: day(2019, 7, 19), cost: Pence::pounds(10_725), ..before };
            let reason = "Two weeks more, so that the new Year 7 classes of September are visited too.".to_owned();
            let amendment = Amendment { id: intervention(player, LEADERS), version: 1, proposal, reason };
            player.send("amendIntervention", "Amendment", &amendment).await
        }
        Deed::AgreeAmendment => {
            player.enter(on, CHAIR_2);
            let agreement = Agreement {
                id: intervention(player, LEADERS),
                version: 2,
                agreed_on: on,
                reasons: "The first visits were asked for again by both schools.".to_owned(),
                challenge: "Would two weeks in September not do more?".to_owned(),
                response: "The pupils move up in July: what their teachers learn now goes with them.".to_owned(),
            };
            player.send("agreeIntervention", "Agreement", &agreement).await
        }
        Deed::End => {
            player.enter(on, CHAIR_2);
            let ending = Ending {
                id: intervention(player, DRUMMING),
                version: 1,
                ended_on: on,
                reason: "Incidents after lunch did not become fewer, and pupils missed the start of lessons."
                    .to_owned(),
                lesson: "Groups before lessons need a quiet end of their own; lunch time is too short for both."
                    .to_owned(),
            };
            player.send("endIntervention", "Ending", &ending).await
        }
        Deed::Withdraw => {
            player.enter(on, "SENCO, Little Stoke");
            let reason = "Three families asked about allergies. It is planned anew when that is settled.".to_owned();
            let withdrawal = Withdrawal { id: intervention(player, DOG), version: 1, reason };
            player.send("withdrawIntervention", "Withdrawal", &withdrawal).await
        }
    }
}

fn intervention(player: &Player, title: &str) -> InterventionId {
    InterventionId(player.id(&format!("intervention: {title}")))
}

fn paid(player: &Player, reason: &str) -> MovementId {
    MovementId(player.id(&format!("paid: {reason}")))
}
