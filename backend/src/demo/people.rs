//! What becomes of roles in the year of the demonstration, in cluster 1: a host who hands over, a chair whose successor
//! begins in September, and somebody who is invited and has not come. All of them are invented.

use chrono::NaiveDate;
use shared::{
    access::Role,
    id::{MembershipId, PersonId},
    organisation::{
        NewMembership, NewPerson,
        people::{Handover, NewMember, Newcomer},
    },
};

use super::{
    day,
    places::{cluster, school},
    player::Player,
};
use crate::error::Result;

const CHAIR: &str = "Headteacher, Coldharbour 1 (invented)";
const HOST: &str = "SENCO, Gorse Covert 1 (invented)";
const NEXT_HOST: &str = "SENCO, Hollybank 1 (invented)";
const NEXT_CHAIR: &str = "Headteacher, Fallowfield 1 (invented)";
const INVITED: &str = "SENCO, Larkhill 1 (invented)";

/// People of cluster 1 with their school, their role there, and one in the cluster.
const PEOPLE: [(&str, &str, Role, Option<Role>); 3] = [
    (HOST, "Gorse Covert Primary School 1 (invented)", Role::Senco, Some(Role::Host)),
    (NEXT_HOST, "Hollybank Primary School 1 (invented)", Role::Senco, None),
    (NEXT_CHAIR, "Fallowfield Primary School 1 (invented)", Role::Headteacher, Some(Role::BoardMember)),
];

/// Plays the year up to a day.
pub async fn year(player: &mut Player, until: NaiveDate) -> Result<()> {
    player.enter(day(2017, 9, 1), "administrator");
    for (name, place, role, other) in PEOPLE {
        let person = PersonId(player.id(&format!("person: {name}")));
        player.send("addPerson", "NewPerson", &NewPerson { id: person, name: name.to_owned() }).await?;
        let at_school = NewMembership {
            id: membership(player, name, 0),
            person,
            role,
            district: None,
            cluster: None,
            school: Some(school(player, place)),
            since: day(2018, 9, 1),
            until: None,
        };
        player.send("addMembership", "NewMembership", &at_school).await?;
        if let Some(role) = other {
            let id = membership(player, name, 1);
            let in_cluster = NewMembership { id, role, cluster: Some(cluster(player, 1)), school: None, ..at_school };
            player.send("addMembership", "NewMembership", &in_cluster).await?;
        }
    }
    hand_over(player, until, day(2019, 3, 29), (HOST, 1), NEXT_HOST, (day(2019, 4, 23), None)).await?;
    invite(player, until).await?;
    let year = (day(2019, 9, 1), Some(day(2020, 8, 31)));
    hand_over(player, until, day(2019, 6, 10), (CHAIR, 1), NEXT_CHAIR, year).await
}

async fn hand_over(
    player: &mut Player,
    until: NaiveDate,
    on: NaiveDate,
    (from, at): (&str, usize),
    to: &str,
    (since, last): (NaiveDate, Option<NaiveDate>),
) -> Result<()> {
    if on > until {
        return Ok(());
    }
    player.enter(on, CHAIR);
    let handover = Handover {
        id: membership(player, to, 2),
        membership: membership(player, from, at),
        version: 1,
        person: PersonId(player.id(&format!("person: {to}"))),
        newcomer: None,
        since,
        until: last,
    };
    player.send("replaceMembership", "Handover", &handover).await
}

async fn invite(player: &mut Player, until: NaiveDate) -> Result<()> {
    let on = day(2019, 5, 20);
    if on > until {
        return Ok(());
    }
    player.enter(on, CHAIR);
    let membership = NewMembership {
        id: membership(player, INVITED, 0),
        person: PersonId(player.id(&format!("person: {INVITED}"))),
        role: Role::BoardMember,
        district: None,
        cluster: Some(cluster(player, 1)),
        school: None,
        since: day(2019, 6, 3),
        until: None,
    };
    let newcomer = Newcomer { name: INVITED.to_owned(), email: "senco.larkhill@example.org".to_owned() };
    player.send("inviteMember", "NewMember", &NewMember { membership, newcomer }).await
}

fn membership(player: &Player, name: &str, at: usize) -> MembershipId {
    MembershipId(player.id(&format!("membership: {name}, {at}")))
}
